"""The first steps, the help pages, which ship with the program and need no network, and the About box."""

import platform
import re
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import PySide6
from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from keyboard import __version__
from keyboard.editor.accessibility import announce
from keyboard.editor.arrangement import DIALOG_MARGINS, arranged, new_button
from keyboard.editor.notice import resize_within_screen
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.storage.locations import bundled_file

FIRST_PAGE = bundled_file("docs", "using.md")
LICENCES = bundled_file("THIRD_PARTY_LICENCES.md")
_WIDEST_PICTURE = 600


class _Pages(QTextBrowser):
    """Pages of Markdown whose pictures are no wider than their text, and whose headings are link targets."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sourceChanged.connect(self._go_to_heading)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a page, or a picture scaled down to the width of the text; high-resolution screens still show all its pixels."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        picture.setDevicePixelRatio(max(picture.width() / _WIDEST_PICTURE, 1.0))
        return picture

    def _go_to_heading(self, source: QUrl) -> None:
        """Scroll to the heading that the fragment of an address names; Qt has no anchors in Markdown."""
        block = self.document().begin()
        while source.hasFragment() and block.isValid():
            if block.blockFormat().headingLevel() and anchor_of(block.text()) == source.fragment():
                self.setTextCursor(QTextCursor(block))
                self.verticalScrollBar().setValue(int(self.document().documentLayout().blockBoundingRect(block).top()))
                return
            block = block.next()


def anchor_of(heading: str) -> str:
    """Return the anchor of a heading, as GitHub forms it.

    >>> anchor_of("Never suggest a word")
    'never-suggest-a-word'
    """
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


class HelpDialog(QDialog):
    """Shows a page of Markdown, and others that it links to."""

    def __init__(self, page: Path = FIRST_PAGE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.browser = _Pages(self)
        self.browser.setOpenExternalLinks(True)
        self.browser.setAccessibleName(self.tr("Help"))
        self.browser.setSource(QUrl.fromLocalFile(str(page)))
        self.browser.document().setDocumentMargin(16)
        back = new_button(self.tr("&Back"), self, self.browser.backward)
        back.setEnabled(False)
        self.browser.backwardAvailable.connect(back.setEnabled)
        buttons = arranged(QHBoxLayout(), back, None, new_button(self.tr("Close"), self, self.accept))
        arranged(QVBoxLayout(self), self.browser, buttons, margins=DIALOG_MARGINS, spacing=10, growing=self.browser)
        self.setWindowTitle(self.tr("Help"))
        resize_within_screen(self, 720, 560)


class AboutBox(QMessageBox):
    """Shows the versions of the program and its libraries; a button shows all licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About keyboard"))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(
            self.tr(
                "<h3>keyboard {version}</h3><p>A predictive-text keyboard. A language model runs on this machine, in llama.cpp; "
                "no text leaves it.</p><p>MIT licence.</p>"
            ).format(version=__version__)
        )
        self.setInformativeText(
            "<br>".join(
                (
                    f"llama-cpp-python {version('llama-cpp-python')}",
                    f"Qt {qVersion()}, PySide6 {PySide6.__version__}",
                    f"Python {platform.python_version()}, {platform.system()} {platform.machine()}",
                )
            )
        )
        self.licences: QPushButton = self.addButton(self.tr("&Licences…"), QMessageBox.ButtonRole.ActionRole)
        # Qt would close the box with any of its buttons.
        self.licences.clicked.disconnect()
        self.licences.clicked.connect(lambda _checked: HelpDialog(LICENCES, self).open())
        self.addButton(QMessageBox.StandardButton.Close)


# English in all languages, like the models.
_SAMPLE = "Dear Anna,\n\nThank you for the photographs of the garden. The roses look "


class Welcome(QFrame):
    """A page above the text, dismissed for good by either of its buttons; the Help menu brings it back."""

    def __init__(self, text_area: TextArea, settings: SettingsAccess, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text_area = text_area
        self._settings = settings
        elsewhere = self.tr("Words can come in other programs too: the help says how, under “In other programs”.")
        self._sentences = QLabel(
            self.tr(
                "Write, and the bar under the text offers the words that may come next; a click, Tab or Ctrl+1, 2, 3 takes one.\n"
                "A suggestion is complete with its space, and Undo takes it back.\n"
                "Words in gray are not in your text: Right takes one of them, and End takes all.\n"
                "Everything happens on this machine: no text leaves it, and Private Mode learns nothing."
            )
            + (f"\n{elsewhere}" if sys.platform == "linux" else ""),
            self,
            wordWrap=True,
        )
        self.setAccessibleName(self.tr("First steps"))
        self.setAccessibleDescription(self._sentences.text())
        self._sample = self._new_button(self.tr("&Try a Sample Text"), self._try)
        buttons = arranged(QHBoxLayout(), None, self._sample, self._new_button(self.tr("Start &Writing"), self._dismiss))
        arranged(QVBoxLayout(self), self._sentences, buttons, margins=(16, 12, 16, 12), spacing=10)
        text_area.textChanged.connect(self._offer_sample)
        self.hide()

    def greet(self) -> None:
        """Show the page unless the user has dismissed it."""
        if self._settings.current.show_first_steps:
            self.open_page()

    def open_page(self) -> None:
        """Show the page; it offers the sample while the text is empty."""
        self._offer_sample()
        self.show()
        announce(self, self._sentences.text())

    def _offer_sample(self) -> None:
        self._sample.setVisible(self._text_area.document().isEmpty())

    def _try(self) -> None:
        if self._text_area.document().isEmpty():
            cursor = self._text_area.textCursor()
            cursor.insertText(_SAMPLE)
            self._text_area.setTextCursor(cursor)
            # The user did not write it, so there is nothing to save yet.
            self._text_area.document().setModified(False)
        self._dismiss()

    def _dismiss(self) -> None:
        self.hide()
        self._settings.change(show_first_steps=False)
        self._text_area.setFocus()

    def _new_button(self, title: str, act: Callable[[], object]) -> QPushButton:
        button = new_button(title, self, act)
        button.setAccessibleDescription(self._sentences.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

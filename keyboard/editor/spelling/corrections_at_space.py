"""Corrections at the space in the window: the settings and the document that allow them, and the display of one that was made."""

from pathlib import PurePath

from PySide6.QtCore import QObject, QTimeLine, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextCursor

from keyboard.editor.accessibility import announce
from keyboard.editor.background import in_background
from keyboard.editor.files.document import Document
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.marks import highlight
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import selection, units
from keyboard.settings.keyboard_layout import system_layout
from keyboard.writing.corrections import AtSpace
from keyboard.writing.session import Outcome

SOURCE = "corrected"
# Texts by people; files with other suffixes are programs, data or settings.
_PROSE = {"", ".txt", ".text", ".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".org", ".tex", ".wiki", ".eml", ".fountain"}
_CODE_NAMES = {"Makefile", "Dockerfile", "Jenkinsfile", "Vagrantfile", "Gemfile", "Rakefile", "CMakeLists.txt"}
_SHOWN_MS = 1800
_STEP_MS = 100
_FIRST_ALPHA = 60


def is_prose(path: PurePath | None) -> bool:
    """Return whether a file's name shows prose; a text without a file is prose."""
    return path is None or (path.suffix.lower() in _PROSE and path.name not in _CODE_NAMES and not path.name.startswith("."))


class CorrectionSettings(QObject):
    """Gives a text's session the settings, the keyboard layout and the kind of document that decide about corrections."""

    def __init__(self, text_area: TextArea, document: Document, settings: SettingsAccess) -> None:
        super().__init__(text_area)
        self._corrections = text_area.session.corrections
        self._document = document
        self._settings = settings
        self._system_layout = self._corrections.layout
        settings.changed.connect(self._apply)
        document.renamed.connect(self._apply)
        QGuiApplication.inputMethod().localeChanged.connect(self._find_layout)
        self._find_layout()
        self._apply()

    def _find_layout(self) -> None:
        locale = QGuiApplication.inputMethod().locale().name()
        in_background(lambda: system_layout(locale), self._take_layout, lambda _: None, self)

    def _take_layout(self, layout: str) -> None:
        self._system_layout = layout
        self._apply()

    def _apply(self) -> None:
        current = self._settings.current
        self._corrections.at_space = AtSpace(current.corrections_at_space)
        self._corrections.layout = current.keyboard_layout or self._system_layout
        self._corrections.is_prose = is_prose(self._document.path)


class CorrectionDisplay(QObject):
    """Shows what was corrected: a mark on the word, which fades, and a sentence."""

    said = Signal(str)  # which letters were corrected to what; one sentence

    def __init__(self, text_area: TextArea) -> None:
        super().__init__(text_area)
        self._text_area = text_area
        self._word = QTextCursor(text_area.document())
        self._text = ""
        self._fading = QTimeLine(_SHOWN_MS, self)
        self._fading.setUpdateInterval(_STEP_MS)
        self._fading.setFrameRange(_FIRST_ALPHA, 0)
        self._fading.frameChanged.connect(self._draw)
        self._fading.finished.connect(self._end)
        text_area.outcome.connect(self._follow)

    def show(self, start: int, typed: str, word: str) -> None:
        """Show that `word`, now at a place of the document, has replaced what was typed."""
        self._text = word
        self._word = selection(self._text_area.document(), start, start + units(word))
        self._fading.stop()
        self._draw(_FIRST_ALPHA)
        self._fading.start()
        sentence = self.tr("“{letters}” was corrected to “{word}”.").format(letters=typed, word=word)
        self.said.emit(sentence)
        announce(self._text_area, sentence)

    def _follow(self, outcome: Outcome) -> None:
        if slip := outcome.corrected:
            start = self._text_area.textCursor().position() - units(outcome.edit.text)
            self.show(start, slip.typed, slip.word)

    def _draw(self, alpha: int) -> None:
        if self._word.selectedText() != self._text:  # Backspace or Undo has reverted it
            self._end()
            return
        self._text_area.marks.show(SOURCE, [highlight(self._word, QColor(current_colours().accent), alpha)])

    def _end(self) -> None:
        self._fading.stop()
        self._text_area.marks.show(SOURCE, ())

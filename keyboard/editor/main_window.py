"""The window: the text, the bar under it, and what the menus do."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QIcon, QKeySequence
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QMessageBox, QVBoxLayout, QWidget

from keyboard import __version__
from keyboard.bundled import bundled_file
from keyboard.editor.document import Document
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.engine_notice import EngineNotice
from keyboard.editor.find_bar import FindBar
from keyboard.editor.learning import Learner
from keyboard.editor.never_suggest import NeverSuggest
from keyboard.editor.notice import Notice
from keyboard.editor.shortcuts_dialog import show_shortcuts
from keyboard.editor.suggestion_bar import BUTTON_COUNT, SuggestionBar
from keyboard.editor.suggestion_controller import SuggestionController
from keyboard.editor.text_area import TextArea
from keyboard.editor.vocabulary_access import VocabularyAccess
from keyboard.editor.vocabulary_dialog import VocabularyDialog

_Keys = QKeySequence.StandardKey


class MainWindow(QMainWindow):
    """An editor whose words can be tapped.

    Attributes:
        text_area: The text.
        bar: The suggestion buttons and the top-k slider.
        notice: What is said above the bar.
        document: The text's file.
        suggestions: What connects the three with the engine.
        link: The engine.
        vocabulary: The user's words.
        learner: What is learnt of the typing.
    """

    def __init__(self, link: EngineLink, *, is_private: bool = False) -> None:
        """Build the window; the engine behind `link` is started by `start`. `is_private` learns nothing from the first key on."""
        super().__init__()
        self.link = link
        self.text_area = TextArea(self)
        self.bar = SuggestionBar(self)
        self.notice = Notice(self)
        self.find_bar = FindBar(self.text_area, self)
        self.document = Document(self.text_area)
        self.suggestions = SuggestionController(self.text_area, self.bar, link)
        self.vocabulary = VocabularyAccess(self)
        self.learner = Learner(self.text_area, lambda words: self.vocabulary.ask(lambda vocabulary: vocabulary.learn(words)))
        self.learner.is_private = is_private
        self.word_notice = Notice(self)
        self.never_suggest = NeverSuggest(self.bar, self.word_notice, self.suggestions, self.vocabulary)
        self._status = QLabel(self)
        self._engine_notice = EngineNotice(self.notice, self._status, link)
        self._may_close = False
        self._lay_out()
        self._make_menus()
        link.answered.connect(self.suggestions.take_answer)
        self.suggestions.shown.connect(self._engine_notice.show_latency)
        self.document.renamed.connect(self._show_title)
        self.document.saved.connect(self.learner.settle)
        self.document.replaced.connect(self.learner.forget)
        self.vocabulary.failed.connect(lambda sentence: self.word_notice.say(sentence, action=self.tr("Close")))
        self._show_title()

    def start(self, file: Path | None = None) -> None:
        """Show the window, start the engine, and open a file if one is named."""
        self.show()
        self.activateWindow()
        self.link.start()
        if file is not None:
            self.document.open(file)
        self.text_area.setFocus()
        self.suggestions.ask()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close once nothing can be lost by it."""
        if self._may_close or not self.text_area.document().isModified():
            # Ending the engine may take a second; the window is not seen to hang meanwhile.
            self.hide()
            if not self.text_area.document().isModified():
                self.learner.settle()
            self.vocabulary.close()
            self.link.close()
            event.accept()
            return
        event.ignore()
        self.document.settle(self._close_for_good)

    def _close_for_good(self) -> None:
        self._may_close = True
        # Qt ignores a call of `close` from within the event that it caused.
        QTimer.singleShot(0, self.close)

    def _lay_out(self) -> None:
        self.resize(960, 620)
        self.setMinimumSize(480, 320)
        self.setWindowIcon(QIcon(str(bundled_file("resources", "icons", "keyboard.svg"))))
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.text_area, stretch=1)
        for widget in (self.find_bar, self.word_notice, self.notice, self.bar):
            layout.addWidget(widget)
        self.setCentralWidget(central)
        self.statusBar().addPermanentWidget(self._status)
        self.statusBar().setSizeGripEnabled(False)

    def _make_menus(self) -> None:
        file = self.menuBar().addMenu(self.tr("&File"))
        self._add(file, self.tr("&New"), self.document.new, _Keys.New)
        self._add(file, self.tr("&Open…"), self.document.open_dialog, _Keys.Open)
        file.addSeparator()
        self._add(file, self.tr("&Save"), self.document.save, _Keys.Save)
        self._add(file, self.tr("Save &As…"), self.document.save_as, _Keys.SaveAs, "Ctrl+Shift+S")
        file.addSeparator()
        self._add(file, self.tr("&Quit"), self.close, _Keys.Quit, "Ctrl+Q").setMenuRole(QAction.MenuRole.QuitRole)

        edit = self.menuBar().addMenu(self.tr("&Edit"))
        self._add(edit, self.tr("&Undo"), self.text_area.undo, _Keys.Undo)
        self._add(edit, self.tr("&Redo"), self.text_area.redo, _Keys.Redo)
        edit.addSeparator()
        self._add(edit, self.tr("Cu&t"), self.text_area.cut, _Keys.Cut)
        self._add(edit, self.tr("&Copy"), self.text_area.copy, _Keys.Copy)
        self._add(edit, self.tr("&Paste"), self.text_area.paste, _Keys.Paste)
        self._add(edit, self.tr("Select &All"), self.text_area.selectAll, _Keys.SelectAll)
        edit.addSeparator()
        self._add(edit, self.tr("&Find…"), self.find_bar.open_bar, _Keys.Find)
        self._add(edit, self.tr("Find Ne&xt"), self.find_bar.find_next, _Keys.FindNext)
        self._add(edit, self.tr("Find Pre&vious"), self.find_bar.find_previous, _Keys.FindPrevious)

        words = self.menuBar().addMenu(self.tr("&Suggestions"))
        for place in range(BUTTON_COUNT):
            title = self.tr("Take Suggestion &{number}").format(number=place + 1)
            self._add(words, title, partial(self.suggestions.accept, place), None, f"Ctrl+{place + 1}")
        hide = self._add(words, self.tr("&Hide Until the Next Word"), self.suggestions.hide_until_next_word)
        hide.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        hide.setShortcut("Esc")
        words.addSeparator()
        battery = words.addAction(self.tr("Save &Battery"))
        battery.setCheckable(True)
        battery.toggled.connect(self.suggestions.save_battery)
        battery.setToolTip(self.tr("Evaluates nothing before it is typed; suggestions after a tap come a little later."))
        words.setToolTipsVisible(True)

        settings = self.menuBar().addMenu(self.tr("S&ettings"))
        self._add(settings, self.tr("&Vocabulary…"), self._show_vocabulary).setMenuRole(QAction.MenuRole.NoRole)
        private = settings.addAction(self.tr("&Private Mode"))
        private.setCheckable(True)
        private.setChecked(self.learner.is_private)
        private.toggled.connect(self._set_private)
        private.setToolTip(self.tr("Nothing that is typed is learnt."))
        settings.setToolTipsVisible(True)

        help_menu = self.menuBar().addMenu(self.tr("&Help"))
        self._add(help_menu, self.tr("&Shortcuts"), self._show_shortcuts)
        self._add(help_menu, self.tr("&About"), self._show_about).setMenuRole(QAction.MenuRole.AboutRole)

    def _add(
        self,
        menu: QMenu,
        title: str,
        act: Callable[[], object],
        standard: QKeySequence.StandardKey | None = None,
        otherwise: str = "",
    ) -> QAction:
        """Add an action with the platform's shortcut for it, or another where the platform has none."""
        action = QAction(title, self)
        action.triggered.connect(lambda _checked: act())
        keys = QKeySequence.keyBindings(standard) if standard is not None else []
        action.setShortcuts(keys or [QKeySequence(otherwise)])
        menu.addAction(action)
        return action

    def _show_title(self) -> None:
        self.setWindowModified(self.text_area.document().isModified())
        private = self.tr(" (private)") if self.learner.is_private else ""
        self.setWindowTitle(f"{self.document.name}[*]{private} — keyboard")

    def _set_private(self, is_private: bool) -> None:
        self.learner.is_private = is_private
        self.learner.forget()
        self._show_title()

    def _show_vocabulary(self) -> None:
        dialog = VocabularyDialog(self.vocabulary, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self.suggestions.ask)
        dialog.open()

    def _show_shortcuts(self) -> None:
        show_shortcuts(self.menuBar(), self)

    def _show_about(self) -> None:
        QMessageBox.about(
            self,
            self.tr("About keyboard"),
            self.tr(
                "<h3>keyboard {version}</h3><p>A predictive-text keyboard. A language model runs on this machine, in llama.cpp; "
                "no text leaves it.</p><p>MIT licence.</p>"
            ).format(version=__version__),
        )

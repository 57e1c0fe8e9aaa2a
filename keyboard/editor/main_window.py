"""The window: the text, the bar under it, and the actions of the menus."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QDialog, QLabel, QMainWindow, QVBoxLayout

from keyboard.editor.arrangement import arranged
from keyboard.editor.bar.suggestion_bar import SuggestionBar
from keyboard.editor.bar.suggestion_controller import (
    ContinuationController,
    FocusNavigation,
    SuggestionAnnouncer,
    SuggestionController,
)
from keyboard.editor.engine_link import EngineLink, EngineNotice
from keyboard.editor.explorer.explorer import Explorer
from keyboard.editor.files.document import Document
from keyboard.editor.files.printing import Printing
from keyboard.editor.help import FIRST_PAGE, AboutBox, HelpDialog, Welcome
from keyboard.editor.looks.appearance import Appearance, FocusMode, PrivateFrame, Zoom
from keyboard.editor.menus import Menus
from keyboard.editor.models.model_library import ModelLibrary
from keyboard.editor.models.model_switch import BackgroundGPT2, ModelNotice, ModelSwitch, UnknownLanguage
from keyboard.editor.models.models_dialog import ModelsDialog
from keyboard.editor.notice import FailureNotice, Notice, resize_within_screen, show_plainly
from keyboard.editor.persistence import Persistence
from keyboard.editor.search.find_bar import FindBar
from keyboard.editor.session.session import SessionRecord
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.settings.settings_dialog import SettingsDialog
from keyboard.editor.shortcuts import Shortcuts
from keyboard.editor.spelling.spelling import Spelling
from keyboard.editor.statistics_dialog import StatisticsDialog
from keyboard.editor.text.outcomes import KeyCounter, Learning, TypingSettings
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.text_counts import CountsLabel
from keyboard.editor.vocabulary.vocabulary_access import VocabularyAccess
from keyboard.editor.vocabulary.vocabulary_dialog import NeverSuggest, VocabularyDialog
from keyboard.editor.written_language import LanguageButton
from keyboard.storage.locations import bundled_file

_SAID_MS = 5000


class MainWindow(QMainWindow):
    """A text editor with a bar of words to tap."""

    closed = Signal()  # the window has closed and may be deleted
    another_requested = Signal()
    quit_requested = Signal()

    def __init__(
        self,
        link: EngineLink,
        settings: SettingsAccess | None = None,
        record: SessionRecord | None = None,
        *,
        is_private: bool = False,
    ) -> None:
        """Build the window; `start` starts the engine behind `link`. With `is_private` nothing is learnt, from the first key on.

        Without `settings` the defaults apply; without `record` it is the only window.
        """
        super().__init__()
        self.link = link
        self.settings = settings or SettingsAccess()
        self.settings.setParent(self)
        is_private = is_private or self.settings.current.private_at_start
        self.library = ModelLibrary(self)
        self.switch = ModelSwitch(link, self.settings)
        self.text_area = TextArea(self)
        self.bar = SuggestionBar(self)
        self.notice = Notice(self)  # the line about the engine, above the bar
        self.find_bar = FindBar(self.text_area, self)
        self.document = Document(self.text_area)
        self.persistence = Persistence(self, self.text_area, self.document, self.settings, record or SessionRecord(self))
        self.persistence.set_private(is_private)
        self.persistence.keeper.failed.connect(self.say)
        self.printing = Printing(self, self.text_area, self.document)
        self.suggestions = SuggestionController(self.text_area, self.bar, link.suggest)
        self.vocabulary = VocabularyAccess(self)
        self.learner = Learning(self.text_area, lambda words: self.vocabulary.ask(lambda vocabulary: vocabulary.learn(words)))
        self.learner.is_private = is_private
        self.key_counter = KeyCounter(self.text_area)
        self.spelling = Spelling(self.text_area, self.document, link, self.vocabulary, self.settings)
        self.spelling.said.connect(lambda sentence: self.statusBar().showMessage(sentence, _SAID_MS))
        self.word_notice = Notice(self)
        self.never_suggest = NeverSuggest(self.bar, self.word_notice, self.suggestions, self.vocabulary)
        self.language = LanguageButton(self.text_area, self.settings, self)
        self._status = QLabel(self)
        self._engine_notice = EngineNotice(self.notice, self._status, link, self.library)
        self.install_notice = Notice(self)  # the line about installations
        self.failure_notice = FailureNotice(self)  # the line about failures outside the engine
        self._model_notice = ModelNotice(self.install_notice, self.library, self.switch)
        self.welcome = Welcome(self.text_area, self.settings, self)
        self._may_close = False
        self.is_closed = False
        self._private_frame = PrivateFrame(self, is_on=is_private)
        self._lay_out()
        self.zoom = Zoom(self.text_area, self.settings)
        self.focus_mode = FocusMode(self, self.text_area, self.bar, self.find_bar)
        self.explorer = Explorer(self, self.text_area, self.document, link, self.settings, self.focus_mode)
        self.suggestions.shown.connect(self.explorer.follow_words)
        FocusNavigation(self._private_frame, self.text_area)
        Appearance(self.text_area, self.bar, self.suggestions, self.settings)
        TypingSettings(self.text_area, self.settings)
        ContinuationController(self.text_area, self.bar, self.suggestions, self.settings)
        SuggestionAnnouncer(self.bar, self.suggestions, self.settings)
        self._shortcuts = self._make_menus()
        link.answered.connect(self.suggestions.take_answer)
        self.suggestions.shown.connect(self._engine_notice.show_latency)
        self.suggestions.shown.connect(self.language.show_language)
        self.language.changed.connect(self.spelling.follow_language)
        unknown = UnknownLanguage(self.library, self.switch, self._model_notice, self.settings)
        unknown.models_requested.connect(self.show_models)
        self.language.changed.connect(unknown.follow)
        self.settings.changed.connect(self._follow_languages)
        self.document.renamed.connect(self._show_title)
        self.document.saved.connect(self.learner.settle)
        self.document.replaced.connect(self.learner.forget)
        self.document.replaced.connect(self.key_counter.begin_document)
        self.document.damaged.connect(self.say)
        parts = (self.vocabulary, self.settings, self.spelling, self.key_counter, self.printing, self.persistence)
        for part in parts:
            part.failed.connect(self.say)
        self._show_title()

    def start(self, file: Path | None = None, *, is_first: bool = True) -> None:
        """Show the window, start the engine, and open `file`, or in the first window the last session's document."""
        self.persistence.session.restore_window()
        self.show()
        self.activateWindow()
        self.explorer.restore()
        self.link.start()
        self.persistence.start(file, is_first=is_first)
        self.text_area.setFocus()
        self.suggestions.ask()

    def install_gpt2_in_background(self) -> None:
        """Install GPT-2 small once the engine runs, unless it is installed or the user has declined it."""
        BackgroundGPT2(self.library, self.switch, self._model_notice, self.settings)

    def say(self, sentence: str) -> None:
        """Show a failure outside the engine."""
        self.failure_notice.add(sentence)

    def set_private(self, is_private: bool) -> None:
        """Stop learning what is typed and keeping it for recovery, or resume both."""
        self.learner.is_private = is_private
        self.persistence.set_private(is_private)
        self._private_frame.set_on(is_private)
        self._show_title()

    def show_settings(self, wanted: str = "") -> None:
        """Open the settings, or those that contain the words `wanted`."""
        dialog = SettingsDialog(self.settings, self._shortcuts, self)
        dialog.search.setText(wanted)
        self._open(dialog)

    def show_models(self) -> None:
        self._open(ModelsDialog(self.library, self.switch, self))

    def show_help(self, page: Path = FIRST_PAGE) -> None:
        self._open(HelpDialog(page, self))

    def show_about(self) -> None:
        self._open(AboutBox(self))

    def show_vocabulary(self) -> None:
        dialog = VocabularyDialog(self.vocabulary, self)
        dialog.changed.connect(self.suggestions.ask)
        self._open(dialog)

    def show_statistics(self) -> None:
        self._open(StatisticsDialog(self.key_counter, self))

    def _follow_languages(self, name: str) -> None:
        if name == "languages":
            self.suggestions.ask()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.is_closed:
            event.accept()
        elif self._may_close or not self.text_area.document().isModified():
            self.is_closed = True
            # Ending the engine may take a second, in which the window must not seem to hang.
            self.hide()
            if not self.text_area.document().isModified():
                self.learner.settle()
            for part in (
                self.persistence,
                self.spelling,
                self.key_counter,
                self.library,
                self.settings,
                self.vocabulary,
                self.link,
            ):
                part.close()
            event.accept()
            self.closed.emit()
        else:
            event.ignore()
            self.document.settle(self.close_settled)

    def close_settled(self) -> None:
        """Close without asking: the text is saved, or the user has discarded it."""
        self._may_close = True
        # Qt ignores a call of `close` from within the event that it caused.
        QTimer.singleShot(0, self.close)

    def _lay_out(self) -> None:
        resize_within_screen(self, 960, 620)
        self.setMinimumSize(480, 320)
        self.setWindowIcon(QIcon(str(bundled_file("resources", "icons", "keyboard.svg"))))
        notices = (*self.persistence.notices, self.printing.notice, self.failure_notice, self.word_notice, self.install_notice)
        parts = (self.welcome, self.text_area, self.find_bar, *notices, self.notice, self.bar)
        arranged(QVBoxLayout(self._private_frame), *parts, spacing=0, growing=self.text_area)
        self.setCentralWidget(self._private_frame)
        self.statusBar().addWidget(CountsLabel(self.text_area))
        self.statusBar().addPermanentWidget(self.language)
        self.statusBar().addPermanentWidget(self._status)
        self.statusBar().setSizeGripEnabled(False)
        show_plainly(self)

    def _make_menus(self) -> Shortcuts:
        menus = Menus(self, self.settings)
        menus.add_file_menu(
            self.document,
            self.persistence.session,
            self.printing,
            open_window=self.another_requested.emit,
            quit_program=self.quit_requested.emit,
        )
        menus.add_edit_menu(self.text_area, self.find_bar, self.spelling)
        menus.add_view_menu(self.zoom, self.explorer, self.focus_mode)
        menus.add_suggestions_menu(self.text_area, self.suggestions, show_statistics=self.show_statistics)
        menus.add_settings_menu(
            show_settings=self.show_settings,
            show_models=self.show_models,
            show_vocabulary=self.show_vocabulary,
            set_private=self.set_private,
            is_private=self.learner.is_private,
        )
        menus.add_help_menu(
            show_help=self.show_help,
            show_settings=self.show_settings,
            show_first_steps=self.welcome.open_page,
            take_tour=self.explorer.take_tour,
            show_about=self.show_about,
        )
        return menus.shortcuts(self.bar)

    def _show_title(self) -> None:
        self.setWindowModified(self.text_area.document().isModified())
        private = self.tr(" (private)") if self.learner.is_private else ""
        name = self.document.name.replace("[*]", "[*][*]")  # Qt replaces [*] with the mark of unsaved text
        self.setWindowTitle(f"{name}[*]{private} — keyboard")

    @staticmethod
    def _open(dialog: QDialog) -> None:
        show_plainly(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

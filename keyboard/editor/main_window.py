"""The window: the text, the bar under it, and what the menus do."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QDialog, QLabel, QMainWindow, QVBoxLayout, QWidget

from keyboard.bundled import bundled_file
from keyboard.editor.document import Document
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.engine_notice import EngineNotice
from keyboard.editor.file_drop import FileDrop
from keyboard.editor.file_watch import FileWatch
from keyboard.editor.find_bar import FindBar
from keyboard.editor.learning import Learner
from keyboard.editor.menus import Menus
from keyboard.editor.models.background_gpt2 import BackgroundGPT2
from keyboard.editor.models.model_library import ModelLibrary
from keyboard.editor.models.model_notice import ModelNotice
from keyboard.editor.models.model_switch import ModelSwitch
from keyboard.editor.models.models_dialog import ModelsDialog
from keyboard.editor.never_suggest import NeverSuggest
from keyboard.editor.notice import Notice
from keyboard.editor.printing import Printing
from keyboard.editor.recovery.keeper import RecoveryKeeper
from keyboard.editor.recovery.recovered_texts import RecoveredTexts
from keyboard.editor.recovery.store import RecoveryStore
from keyboard.editor.session_access import SessionAccess
from keyboard.editor.settings_access import SettingsAccess
from keyboard.editor.suggestion_bar import SuggestionBar
from keyboard.editor.suggestion_controller import SuggestionController
from keyboard.editor.text_area import TextArea
from keyboard.editor.vocabulary_access import VocabularyAccess
from keyboard.editor.vocabulary_dialog import VocabularyDialog


class MainWindow(QMainWindow):
    """An editor whose words can be tapped.

    Attributes:
        text_area: The text.
        bar: The suggestion buttons and the top-k slider.
        notice: What is said of the engine above the bar.
        install_notice: What is said of installations there.
        failure_notice: What is said there of what went wrong beside the engine.
        document: The text's file.
        keeper: What brings the text back after a crash.
        session: Where the user left off, and the files used last.
        printing: What puts the text on paper.
        file_notice: What is said there of a file that another program has changed.
        recovery_notice: What is said of that there.
        suggestions: What connects the three with the engine.
        link: The engine.
        vocabulary: The user's words.
        learner: What is learnt of the typing.
        settings: What the user has set.
        library: The models of this machine.
        switch: What changes between them.

    Signals:
        another_requested: Another window is to be opened.
    """

    another_requested = Signal()

    def __init__(self, link: EngineLink, settings: SettingsAccess | None = None, *, is_private: bool = False) -> None:
        """Build the window; the engine behind `link` is started by `start`. `is_private` learns nothing from the first key on.

        Without `settings` the defaults hold.
        """
        super().__init__()
        self.link = link
        self.settings = settings or SettingsAccess()
        self.settings.setParent(self)
        self.library = ModelLibrary(self)
        self.switch = ModelSwitch(link, self.settings)
        self.text_area = TextArea(self)
        self.bar = SuggestionBar(self)
        self.notice = Notice(self)
        self.find_bar = FindBar(self.text_area, self)
        self.document = Document(self.text_area)
        self._store = RecoveryStore()
        self.keeper = RecoveryKeeper(self.text_area, self.document, self._store)
        self.keeper.failed.connect(self.say)
        self.recovery_notice = Notice(self)
        self.file_notice = Notice(self)
        self.installEventFilter(FileWatch(self.document, self.file_notice))
        self._recovered = RecoveredTexts(self.document, self.keeper, self._store, self.recovery_notice)
        self.session = SessionAccess(self, self.text_area, self.document)
        self.session.is_private = is_private
        self.printing = Printing(self.text_area, self.document)
        FileDrop(self.text_area, self.document)
        self.suggestions = SuggestionController(self.text_area, self.bar, link)
        self.vocabulary = VocabularyAccess(self)
        self.learner = Learner(self.text_area, lambda words: self.vocabulary.ask(lambda vocabulary: vocabulary.learn(words)))
        self.learner.is_private = is_private
        self.keeper.set_private(is_private)
        self.word_notice = Notice(self)
        self.never_suggest = NeverSuggest(self.bar, self.word_notice, self.suggestions, self.vocabulary)
        self._status = QLabel(self)
        self._engine_notice = EngineNotice(self.notice, self._status, link, self.library)
        self.install_notice = Notice(self)
        self.failure_notice = Notice(self)
        self.failure_notice.action_requested.connect(lambda: self.failure_notice.say(""))
        self._model_notice = ModelNotice(self.install_notice, self.library, self.switch)
        self._may_close = False
        self._is_closed = False
        self._lay_out()
        Menus(self)
        link.answered.connect(self.suggestions.take_answer)
        self.suggestions.shown.connect(self._engine_notice.show_latency)
        self.document.renamed.connect(self._show_title)
        self.document.saved.connect(self.learner.settle)
        self.document.replaced.connect(self.learner.forget)
        for signal in (self.vocabulary.failed, self.settings.failed):
            signal.connect(self.say)
        self._show_title()

    def start(self, file: Path | None = None, *, is_first: bool = True) -> None:
        """Show the window, start the engine, and open a file if one is named, or in the first window what was open last."""
        self.session.restore_window()
        self.show()
        self.activateWindow()
        self.link.start()
        self._recovered.look(file, lambda: self._open_first(file) if is_first else None)
        self.text_area.setFocus()
        self.suggestions.ask()

    def _open_first(self, file: Path | None) -> None:
        """Open a file, or where none is named the document of last time."""
        if file:
            self.document.open(file)
        elif self.settings.current.reopen_last_document and not self.session.is_private:
            self.session.reopen()

    def install_gpt2_in_background(self) -> None:
        """Install GPT-2 small once the engine runs, unless it is there or not wanted."""
        BackgroundGPT2(self.library, self.switch, self._model_notice, self.settings)

    def say(self, sentence: str) -> None:
        """Say what went wrong beside the engine."""
        self.failure_notice.say(sentence, action=self.tr("Close"))

    def set_private(self, is_private: bool) -> None:
        """Learn nothing of what is typed from here on and keep it for no recovery, or do both again."""
        self.learner.is_private = is_private
        self.learner.forget()
        self.keeper.set_private(is_private)
        self.session.is_private = is_private
        self._show_title()

    def show_models(self) -> None:
        """Let the user install models and change between them."""
        self._open(ModelsDialog(self.library, self.switch, self))

    def show_vocabulary(self) -> None:
        """Let the user see and change what was learnt."""
        dialog = VocabularyDialog(self.vocabulary, self)
        dialog.changed.connect(self.suggestions.ask)
        self._open(dialog)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close once nothing can be lost by it."""
        if self._is_closed:
            event.accept()
        elif self._may_close or not self.text_area.document().isModified():
            self._is_closed = True
            # Ending the engine may take a second; the window is not seen to hang meanwhile.
            self.hide()
            if not self.text_area.document().isModified():
                self.learner.settle()
            self.session.close()
            self.keeper.close()
            self._store.close()
            self.library.close()
            self.settings.close()
            self.vocabulary.close()
            self.link.close()
            event.accept()
        else:
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
        for widget in (
            self.find_bar,
            self.file_notice,
            self.recovery_notice,
            self.failure_notice,
            self.word_notice,
            self.install_notice,
            self.notice,
            self.bar,
        ):
            layout.addWidget(widget)
        self.setCentralWidget(central)
        self.statusBar().addPermanentWidget(self._status)
        self.statusBar().setSizeGripEnabled(False)

    def _show_title(self) -> None:
        self.setWindowModified(self.text_area.document().isModified())
        private = self.tr(" (private)") if self.learner.is_private else ""
        self.setWindowTitle(f"{self.document.name}[*]{private} — keyboard")

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

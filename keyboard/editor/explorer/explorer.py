"""A window's explorer: created when first opened, follows the text while open, and asks nothing while closed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.explorer.page import ExplorerLink, ReadText, read_text
from keyboard.editor.files.document import Document
from keyboard.editor.looks.appearance import FocusMode
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.engine.engine_state import Condition, EngineState
from keyboard.writing.query import Suggestions

if TYPE_CHECKING:
    from keyboard.editor.explorer.explorer_panel import ExplorerPanel
    from keyboard.editor.explorer.page import ExplorerPage
    from keyboard.editor.explorer.tour import TourBar


# The shortest time between two requests; the suggestions come first.
_PACE_MS = 100
# After this time the bar has painted an answer's words.
_AFTER_PAINT_MS = 20
_WIDTH = 430
_GREATEST_SHARE = 0.45


class Explorer(QObject):
    """Opens and closes the panel, and passes the text and the suggested words to the visible page."""

    opened = Signal(bool)  # the panel was opened, or closed
    tour_wanted_elsewhere = Signal()  # the tour needs another window, because this one has the user's text

    def __init__(
        self,
        window: QMainWindow,
        text_area: TextArea,
        document: Document,
        link: EngineLink,
        settings: SettingsAccess,
        focus_mode: FocusMode,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._text_area = text_area
        self._document = document
        self._settings = settings
        self._focus_mode = focus_mode
        self._link = ExplorerLink(link, self)
        self._state = EngineState(Condition.STARTING)
        self._is_open = False
        self._panel: ExplorerPanel | None = None
        self._page: ExplorerPage | None = None  # the one in view
        self._shown: tuple[ReadText, int] | None = None  # the text that it shows, and the document's revision
        self._answer: Suggestions | None = None  # the newest
        self._text_timer = QTimer(self, singleShot=True, interval=_PACE_MS)
        self._text_timer.timeout.connect(self._pass_text)
        self._words_timer = QTimer(self, singleShot=True, interval=_AFTER_PAINT_MS)
        self._words_timer.timeout.connect(self._pass_words)
        text_area.context_changed.connect(self._follow_text)
        link.state_changed.connect(self._follow_engine)
        focus_mode.changed.connect(lambda _is_on: self._show())
        self._link.readiness_changed.connect(lambda _is_ready: self._refresh_page())
        self._link.model_changed.connect(self._forget_model)
        self._link.failed.connect(self._show_sentence)
        self._link.answered.connect(lambda: self._show_sentence(""))
        self._tour: TourBar | None = None

    @property
    def panel(self) -> "ExplorerPanel":
        """The panel, created on first use."""
        if self._panel is None:
            self._panel = self._new_panel()
        return self._panel

    def restore(self) -> None:
        """Open the panel if it was open when the last session ended."""
        if self._settings.current.show_explorer:
            self.set_open(True)

    def set_open(self, is_open: bool) -> None:
        """Open or close the panel, and remember that for the next start."""
        if is_open == self._is_open:
            return
        self._is_open = is_open
        self._show()
        self._settings.change(show_explorer=is_open)
        self.opened.emit(is_open)

    def change_pane(self) -> None:
        """Move the focus from the text to the explorer, opening it if necessary, or back."""
        focused = QApplication.focusWidget()
        if self._is_open and focused is not None and self.panel.isAncestorOf(focused):
            self._return_to_text()
        else:
            self.set_open(True)
            self.panel.take_keys()

    def take_tour(self) -> None:
        """Start the guided tour, in another window if this one holds the user's text or file."""
        from keyboard.editor.explorer.tour import TourBar, holds_sample

        if self._document.path or not holds_sample(self._text_area.whole_text()):
            self.tour_wanted_elsewhere.emit()
            return
        self.set_open(True)
        self._tour = self._tour or TourBar(self.panel, self._text_area)
        self._tour.begin()

    def _new_panel(self) -> "ExplorerPanel":
        # Imported late: NumPy, QtSvg and the pages take time to load.
        from keyboard.editor.explorer.explorer_panel import ExplorerPanel

        window = self._window
        panel = ExplorerPanel(self._text_area, self._link, window)
        if not window.restoreDockWidget(panel):
            window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
            width = min(_WIDTH, int(window.width() * _GREATEST_SHARE))
            window.resizeDocks([panel], [width], Qt.Orientation.Horizontal)
        panel.page_changed.connect(self._turn_page)
        panel.closed.connect(lambda: self.set_open(False))
        panel.left.connect(self._return_to_text)
        panel.tour_wanted.connect(self.take_tour)
        return panel

    def _show(self) -> None:
        if self._panel is None and not self._is_open:
            return
        self.panel.setVisible(self._is_open and not self._focus_mode.is_on)
        self._turn_page()
        self._show_sentence("")

    def _turn_page(self) -> None:
        page = self.panel.page if self._is_open and not self._focus_mode.is_on else None
        if page is self._page:
            return
        if self._page is not None:
            self._page.hidden()
        self._page = page
        self._show_sentence("")
        self._refresh_page()

    def _follow_text(self) -> None:
        if self._page is not None and not self._text_timer.isActive():
            self._text_timer.start()

    def follow_words(self, answer: Suggestions) -> None:
        """Pass the suggested words to the visible page once the bar has painted them."""
        self._answer = answer
        if self._page is not None:
            self._words_timer.start()

    def _pass_words(self) -> None:
        if self._page is not None and self._answer is not None:
            self._page.words_shown(self._answer)

    def _follow_engine(self, state: EngineState) -> None:
        self._state = state
        self._show_sentence("")

    def _forget_model(self) -> None:
        for page in self._panel.pages if self._panel else ():
            page.model_changed()

    def _refresh_page(self) -> None:
        self._shown = None
        self._pass_text()
        self._pass_words()

    def _pass_text(self) -> None:
        """Pass the text before the cursor to the visible page, unless it shows that already."""
        self._text_timer.stop()
        if self._page is None:
            return
        read = read_text(self._text_area.text_before_cursor().text)
        now = read, self._text_area.document().revision()
        if now != self._shown:
            self._shown = now
            self._page.text_changed(read)

    def _show_sentence(self, sentence: str) -> None:
        if self._panel is not None:
            self._panel.say(sentence or self._state_in_words())

    def _state_in_words(self) -> str:
        match self._state.condition:
            case Condition.READY:
                return ""
            case Condition.NO_MODEL | Condition.LEXICON_ONLY:
                return self.tr("The explorer shows the model in use, and none is in use; choose one in Settings → Models.")
            case Condition.ABSENT:
                return self.tr("The engine is not running, so there is nothing to explore.")
            case Condition.RESTARTING:
                return self.tr("The engine is restarting; the explorer continues when it is back.")
            case _:
                return self.tr("The model is being loaded.")

    def _return_to_text(self) -> None:
        self._window.activateWindow()
        self._text_area.setFocus()

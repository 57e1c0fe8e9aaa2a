"""The KV cache: what of the text the model still holds, and what the last key made it evaluate."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from keyboard.editor.explorer.cell_map import CellKind, CellMap, CellRun, ground_of, kind_at
from keyboard.editor.explorer.explorer_link import NO_ID, ExplorerLink
from keyboard.editor.explorer.explorer_page import ExplorerPage
from keyboard.editor.explorer.pieces import visible
from keyboard.editor.explorer.read_text import ReadText
from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.figures import percent, whole
from keyboard.editor.text.text_area import TextArea
from keyboard.engine.exploration_messages.cache_state import CacheRequest, CacheState
from keyboard.engine.messages import Suggestions


class CachePage(ExplorerPage):
    """Why the answer is quick: a map of the cache's cells, the tokens in the window, and counts since the engine's start."""

    export_name = "cache"

    def __init__(self, text_area: TextArea, link: ExplorerLink, parent: QWidget | None = None) -> None:
        super().__init__(text_area, link, parent)
        self._state: CacheState | None = None
        self._runs: list[CellRun] = []
        self._last_key = QLabel(self, wordWrap=True)
        self._in_all = QLabel(self, wordWrap=True)
        self._in_all.setObjectName("explorerFacts")
        self.map = CellMap(self.tr("Cells of the KV cache"), self)
        self.tokens = TokenFlow(self.tr("Tokens in the window"), self._ground_of, self._tip_of, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 0)
        layout.setSpacing(8)
        for label in (self._last_key, self._in_all):
            layout.addWidget(label)
        layout.addWidget(self.map, stretch=2)
        layout.addWidget(self.tokens, stretch=3)

    @property
    def title(self) -> str:
        """What is on the tab."""
        return self.tr("Cache")

    def text_changed(self, _read: ReadText) -> None:
        """Ask what the cache holds now."""
        self._ask()

    def words_shown(self, _answer: Suggestions) -> None:
        """Ask anew: what was evaluated for these words is in the cache."""
        self._ask()

    def data(self) -> CacheState | None:
        """Return the last answer."""
        return self._state

    def _ask(self) -> None:
        self.link.ask(CacheRequest(NO_ID), self._show)

    def _show(self, state: CacheState) -> None:
        self._state = state
        self._runs = self._runs_of(state)
        self.map.show_runs(self._runs)
        self.tokens.show_pieces(state.pieces)
        self.tokens.show_end()
        self._last_key.setText(
            self.tr("Tokens of the last answer: {kept} kept, {evaluated} evaluated.").format(
                kept=whole(state.kept), evaluated=whole(state.evaluated)
            )
        )
        self._in_all.setText(self._counts_in_words(state))

    def _counts_in_words(self, state: CacheState) -> str:
        counts = self.tr("Since the engine's start: {asked} asked, {evaluated} evaluated").format(
            asked=whole(state.asked_in_all), evaluated=whole(state.evaluated_in_all)
        )
        # The primer is evaluated and words are looked ahead at before much is asked.
        if state.evaluated_in_all > state.asked_in_all or not state.asked_in_all:
            return counts
        return counts + f" ({percent(state.evaluated_in_all / state.asked_in_all)})"

    def _runs_of(self, state: CacheState) -> list[CellRun]:
        written = len(state.pieces)
        kept = min(state.kept, written)
        primed = min(state.primed, kept)
        # After a jump a short context is answered from first, and the window is read in idle time.
        evaluated = min(state.evaluated, written - kept)
        used = written + state.ahead + state.next_window
        runs = [
            CellRun(CellKind.PRIMER, primed, self.tr("before the text")),
            CellRun(CellKind.KEPT, kept - primed, self.tr("kept")),
            CellRun(CellKind.EVALUATED, evaluated, self.tr("just evaluated")),
            CellRun(CellKind.TO_BE_READ, written - kept - evaluated, self.tr("to be read")),
            CellRun(CellKind.AHEAD, state.ahead, self.tr("ahead")),
            CellRun(CellKind.NEXT_WINDOW, state.next_window, self.tr("next window")),
            CellRun(CellKind.FREE, max(state.cells - used, 0), self.tr("free")),
        ]
        return [run for run in runs if run.count or run.kind is not CellKind.TO_BE_READ]

    def _ground_of(self, place: int) -> QColor:
        return ground_of(kind_at(self._runs, place))

    def _tip_of(self, place: int) -> str:
        assert self._state is not None  # noqa: S101 - a token is shown
        kind = kind_at(self._runs, place)
        title = next(run.title for run in self._runs if run.kind is kind)
        piece = visible(self._state.pieces[place])
        return self.tr("{piece}: token {number} of the window, {kind}").format(piece=piece, number=whole(place + 1), kind=title)

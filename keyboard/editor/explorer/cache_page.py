"""The KV cache: which part of the text the model holds, and what the last key made it evaluate."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from keyboard.editor.explorer.page import NO_ID, ExplorerLink, ExplorerPage, ReadText, facts_label
from keyboard.editor.explorer.shades import cool, hot, shade, visible
from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import percent, whole
from keyboard.engine.exploration_messages import CacheRequest, CacheState
from keyboard.writing.query import Suggestions

_LARGEST, _SMALLEST = 14.0, 3.0
_LEGEND_GAP = 14
_LINE_SHARE = 0.5


class CellKind(Enum):
    """What a cell of the cache is used for."""

    PRIMER = auto()
    KEPT = auto()
    EVALUATED = auto()
    TO_BE_READ = auto()
    AHEAD = auto()
    NEXT_WINDOW = auto()
    FREE = auto()


@dataclass(frozen=True)
class CellRun:
    """A run of cells of one kind, and its entry in the legend."""

    kind: CellKind
    count: int
    title: str


class CellMap(QWidget):
    """Draws the cells as squares, as large as fit, with a legend below; a screen reader reads the counts."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: list[CellRun] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 110)

    def show_runs(self, runs: Sequence[CellRun]) -> None:
        self._runs = list(runs)
        description = ", ".join(f"{run.title}: {whole(run.count)}" for run in self._runs)
        self.setAccessibleDescription(description)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 220)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        places = self._legend_places()
        legend_height = places[-1][0].y() + self.fontMetrics().height() + 3 if places else 0.0
        legend_top = self.height() - legend_height
        for place, run in places:
            self._paint_legend(painter, place + QPointF(0, legend_top), run)
        cells = sum(run.count for run in self._runs)
        if cells:
            self._paint_cells(painter, QRectF(0, 0, self.width(), legend_top - 8), cells)

    def _paint_cells(self, painter: QPainter, room: QRectF, cells: int) -> None:
        """Paint each run as whole areas with lines over them: there are thousands of cells, and each key changes them."""
        side = _side_for(cells, room)
        columns = max(int(room.width() / side), 1)
        first = 0
        for run in self._runs:
            _paint_run(painter, _areas(first, run.count, columns, side), side, run.kind)
            first += run.count
        rows, rest = divmod(cells, columns)
        painter.setPen(shade(QColor(current_colours().border), _LINE_SHARE))
        painter.drawLines(
            [QLineF(n * side, 0, n * side, side * (rows + (n <= rest and rest > 0))) for n in range(columns + 1)]
            + [QLineF(0, n * side, columns * side if n <= rows else rest * side, n * side) for n in range(rows + (rest > 0) + 1)]
        )

    def _legend_places(self) -> list[tuple[QPointF, CellRun]]:
        """Return where each entry of the legend begins, in lines as wide as the map."""
        places, left, line = [], 0.0, 0
        height = self.fontMetrics().height() + 3
        for run in self._runs:
            width = self.fontMetrics().horizontalAdvance(_entry(run)) + height + _LEGEND_GAP
            if left and left + width - _LEGEND_GAP > self.width():
                left, line = 0.0, line + 1
            places.append((QPointF(left, line * height), run))
            left += width
        return places

    def _paint_legend(self, painter: QPainter, at: QPointF, run: CellRun) -> None:
        height = self.fontMetrics().height()
        side = height * 0.7
        box = QRectF(at.x(), at.y() + (height - side) / 2, side, side)
        _paint_run(painter, [box], side, run.kind)
        painter.setPen(shade(QColor(current_colours().border), _LINE_SHARE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        painter.setPen(QColor(current_colours().text))
        painter.drawText(QPointF(at.x() + height, at.y() + self.fontMetrics().ascent()), _entry(run))


def kind_at(runs: Sequence[CellRun], place: int) -> CellKind:
    """Return the kind of the cell at a place in the map, counted from 0."""
    ends = accumulate(run.count for run in runs)
    return next((run.kind for run, end in zip(runs, ends, strict=True) if place < end), CellKind.FREE)


def ground_of(kind: CellKind) -> QColor:
    """Return the colour of a kind of cell."""
    colours = current_colours()
    return {
        CellKind.PRIMER: shade(QColor(colours.muted), 0.45),
        CellKind.KEPT: shade(cool(), 0.4),
        CellKind.EVALUATED: hot(),
        CellKind.TO_BE_READ: shade(QColor(colours.muted), 0.2),
        CellKind.AHEAD: cool(),
        CellKind.NEXT_WINDOW: cool(),
        CellKind.FREE: QColor(colours.page),
    }[kind]


def _entry(run: CellRun) -> str:
    return f"{run.title} {whole(run.count)}"


def _side_for(cells: int, room: QRectF) -> float:
    """Return the side of the largest square with which all cells fit."""
    side = _LARGEST
    while side > _SMALLEST and -(-cells // max(int(room.width() / side), 1)) * side > room.height():
        side -= 0.5
    return side


def _areas(first: int, count: int, columns: int, side: float) -> list[QRectF]:
    """Return the rectangles that consecutive cells cover: part of a row, whole rows, part of a row."""
    areas = []
    while count:
        row, column = divmod(first, columns)
        across = min(columns - column, count)
        down = 1 if across < columns else count // columns
        areas.append(QRectF(column * side, row * side, across * side, down * side))
        first, count = first + across * down, count - across * down
    return areas


def _paint_run(painter: QPainter, areas: Sequence[QRectF], side: float, kind: CellKind) -> None:
    colour = ground_of(kind)
    for area in areas:
        for filled in _filled(area, side, kind):
            painter.fillRect(filled, colour)


def _filled(area: QRectF, side: float, kind: CellKind) -> list[QRectF]:
    """Return the filled part of an area: half of each cell that holds no written text, which shows without colour too."""
    left, top, width, height = area.left(), area.top(), area.width(), area.height()
    if kind is CellKind.NEXT_WINDOW:
        return [QRectF(left + column * side, top, side / 2, height) for column in range(round(width / side))]
    if kind in (CellKind.AHEAD, CellKind.TO_BE_READ):
        first = top + (side / 2 if kind is CellKind.AHEAD else 0)
        return [QRectF(left, first + row * side, width, side / 2) for row in range(round(height / side))]
    return [area]


class CachePage(ExplorerPage):
    """Shows why the answer is quick: a map of the cache, the tokens in the window, and counts since the engine started."""

    export_name = "cache"
    title = QT_TRANSLATE_NOOP("CachePage", "Cache")

    def __init__(self, text_area: TextArea, link: ExplorerLink) -> None:
        super().__init__(text_area, link)
        self._state: CacheState | None = None
        self._runs: list[CellRun] = []
        self._last_key = QLabel(self, wordWrap=True)
        self._in_all = facts_label(self)
        self.map = CellMap(self.tr("Cells of the KV cache"), self)
        self.tokens = TokenFlow(self.tr("Tokens in the window"), self._ground_of, self._tip_of, self)
        self.lay_out(self._last_key, self._in_all, (self.map, 2), (self.tokens, 3))

    def text_changed(self, _read: ReadText) -> None:
        self._ask()

    def words_shown(self, _answer: Suggestions) -> None:
        """Ask again: the cache now holds what the engine evaluated for these words."""
        self._ask()

    def data(self) -> CacheState | None:
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
        # The engine evaluates the primer and looks ahead before the user asks for much.
        if state.evaluated_in_all > state.asked_in_all or not state.asked_in_all:
            return counts
        return counts + f" ({percent(state.evaluated_in_all / state.asked_in_all)})"

    def _runs_of(self, state: CacheState) -> list[CellRun]:
        written = len(state.pieces)
        kept = min(state.kept, written)
        primed = min(state.primed, kept)
        # After a jump the engine answers from a short context first and reads the window in idle time.
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

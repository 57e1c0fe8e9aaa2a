"""Tokens in lines, as a text is read, each with its own background; only the visible ones are painted."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from keyboard.editor.accessibility import describe
from keyboard.editor.explorer.shades import ink_on, visible
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import plain_tip

_GAP = 2
MARGIN = 8


class FlowLayout:
    """The boxes of tokens in a column, by their places from 0; all in pixels."""

    def __init__(self) -> None:
        self.boxes: list[QRect] = []
        self._tops: list[int] = []  # of each line, and its first token
        self._firsts: list[int] = []
        self._ends_line = False
        self._right = self._box_height = self._line_gap = 0

    @property
    def height(self) -> int:
        """The height of all lines, with the gaps above the first and below the last."""
        return self._tops[-1] + self._box_height + self._line_gap + MARGIN // 2 if self._tops else 0

    def begin(self, width: int, box_height: int, line_gap: int) -> None:
        """Start a layout with this column width and line spacing."""
        self.keep(0)
        self._right, self._box_height, self._line_gap = width - MARGIN, box_height, line_gap

    def add(self, width: int, *, ends_line: bool) -> None:
        """Add a token of this width; a token wider than the column is cut."""
        width = min(width, max(self._right - MARGIN, 1))
        left = self.boxes[-1].right() + 1 + _GAP if self.boxes else MARGIN
        if not self.boxes or self._ends_line or left + width > self._right:
            left = MARGIN
            below = self._tops[-1] + self._box_height + self._line_gap if self._tops else max(MARGIN // 2, self._line_gap)
            self._tops.append(below)
            self._firsts.append(len(self.boxes))
        self.boxes.append(QRect(left, self._tops[-1], width, self._box_height))
        self._ends_line = ends_line

    def keep(self, count: int, *, ends_line: bool = False) -> None:
        """Keep the first tokens only; the last one kept may end its line."""
        lines = bisect_left(self._firsts, count)
        del self.boxes[count:], self._tops[lines:], self._firsts[lines:]
        self._ends_line = ends_line

    def between(self, top: int, bottom: int) -> range:
        """Return the places of the tokens in the lines between two heights."""
        if not self._tops:
            return range(0)
        first = max(bisect_right(self._tops, top) - 1, 0)
        after = bisect_right(self._tops, bottom)
        return range(self._firsts[first], self._firsts[after] if after < len(self._firsts) else len(self.boxes))

    def at(self, point: QPoint) -> int:
        """Return the place of the token at a point, or -1."""
        return next((place for place in self.between(point.y(), point.y()) if self.boxes[place].contains(point)), -1)

    def lines_away(self, place: int, step: int) -> int:
        """Return the place of the token above (-1) or below (1) another, or the same place if there is no such line."""
        line = bisect_right(self._firsts, place) - 1 + step
        if not 0 <= line < len(self._tops):
            return place
        middle = self.boxes[place].center().x()
        return min(self.between(self._tops[line], self._tops[line]), key=lambda n: abs(self.boxes[n].center().x() - middle))


_PADDING = 3
_LINE_END = visible("\n")

TipOf = Callable[[int], str]
GroundOf = Callable[[int], QColor | None]


class _Item(NamedTuple):
    text: str
    note: str


class TokenFlow(QAbstractScrollArea):
    """Shows pieces; one of them is current, by the arrow keys or a click."""

    current_changed = Signal(int)  # another token is current; its place, from 0
    pointed_at = Signal(int)  # the mouse is on a token; its place, or -1
    taken = Signal(int)  # a token was clicked, or Space or Enter pressed on it; its place

    line_gap: ClassVar[int] = 2  # pixels between two lines, and above the first

    def __init__(self, name: str, ground_of: GroundOf, tip_of: TipOf, parent: QWidget | None = None) -> None:
        """`name` is for screen readers; `ground_of` and `tip_of` get the place, from 0, of a visible token."""
        super().__init__(parent)
        self._ground_of = ground_of
        self._tip_of = tip_of
        self._items: list[_Item] = []
        self._has_notes = False
        self._layout = FlowLayout()
        self.current = self._pointed = -1  # the current token's place, or -1
        self._widths: dict[str, int] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.viewport().setMouseTracking(True)
        self.viewport().setObjectName("tokenFlow")

    @property
    def count(self) -> int:
        return len(self._items)

    def show_pieces(self, pieces: Sequence[str], notes: Sequence[str] = ()) -> None:
        """Replace all tokens by these, each with its note below; equal tokens at the start stay."""
        if self._has_notes != bool(notes):
            self._has_notes = bool(notes)
            self._items = []
            self._lay_out()
        self.put_pieces(0, pieces, notes)
        self.keep_pieces(len(pieces))

    def put_pieces(self, first: int, pieces: Sequence[str], notes: Sequence[str] = ()) -> None:
        """Show these tokens from a place on; unless they are there already, remove all that follow."""
        items = _items(pieces, notes)
        there = self._items[first : first + len(items)]
        same = next((n for n, (old, new) in enumerate(zip(there, items, strict=False)) if old != new), len(there))
        if same < len(items):
            self.keep_pieces(first + same)
            self._append(items[same:])
        self.viewport().update()

    def keep_pieces(self, count: int) -> None:
        if self.current >= count:
            self.current = -1
        del self._items[count:]
        self._layout.keep(count, ends_line=bool(self._items) and _ends_line(self._items[-1]))
        self._fit_scroll_bar()

    def show_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def set_current(self, place: int) -> None:
        place = min(max(place, -1), len(self._items) - 1)
        if place == self.current:
            return
        self.current = place
        self.viewport().update()
        if place < 0:
            return
        self._bring_into_view(self._layout.boxes[place])
        describe(self, self._tip_of(place))
        self.current_changed.emit(place)

    def box_of(self, place: int) -> QRect:
        """Return a token's rectangle in the viewport's coordinates."""
        return self._layout.boxes[place].translated(0, -self.verticalScrollBar().value())

    def sizeHint(self) -> QSize:
        return QSize(320, 6 * self._line_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 2 * self._line_height() + MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        top = self.verticalScrollBar().value()
        for place in self._layout.between(event.rect().top() + top, event.rect().bottom() + top):
            self._paint_token(painter, place, self._layout.boxes[place].translated(0, -top))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widths.clear()
            self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        last = len(self._items) - 1
        places = {
            keys.Key_Left: max(self.current - 1, 0),
            keys.Key_Right: self.current + 1,
            keys.Key_Up: self._line_away(-1),
            keys.Key_Down: self._line_away(1),
            keys.Key_Home: 0,
            keys.Key_End: last,
        }
        if event.key() in places:
            self.set_current(places[event.key()])  # type: ignore[index]  # an int, by the stubs
        elif event.key() in {keys.Key_Space, keys.Key_Return, keys.Key_Enter} and self.current >= 0:
            self.taken.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (place := self._at(event.position().toPoint())) >= 0:
            self.set_current(place)
            self.taken.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._at(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._point_at(-1)
        if isinstance(event, QHelpEvent):
            place = self._at(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(self._tip_of(place)) if place >= 0 else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the first visible token current if none is, so that the arrow keys start there."""
        super().focusInEvent(event)
        top = self.verticalScrollBar().value()
        if self.current < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.set_current(next(iter(self._layout.between(top, top + self.viewport().height())), -1))
        self.viewport().update()

    def _line_height(self) -> int:
        rows = 2 if self._has_notes else 1
        return rows * self.fontMetrics().height() + 2 * _PADDING + self.line_gap

    def _width_of(self, text: str) -> int:
        if text not in self._widths:
            self._widths[text] = self.fontMetrics().horizontalAdvance(text) + 2 * _PADDING
        return self._widths[text]

    def _append(self, items: Sequence[_Item]) -> None:
        for item in items:
            self._layout.add(max(self._width_of(item.text), self._width_of(item.note)), ends_line=_ends_line(item))
        self._items += items
        self._fit_scroll_bar()
        self.viewport().update()

    def _lay_out(self) -> None:
        self._layout.begin(self.viewport().width(), self._line_height() - self.line_gap, self.line_gap)
        items, self._items = self._items, []
        self._append(items)

    def _fit_scroll_bar(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(self._layout.height - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._line_height())

    def _at(self, point: QPoint) -> int:
        return self._layout.at(point + QPoint(0, self.verticalScrollBar().value()))

    def _line_away(self, step: int) -> int:
        return self._layout.lines_away(self.current, step) if self.current >= 0 else 0

    def _point_at(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.pointed_at.emit(place)

    def _bring_into_view(self, box: QRect) -> None:
        bar = self.verticalScrollBar()
        if box.top() < bar.value():
            bar.setValue(box.top() - MARGIN // 2)
        elif box.bottom() > bar.value() + self.viewport().height():
            bar.setValue(box.bottom() + MARGIN // 2 - self.viewport().height())

    def _paint_token(self, painter: QPainter, place: int, box: QRect) -> None:
        ground = self._ground_of(place)
        colours = current_colours()
        if ground is not None:
            painter.fillRect(box, ground)
        painter.setPen(ink_on(ground if ground is not None else QColor(colours.page)))
        item, centre = self._items[place], Qt.AlignmentFlag.AlignHCenter
        if self._has_notes:
            inner = box.adjusted(0, _PADDING, 0, -_PADDING)
            painter.drawText(inner, centre | Qt.AlignmentFlag.AlignTop, item.text)
            painter.drawText(inner, centre | Qt.AlignmentFlag.AlignBottom, item.note)
        else:
            painter.drawText(box, centre | Qt.AlignmentFlag.AlignVCenter, item.text)
        if place == self.current:
            painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.text), 2))
            painter.drawRect(box.adjusted(0, 0, -1, -1))


def _items(pieces: Sequence[str], notes: Sequence[str]) -> list[_Item]:
    return [_Item(visible(piece), note) for piece, note in zip(pieces, notes or [""] * len(pieces), strict=True)]


def _ends_line(item: _Item) -> bool:
    return item.text.endswith(_LINE_END)

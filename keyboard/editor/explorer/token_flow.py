"""Tokens in lines, as a text is read, each with a ground of its own; of a long text only what is in view is painted."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
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

from keyboard.editor.explorer.pieces import visible
from keyboard.editor.explorer.shades import ink_on
from keyboard.editor.theme import current_colours

_PADDING = 3
_GAP = 2
_MARGIN = 8
_LINE_END = visible("\n")

TipOf = Callable[[int], str]
GroundOf = Callable[[int], QColor | None]


class TokenFlow(QAbstractScrollArea):
    """Shows pieces; one of them is current, by the arrow keys or a click.

    Signals:
        current_changed: Another token is current; its place, from 0.
        pointed_at: The mouse is on a token; its place, or -1.
    """

    current_changed = Signal(int)
    pointed_at = Signal(int)

    def __init__(self, name: str, ground_of: GroundOf, tip_of: TipOf, parent: QWidget | None = None) -> None:
        """`name` is for screen readers; `ground_of` and `tip_of` are asked for tokens in view, by their place from 0."""
        super().__init__(parent)
        self._ground_of = ground_of
        self._tip_of = tip_of
        self._shown: list[str] = []
        self._boxes: list[QRect] = []  # in the whole flow
        self._lines: list[int] = []  # the tops of the lines, and for each its first token
        self._firsts: list[int] = []
        self._current = self._pointed = -1
        self._widths: dict[str, int] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.viewport().setMouseTracking(True)
        self.viewport().setObjectName("tokenFlow")

    @property
    def current(self) -> int:
        """The current token's place, or -1."""
        return self._current

    def show_pieces(self, pieces: Sequence[str]) -> None:
        """Show these in the place of all others; those at the start that are the same stay as they are."""
        shown = [visible(piece) for piece in pieces]
        same = next((n for n, pair in enumerate(zip(self._shown, shown, strict=False)) if pair[0] != pair[1]), None)
        kept = min(len(self._shown), len(shown)) if same is None else same
        if kept < len(self._shown):
            self._current = self._current if self._current < kept else -1
            self._lay_out(self._shown[:kept])
        self._append(shown[kept:])

    def add_pieces(self, pieces: Sequence[str]) -> None:
        """Show more, after the last."""
        self._append([visible(piece) for piece in pieces])

    def refresh(self) -> None:
        """Paint the grounds anew."""
        self.viewport().update()

    def show_end(self) -> None:
        """Scroll to the last token."""
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def set_current(self, place: int) -> None:
        """Make a token current, and bring it into view."""
        place = min(max(place, -1), len(self._shown) - 1)
        if place == self._current:
            return
        self._current = place
        self.viewport().update()
        if place < 0:
            return
        self._bring_into_view(self._boxes[place])
        self.setAccessibleDescription(self._tip_of(place))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.current_changed.emit(place)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size that a paragraph is read well in."""
        return QSize(320, 6 * self._line_height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for a line or two."""
        return QSize(120, 2 * self._line_height() + _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the tokens in view."""
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        top = self.verticalScrollBar().value()
        for place in self._in_view(event.rect().top() + top, event.rect().bottom() + top):
            self._paint_token(painter, place, self._boxes[place].translated(0, -top))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the lines anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out(self._shown)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widths.clear()
            self._lay_out(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk from token to token, and from line to line."""
        keys = Qt.Key
        last = len(self._shown) - 1
        places = {
            keys.Key_Left: max(self._current - 1, 0),
            keys.Key_Right: self._current + 1,
            keys.Key_Up: self._in_line(-1),
            keys.Key_Down: self._in_line(1),
            keys.Key_Home: 0,
            keys.Key_End: last,
        }
        if event.key() in places:
            self.set_current(places[event.key()])  # type: ignore[index]  # an int, by the stubs
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Make the token under the mouse current."""
        if (place := self._at(event.position().toPoint())) >= 0:
            self.set_current(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which token the mouse is on."""
        self._point_at(self._at(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show what is known of the token under the mouse."""
        if event.type() == QEvent.Type.Leave:
            self._point_at(-1)
        if isinstance(event, QHelpEvent):
            place = self._at(event.pos())
            QToolTip.showText(event.globalPos(), self._tip_of(place) if place >= 0 else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Make the first token in view current where none is, so that the arrow keys lead on from what is seen."""
        super().focusInEvent(event)
        top = self.verticalScrollBar().value()
        if self._current < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.set_current(next(iter(self._in_view(top, top + self.viewport().height())), -1))
        self.viewport().update()

    def _line_height(self) -> int:
        return self.fontMetrics().height() + 2 * _PADDING + _GAP

    def _width_of(self, text: str) -> int:
        if text not in self._widths:
            self._widths[text] = self.fontMetrics().horizontalAdvance(text) + 2 * _PADDING
        return self._widths[text]

    def _append(self, shown: Sequence[str]) -> None:
        for text in shown:
            self._place(text)
        self._fit_scroll_bar()
        self.viewport().update()

    def _lay_out(self, shown: Sequence[str]) -> None:
        """Break these into lines, in the place of all others."""
        self._shown, self._boxes, self._lines, self._firsts = [], [], [], []
        self._append(shown)

    def _place(self, text: str) -> None:
        """Give one more token its box: after the last one, or on a new line after a line end or where it does not fit."""
        height = self._line_height()
        right = self.viewport().width() - _MARGIN
        width = min(self._width_of(text), max(right - _MARGIN, 1))
        left = self._boxes[-1].right() + 1 + _GAP if self._boxes else _MARGIN
        if not self._boxes or self._shown[-1].endswith(_LINE_END) or left + width > right:
            left = _MARGIN
            self._lines.append(self._lines[-1] + height if self._lines else _MARGIN // 2)
            self._firsts.append(len(self._boxes))
        self._boxes.append(QRect(left, self._lines[-1], width, height - _GAP))
        self._shown.append(text)

    def _fit_scroll_bar(self) -> None:
        height = self._lines[-1] + self._line_height() if self._lines else 0
        bar = self.verticalScrollBar()
        bar.setRange(0, max(height + _MARGIN // 2 - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._line_height())

    def _in_view(self, top: int, bottom: int) -> range:
        """Return the places of the tokens between two heights."""
        if not self._lines:
            return range(0)
        first = max(bisect_right(self._lines, top) - 1, 0)
        after = bisect_right(self._lines, bottom)
        return range(self._firsts[first], self._firsts[after] if after < len(self._firsts) else len(self._boxes))

    def _at(self, point: QPoint) -> int:
        point = point + QPoint(0, self.verticalScrollBar().value())
        return next((place for place in self._in_view(point.y(), point.y()) if self._boxes[place].contains(point)), -1)

    def _in_line(self, step: int) -> int:
        """Return the place of the token above (-1) or below (1) the current one."""
        if self._current < 0:
            return 0
        line = bisect_right(self._firsts, self._current) - 1 + step
        if not 0 <= line < len(self._lines):
            return self._current
        middle = self._boxes[self._current].center().x()
        places = self._in_view(self._lines[line], self._lines[line])
        return min(places, key=lambda place: abs(self._boxes[place].center().x() - middle))

    def _point_at(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.pointed_at.emit(place)

    def _bring_into_view(self, box: QRect) -> None:
        bar = self.verticalScrollBar()
        if box.top() < bar.value():
            bar.setValue(box.top() - _MARGIN // 2)
        elif box.bottom() > bar.value() + self.viewport().height():
            bar.setValue(box.bottom() + _MARGIN // 2 - self.viewport().height())

    def _paint_token(self, painter: QPainter, place: int, box: QRect) -> None:
        ground = self._ground_of(place)
        colours = current_colours()
        if ground is not None:
            painter.fillRect(box, ground)
        painter.setPen(ink_on(ground if ground is not None else QColor(colours.page)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._shown[place])
        if place == self._current:
            painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.text), 2))
            painter.drawRect(box.adjusted(0, 0, -1, -1))

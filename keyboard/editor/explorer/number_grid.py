"""Numbers as coloured cells: a vector in lines, the rows of a matrix, a square table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from keyboard.editor.accessibility import describe
from keyboard.editor.arrangement import column
from keyboard.editor.explorer.shades import cool, hot, ink_on, is_dark, shade
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import plain_tip
from keyboard.editor.translation import decimal

Numbers = NDArray[np.float32]
Colours = NDArray[np.uint32]  # 0xAARRGGBB

# A few numbers of the residual stream are a hundred times as large as the rest; the colours end before them.
_FULL_QUANTILE = 0.98


def signed_ends() -> tuple[QColor, QColor, QColor]:
    """Return the colours of a negative number, of 0 and of a positive one; the lightness falls or rises all along."""
    muted = QColor(current_colours().muted)
    if is_dark():
        return shade(cool(), 0.25), shade(muted, 0.48), hot()
    return shade(cool(), 0.12), shade(muted, 0.45), hot().darker(135)


def signed_colours(numbers: Numbers) -> Colours:
    """Return a colour for each number, in the same shape: by its sign and its size, in proportion to most others' size."""
    full = float(np.quantile(np.abs(numbers), _FULL_QUANTILE)) if numbers.size else 0.0
    return _between(np.clip(numbers / max(full, 1e-12), -1, 1), (-1, 0, 1), signed_ends())


def share_colours(shares: Numbers) -> Colours:
    """Return a colour for each share, from 0 to 1, in the same shape; small ones are told apart by their roots."""
    return _between(np.sqrt(np.clip(shares, 0, 1)), (0, 1), (QColor(current_colours().page), cool()))


def faded(colours: Colours, shares: Numbers) -> Colours:
    """Return the colours mixed with the page's colour, by their shares from 0 to 1."""
    page = np.array(QColor(current_colours().page).getRgb()[:3], dtype=np.float32)  # type: ignore[index]  # a tuple, by the docs
    channels = np.stack([colours >> shift & 255 for shift in (16, 8, 0)], axis=-1).astype(np.float32)
    return _packed(page + (channels - page) * np.sqrt(np.clip(shares, 0, 1))[..., None])


def _between(places: Numbers, stops: Sequence[float], colours: Sequence[QColor]) -> Colours:
    channels = [[colour.red(), colour.green(), colour.blue()] for colour in colours]
    return _packed(np.stack([np.interp(places, stops, channel) for channel in zip(*channels, strict=True)], axis=-1))


def _packed(channels: NDArray[np.floating]) -> Colours:
    red, green, blue = np.moveaxis(channels.round().astype(np.uint32), -1, 0)
    packed: Colours = 0xFF000000 | red << 16 | green << 8 | blue
    return packed


_SMALLEST, _LARGEST, _LARGEST_NAMED = 5.0, 14.0, 44.0
_NAME_SHARE = 0.28
_LONE_LINE = 0.7  # the height of a single line's cells, in lines of text
_NAME_GAP = 4


class NumberGrid(QWidget):
    """Draws cells in lines of one length; one is current, by the arrow keys or a click."""

    taken = Signal(int)  # a cell was clicked, or Space or Enter pressed on it; its place, from 0

    def __init__(self, name: str, tip_of: Callable[[int], str], parent: QWidget | None = None) -> None:
        """`tip_of` says what a cell is, by its place."""
        super().__init__(parent)
        self._tip_of = tip_of
        self._colours: Colours = np.zeros(0, dtype=np.uint32)
        self._columns = 0
        self._names: Sequence[str] = ()
        self._texts: Sequence[str] = ()
        self.current = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cells(self, colours: Colours, columns: int = 0, names: Sequence[str] = (), texts: Sequence[str] = ()) -> None:
        """Show these cells, `columns` in each line; 0 fills the width.

        `names` label the lines and, if there are as many, the columns; `texts` are for the cells. Both need room.
        """
        is_same_size = (len(self._colours), self._columns, len(self._names)) == (colours.size, columns, len(names))
        self._colours, self._columns = colours.ravel(), columns
        self._names, self._texts = names, texts
        self.current = min(self.current, max(len(self._colours) - 1, 0))
        self.setVisible(bool(colours.size))
        if not is_same_size:
            self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        shape = self._shape(width)
        return int(np.ceil(-(-len(self._colours) // shape.columns) * shape.height + shape.above))

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, int(_SMALLEST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not len(self._colours):
            return
        painter, shape = QPainter(self), self._shape(self.width())
        lines = -(-len(self._colours) // shape.columns)
        padded = np.zeros(lines * shape.columns, dtype=np.uint32)
        padded[: len(self._colours)] = self._colours
        image = QImage(padded.data, shape.columns, lines, 4 * shape.columns, QImage.Format.Format_ARGB32)
        painter.drawImage(QRectF(shape.before, shape.above, shape.columns * shape.width, lines * shape.height), image)
        if shape.before:
            self._paint_names(painter, shape)
        if self._texts and max(map(painter.fontMetrics().horizontalAdvance, self._texts)) < shape.width:
            self._paint_texts(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(current_colours().text), 2))
            painter.drawRect(self.cell(self.current).adjusted(-1, -1, 1, 1))

    def cell(self, place: int) -> QRectF:
        shape = self._shape(self.width())
        line, column = divmod(place, shape.columns)
        return QRectF(shape.before + column * shape.width, shape.above + line * shape.height, shape.width, shape.height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns, last, keys = self._shape(self.width()).columns, len(self._colours) - 1, Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Right: 1, keys.Key_Up: -columns, keys.Key_Down: columns}
        if event.key() in steps:
            self._go_to(self.current + steps[keys(event.key())])
        elif event.key() in {keys.Key_Home, keys.Key_End}:
            self._go_to(0 if event.key() == keys.Key_Home else last)
        elif event.key() in {keys.Key_Space, keys.Key_Return, keys.Key_Enter} and last >= 0:
            self.taken.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (place := self._at(event.position())) >= 0:
            self._go_to(place)
            self.taken.emit(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._go_to(self.current)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            place = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(self._tip_of(place)) if place >= 0 else "", self)
            return True
        return super().event(event)

    def _shape(self, width: int) -> "_Shape":
        """Return where the cells are in a grid of this width."""
        line = self.fontMetrics().height()
        if not self._columns:
            columns = _even_columns(len(self._colours), int(width / max(_SMALLEST, line / 4)))
            side = max(min(width / columns, _LARGEST), 1.0)
            return _Shape(columns, side, side if len(self._colours) > columns else max(side, line * _LONE_LINE), 0.0, 0.0)
        if not self._names:
            side = width / self._columns
            return _Shape(self._columns, side, side, 0.0, 0.0)
        is_table = len(self._names) == self._columns
        before = min(max(map(self.fontMetrics().horizontalAdvance, self._names)) + _NAME_GAP, width * _NAME_SHARE)
        side = max(min((width - before) / self._columns, _LARGEST_NAMED), 1e-3)
        if not is_table:
            return _Shape(self._columns, side, line, before, 0.0)
        if side < line:
            side = width / self._columns
            return _Shape(self._columns, side, side, 0.0, 0.0)
        return _Shape(self._columns, side, side, before, before)

    def _go_to(self, place: int) -> None:
        if 0 <= place < len(self._colours):
            self.current = place
            describe(self, self._tip_of(place))
            self.update()

    def _at(self, point: QPointF) -> int:
        shape = self._shape(self.width())
        column, line = int((point.x() - shape.before) // shape.width), int((point.y() - shape.above) // shape.height)
        place = line * shape.columns + column
        return place if 0 <= column < shape.columns and line >= 0 and place < len(self._colours) else -1

    def _paint_names(self, painter: QPainter, shape: "_Shape") -> None:
        painter.setPen(QColor(current_colours().text))
        room = int(shape.before) - _NAME_GAP
        shown = [painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room) for name in self._names]
        middle = Qt.AlignmentFlag.AlignVCenter
        for line, name in enumerate(shown):
            painter.drawText(
                QRectF(0, shape.above + line * shape.height, room, shape.height), middle | Qt.AlignmentFlag.AlignRight, name
            )
        if shape.above:
            painter.save()
            painter.rotate(-90)
            for column, name in enumerate(shown):
                box = QRectF(_NAME_GAP - shape.above, shape.before + column * shape.width, shape.above, shape.width)
                painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, name)
            painter.restore()

    def _paint_texts(self, painter: QPainter) -> None:
        for place, text in enumerate(self._texts):
            painter.setPen(ink_on(QColor.fromRgb(int(self._colours[place]))))
            painter.drawText(self.cell(place), Qt.AlignmentFlag.AlignCenter, text)


@dataclass(frozen=True)
class _Shape:
    """The layout of a grid, in pixels except for the number of columns."""

    columns: int
    width: float  # of a cell
    height: float
    before: float  # the room for names before the lines
    above: float  # the room for names above the columns


def _even_columns(cells: int, most: int) -> int:
    """Return the number of columns with which all lines are equally long, if it is more than half of `most`, else `most`."""
    most = max(min(cells, most), 1)
    return next((columns for columns in range(most, most // 2, -1) if cells % columns == 0), most)


class VectorStrip(QWidget):
    """A vector as a strip of cells, below its name, its size, its range and its norm."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._numbers: Numbers = np.zeros(0, dtype=np.float32)
        self._caption = QLabel(self, wordWrap=True)
        self._caption.setObjectName("explorerFacts")
        self.grid = NumberGrid(title, self._tip_of, self)
        column(self._caption, self.grid, owner=self, spacing=2)

    def show_vector(self, numbers: Numbers | None) -> None:
        """Show a vector or a matrix of some rows; hide the strip for None."""
        self.setVisible(numbers is not None)
        if numbers is None:
            return
        self._numbers = numbers.ravel()
        self.grid.show_cells(signed_colours(numbers), numbers.shape[1] if numbers.ndim > 1 else 0)
        said = self.tr("{title}: {size} numbers from {least} to {most}, norm {norm}").format(
            title=self._title,
            size=" × ".join(map(str, numbers.shape)),
            least=decimal(float(numbers.min()), 2),
            most=decimal(float(numbers.max()), 2),
            norm=decimal(float(np.linalg.norm(numbers)), 2),
        )
        self._caption.setText(said)
        self.grid.setAccessibleName(said)

    def _tip_of(self, place: int) -> str:
        return self.tr("{title}, number {place}: {value}").format(
            title=self._title, place=place, value=decimal(float(self._numbers[place]), 4)
        )

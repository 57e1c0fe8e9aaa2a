"""A grid of a model's heads: a column for each layer, a row for each head, and the averages beside them."""

import base64
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from keyboard.editor.accessibility import describe
from keyboard.editor.explorer.shades import cool, shade
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.translation import decimal
from keyboard.engine.exploration_messages import Attention


@dataclass(frozen=True)
class HeadChoice:
    """The chosen heads: a layer and a head, counted from 0; None averages over all of them."""

    layer: int | None = None
    head: int | None = None

    @property
    def cells(self) -> tuple[slice, slice]:
        """Where these heads are in an array of (layers, heads)."""
        layer, head = (slice(None) if n is None else slice(n, n + 1) for n in (self.layer, self.head))
        return layer, head


class AttentionWeights:
    """How much one token attends to each token up to itself, in every head."""

    def __init__(self, answer: Attention) -> None:
        self.answer = answer
        numbers = np.frombuffer(base64.b64decode(answer.weights), dtype="<f4")
        # (layers, heads, position + 1), float32; each row adds up to 1.
        self.weights = numbers.reshape(answer.layers, answer.heads, answer.position + 1)

    def of(self, choice: HeadChoice, *, hides_begin: bool = False) -> NDArray[np.float32]:
        """Return the weights of the chosen heads, averaged: (position + 1,).

        `hides_begin` drops the begin token's weight and scales the rest to add up to 1, unless nothing is left.
        """
        row: NDArray[np.float32] = self.weights[choice.cells].mean(axis=(0, 1))
        if not hides_begin:
            return row
        row = row.copy()
        row[0] = 0
        rest = row.sum()
        return row / rest if rest > 0 else row

    def focus(self) -> NDArray[np.float32]:
        """Return how focused each head is, (layers, heads): 1 if it attends to one token alone, 0 if to all equally.

        This is 1 - H / log2(n), where H is the entropy of the n weights in bits.
        """
        tokens = self.weights.shape[2]
        if tokens == 1:
            return np.ones(self.weights.shape[:2], dtype=np.float32)
        some = np.maximum(self.weights, np.finfo(np.float32).tiny)
        entropy = -(self.weights * np.log2(some)).sum(axis=2)
        focus: NDArray[np.float32] = np.clip(1 - entropy / np.log2(tokens), 0, 1).astype(np.float32)
        return focus

    def on(self, place: int) -> NDArray[np.float32]:
        """Return how much each head attends to one token, (layers, heads); zeros for a later token."""
        if place >= self.weights.shape[2]:
            return np.zeros(self.weights.shape[:2], dtype=np.float32)
        return self.weights[:, :, place]


_LARGEST, _SMALLEST = 18.0, 4.0
# The gap between the averages and the heads, in cells.
_APART = 0.4


class HeadGrid(QWidget):
    """Draws a cell for each head, shaded by a value from 0 to 1; the first row and column stand for all heads and layers."""

    chosen = Signal(object)  # other heads are chosen; the `HeadChoice`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self.choice = HeadChoice()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("Layers and heads"))

    def show_values(self, values: NDArray[np.float32]) -> None:
        """Shade the cells by values from 0 to 1, (layers, heads), and drop a choice that this model lacks."""
        is_other_model = values.shape != self._values.shape
        self._values = values
        if is_other_model:
            self.updateGeometry()
            layers, heads = values.shape
            if (self.choice.layer or 0) >= layers or (self.choice.head or 0) >= heads:
                self.choose(HeadChoice())
        self._describe()
        self.update()

    def choose(self, choice: HeadChoice) -> None:
        if choice != self.choice:
            self.choice = choice
            self._describe()
            self.update()
            self.chosen.emit(choice)

    def name_of(self, choice: HeadChoice) -> str:
        match choice:
            case HeadChoice(None, None):
                return self.tr("Average of all heads in all layers")
            case HeadChoice(layer, None):
                return self.tr("Layer {layer}, average of its heads").format(layer=layer)
            case HeadChoice(None, head):
                return self.tr("Head {head}, average over the layers").format(head=head)
            case _:
                return self.tr("Layer {layer}, head {head}").format(layer=choice.layer, head=choice.head)

    def sizeHint(self) -> QSize:
        layers, heads = self._values.shape
        line = self.fontMetrics().height()
        return QSize(int((layers + 1 + _APART) * 13) + 2 * line, int((heads + 1 + _APART) * 13) + line)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the user can hit a cell."""
        layers, heads = self._values.shape
        return QSize(int((layers + 1 + _APART) * _SMALLEST) + 20, int((heads + 1 + _APART) * 6) + self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._values.size:
            return
        painter = QPainter(self)
        layers, heads = self._values.shape
        for layer in (None, *range(layers)):
            for head in (None, *range(heads)):
                choice = HeadChoice(layer, head)
                painter.fillRect(self.cell(choice).adjusted(0, 0, -1, -1), shade(cool(), self._value(choice)))
        colours = current_colours()
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.text), 2))
        painter.drawRect(self.cell(self.choice).adjusted(0, 0, -1, -1))
        self._paint_names(painter)

    def cell(self, choice: HeadChoice) -> QRectF:
        side = self._side()
        left = self.fontMetrics().height() + _offset(choice.layer) * side
        return QRectF(left, _offset(choice.head) * side, side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (choice := self._at(event.position().toPoint())) is not None:
            self.choose(choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from cell to cell; the averages come before the first layer and the first head."""
        keys = Qt.Key
        steps = {keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0), keys.Key_Up: (0, -1), keys.Key_Down: (0, 1)}
        layers, heads = self._values.shape
        if event.key() == keys.Key_Home:
            self.choose(HeadChoice())
        elif event.key() in steps:
            across, down = steps[keys(event.key())]
            self.choose(HeadChoice(_step(self.choice.layer, across, layers), _step(self.choice.head, down, heads)))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            choice = self._at(event.pos())
            QToolTip.showText(event.globalPos(), "" if choice is None else self._described(choice), self)
            return True
        return super().event(event)

    def _paint_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(current_colours().muted))
        line, side = self.fontMetrics().height(), self._side()
        layers, heads = self._values.shape
        below = QRectF(line, _offset(heads) * side, (layers + 1 + _APART) * side, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self.tr("layers →"))
        painter.save()
        painter.translate(0, _offset(heads) * side)
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, _offset(heads) * side, line), Qt.AlignmentFlag.AlignLeft, self.tr("← heads"))
        painter.restore()

    def _side(self) -> float:
        layers, heads = self._values.shape
        line = self.fontMetrics().height()
        across = (self.width() - line) / (layers + 1 + _APART)
        down = (self.height() - line) / (heads + 1 + _APART)
        side: float = max(min(across, down, _LARGEST), _SMALLEST)
        return side

    def _at(self, point: QPoint) -> HeadChoice | None:
        layers, heads = self._values.shape
        side = self._side()
        layer = _place((point.x() - self.fontMetrics().height()) / side, layers)
        head = _place(point.y() / side, heads)
        return None if layer is None or head is None else HeadChoice(*(None if n < 0 else n for n in (layer, head)))

    def _value(self, choice: HeadChoice) -> float:
        return float(self._values[choice.cells].mean())

    def _described(self, choice: HeadChoice) -> str:
        return f"{self.name_of(choice)}: {decimal(self._value(choice), 2)}"

    def _describe(self) -> None:
        if self._values.size:
            describe(self, self._described(self.choice))


def _offset(place: int | None) -> float:
    """Return the distance of a place, None being the average, from the edge in cells."""
    return 0 if place is None else place + 1 + _APART


def _step(place: int | None, step: int, count: int) -> int | None:
    """Return the next place among None, the average, and `count` others."""
    at = min(max((-1 if place is None else place) + step, -1), count - 1)
    return None if at < 0 else at


def _place(cells: float, count: int) -> int | None:
    """Return the cell at a distance from the edge: -1 for the average, None between or beyond the cells."""
    if 0 <= cells < 1:
        return -1
    place = int(cells - 1 - _APART) if cells >= 1 + _APART else count
    return place if place < count else None

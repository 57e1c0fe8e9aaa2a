"""One token through all blocks: how its vector grows, what is added to it, and how the logit lens moves."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from keyboard.editor.accessibility import describe
from keyboard.editor.explorer.shades import cool, hot, shade, visible
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import plain_tip
from keyboard.editor.translation import decimal, percent
from keyboard.engine.exploration_messages import StreamBlock

_LINES = 7  # the chart's height in lines of text, of which one and a half are the lens's
_LENS_LINES = 1.5
_GAP = 6


class ResidualChart(QWidget):
    """Draws three bars for each block, the norms of the output and of both additions, and below how much the lens moved."""

    taken = Signal(int)  # the user chose a block

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: Sequence[StreamBlock] = ()
        self._current = 0
        self.setAccessibleName(self.tr("One token through all blocks"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_blocks(self, blocks: Sequence[StreamBlock]) -> None:
        """Show these blocks."""
        self._blocks = blocks
        self._describe()

    def set_current(self, layer: int) -> None:
        """Mark a block."""
        self._current = layer
        self._describe()

    def in_words(self, layer: int) -> str:
        """Return what a block does, or "" where it is not known."""
        if layer >= len(self._blocks):
            return ""
        block = self._blocks[layer]
        return self.tr(
            "Block {layer}: attention adds a vector of norm {attention}, the feed-forward network one of {feed_forward}; the "
            "residual has {output} after it. The logit lens moved by {moved}; it would predict “{piece}” ({probability})."
        ).format(
            layer=layer,
            attention=decimal(block.attention_norm, 1),
            feed_forward=decimal(block.feed_forward_norm, 1),
            output=decimal(block.output_norm, 1),
            moved=percent(block.lens_moved),
            piece=visible(block.best.piece),
            probability=percent(block.best.probability),
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(320, _LINES * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same height, in a narrow panel."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the bars, and a frame around the current block."""
        if not self._blocks:
            return
        painter, colours = QPainter(self), current_colours()
        lens = _LENS_LINES * self.fontMetrics().height()
        floor, width = self.height() - lens - _GAP, self.width() / len(self._blocks)
        most = max(max(block.output_norm, block.attention_norm, block.feed_forward_norm) for block in self._blocks)
        muted = QColor(colours.muted)
        for place, block in enumerate(self._blocks):
            left, bar = place * width, width * 0.8 / 3
            norms = (block.output_norm, block.attention_norm, block.feed_forward_norm)
            for number, (norm, colour) in enumerate(zip(norms, (shade(muted, 0.6), cool(), hot()), strict=True)):
                height = floor * norm / max(most, 1e-9)
                painter.fillRect(QRectF(left + width * 0.1 + number * bar, floor - height, bar, height), colour)
            moved = lens * block.lens_moved
            painter.fillRect(QRectF(left + width * 0.1, self.height() - moved, width * 0.8, moved), shade(cool(), 0.6))
        painter.setPen(muted)
        for y in (floor, self.height() - 1):
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.text), 2))
        painter.drawRect(QRectF(self._current * width, 1, width, self.height() - 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go from block to block."""
        keys, last = Qt.Key, len(self._blocks) - 1
        places = {keys.Key_Left: self._current - 1, keys.Key_Right: self._current + 1, keys.Key_Home: 0, keys.Key_End: last}
        if event.key() in places:
            self._take(places[keys(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the block under the mouse."""
        self._take(self._at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        """Say what the block under the mouse does."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.in_words(self._at(event.pos().x()))), self)
            return True
        return super().event(event)

    def _at(self, x: float) -> int:
        return int(x / self.width() * len(self._blocks))

    def _take(self, layer: int) -> None:
        if 0 <= layer < len(self._blocks):
            self.taken.emit(layer)

    def _describe(self) -> None:
        describe(self, self.in_words(self._current))
        self.update()

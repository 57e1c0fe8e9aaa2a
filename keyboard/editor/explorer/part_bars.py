"""Where a model's weights are: for each part a bar of its parameters, and one of the bytes that they take in the file."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from keyboard.editor.explorer.shades import cool, hot, shade
from keyboard.editor.figures import decimal, percent, whole
from keyboard.editor.looks.theme import current_colours
from keyboard.engine.exploration_messages.model_card import ModelPart

_BAR, _GAP, _ROW_GAP = 4, 1, 7
_MILLION = 1_000_000


class PartBars(QWidget):
    """A line of words and two bars for each part; the bars are shares of the whole model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: Sequence[ModelPart] = ()
        self.setAccessibleName(self.tr("Parameters and bytes by part"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Sequence[ModelPart]) -> None:
        """Show these, in this order."""
        self._parts = parts
        self.setAccessibleDescription("; ".join(f"{part.name}: {self._told(part)}" for part in parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for all parts."""
        return QSize(320, self._row_height() * len(self._parts))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for all parts, in a narrow panel."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rows."""
        painter = QPainter(self)
        for place, part in enumerate(self._parts):
            top = place * self._row_height()
            self._paint_row(painter, QRectF(0, top, self.width(), self._row_height() - _ROW_GAP), part)

    def _paint_row(self, painter: QPainter, box: QRectF, part: ModelPart) -> None:
        line = self.fontMetrics().height()
        words = QRectF(box.left(), box.top(), box.width(), line)
        painter.setPen(QColor(current_colours().text))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, part.name[:1].upper() + part.name[1:])
        painter.setPen(QColor(current_colours().muted))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, self._told(part))
        bars = ((self._share_of_parameters(part), cool()), (self._share_of_bytes(part), hot()))
        for number, (share, colour) in enumerate(bars):
            room = QRectF(box.left(), box.top() + line + 1 + number * (_BAR + _GAP), box.width(), _BAR)
            painter.fillRect(room, shade(QColor(current_colours().border), 0.4))
            painter.fillRect(QRectF(room.topLeft(), room.size()).adjusted(0, 0, -room.width() * (1 - share), 0), colour)

    def _told(self, part: ModelPart) -> str:
        return self.tr("{parameters} parameters, {share} · {size} MB, {size_share}").format(
            parameters=f"{decimal(part.parameters / 1e6, 1)} M" if part.parameters >= _MILLION else whole(part.parameters),
            share=percent(self._share_of_parameters(part)),
            size=decimal(part.size_bytes / 1e6, 1),
            size_share=percent(self._share_of_bytes(part)),
        )

    def _share_of_parameters(self, part: ModelPart) -> float:
        return part.parameters / max(sum(each.parameters for each in self._parts), 1)

    def _share_of_bytes(self, part: ModelPart) -> float:
        return part.size_bytes / max(sum(each.size_bytes for each in self._parts), 1)

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 2 * (_BAR + _GAP) + _ROW_GAP

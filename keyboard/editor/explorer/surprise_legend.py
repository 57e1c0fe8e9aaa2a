"""The scale of surprise: from what the model was sure of to what it did not expect."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from keyboard.editor.explorer.shades import FULL_BITS, ink_on, surprise_shade

_STEPS = (0, 4, 8, 12, int(FULL_BITS))
_PADDING = 2


class SurpriseLegend(QWidget):
    """Fields of rising surprise, each with its bits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Scale of surprise, from 0 to {bits} bits").format(bits=_STEPS[-1]))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a line of text."""
        return QSize(240, self.fontMetrics().height() + 2 * _PADDING)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the fields."""
        painter = QPainter(self)
        width = self.width() / len(_STEPS)
        for place, bits in enumerate(_STEPS):
            field = QRectF(place * width, 0, width, self.height())
            ground = surprise_shade(bits)
            painter.fillRect(field, ground)
            painter.setPen(QColor(ink_on(ground)))
            told = {_STEPS[0]: self.tr("{bits} bits"), _STEPS[-1]: "{bits}+"}.get(bits, "{bits}")
            painter.drawText(field, Qt.AlignmentFlag.AlignCenter, told.format(bits=bits))

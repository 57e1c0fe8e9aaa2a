"""A small plot of bars over days."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from keyboard.editor.figures import whole
from keyboard.editor.looks.theme import current_colours

_GAP_SHARE = 0.3
_MARGIN = 4


@dataclass(frozen=True)
class Bar:
    """One day and its value."""

    date: datetime.date
    value: int


class BarPlot(QWidget):
    """A bar for each day; the highest and the first and last day are named, and all of it is told to screen readers."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._bars: list[Bar] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars, the first day on the left."""
        self._bars = list(bars)
        told = ", ".join(f"{self._named(bar.date)}: {bar.value}" for bar in self._bars if bar.value)
        self.setAccessibleDescription(told or self.tr("Nothing yet."))
        self.setToolTip(told)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size that the plot is best read at."""
        return QSize(480, 140)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least that bars can be told apart in."""
        return QSize(160, 80)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the bars on a line, their days below it and the highest value above."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = current_colours()
        line_height = self.fontMetrics().height()
        plot = QRectF(self.rect()).adjusted(_MARGIN, line_height + _MARGIN, -_MARGIN, -line_height - _MARGIN)
        highest = max((bar.value for bar in self._bars), default=0)
        painter.setPen(QColor(colours.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self._title)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, whole(max(highest, 0)))
        painter.drawLine(QPointF(plot.left(), plot.bottom()), QPointF(plot.right(), plot.bottom()))
        if not self._bars:
            return
        below = Qt.AlignmentFlag.AlignBottom
        painter.drawText(self.rect(), below | Qt.AlignmentFlag.AlignLeft, self._named(self._bars[0].date))
        painter.drawText(self.rect(), below | Qt.AlignmentFlag.AlignRight, self._named(self._bars[-1].date))
        width = plot.width() / len(self._bars)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        for place, bar in enumerate(self._bars):
            height = plot.height() * max(bar.value, 0) / max(highest, 1)
            left = plot.left() + width * (place + _GAP_SHARE / 2)
            painter.drawRect(QRectF(left, plot.bottom() - height, width * (1 - _GAP_SHARE), height))

    @staticmethod
    def _named(date: datetime.date) -> str:
        return QLocale().toString(QDate(date.year, date.month, date.day), "d MMM")

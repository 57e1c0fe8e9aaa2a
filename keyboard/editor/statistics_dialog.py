"""Statistics: keystrokes saved in this document, today and in total, by day and by button."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from keyboard.editor.arrangement import DIALOG_MARGINS, arranged, new_button
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.notice import is_agreed
from keyboard.editor.text.outcomes import KeyCounter
from keyboard.editor.translation import decimal, whole
from keyboard.storage.statistics import Day, KeyStatistics
from keyboard.writing.key_counts import KeyCounts

_GAP_SHARE = 0.3
_MARGIN = 4


@dataclass(frozen=True)
class Bar:
    """One day and its value."""

    date: datetime.date
    value: int


class BarPlot(QWidget):
    """A bar for each day; the highest and the first and last day are named, and a screen reader reads all of it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._bars: list[Bar] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 80)
        self.setAccessibleName(title)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = list(bars)
        description = ", ".join(f"{self._named(bar.date)}: {bar.value}" for bar in self._bars if bar.value)
        self.setAccessibleDescription(description or self.tr("Nothing yet."))
        self.setToolTip(description)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 140)

    def paintEvent(self, _event: QPaintEvent) -> None:
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


_DAYS_SHOWN = 30


class StatisticsDialog(QDialog):
    """Shows what the suggestions have saved."""

    def __init__(self, counter: KeyCounter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._figures = QGridLayout()
        self._cells: dict[tuple[int, int], QLabel] = {}  # by row and column; the first of each are headings
        self._taps = QLabel(self)
        self.plot = BarPlot(self.tr("Keystrokes saved a day"), self)
        self.setWindowTitle(self.tr("Statistics"))
        self._lay_out()
        self.reload()

    def reload(self) -> None:
        self._counter.ask(lambda _statistics: None, self._show)

    def reset(self) -> None:
        question = self.tr("Forget all statistics? This cannot be undone.")
        if is_agreed(self, question):
            self._counter.begin_document()
            self._counter.ask(KeyStatistics.reset, self._show)

    def _show(self, days: list[Day]) -> None:
        today = datetime.datetime.now().astimezone().date()
        counts = {day.date: day.counts for day in days}
        in_all = sum((day.counts for day in days), KeyCounts())
        self._show_figures((self._counter.document, counts.get(today, KeyCounts()), in_all))
        self._taps.setText(self._taps_in_words(in_all.taps))
        dates = [today - datetime.timedelta(days=ago) for ago in reversed(range(_DAYS_SHOWN))]
        self.plot.show_bars([Bar(date, counts.get(date, KeyCounts()).saved) for date in dates])

    def _show_figures(self, columns: Sequence[KeyCounts]) -> None:
        for column, counts in enumerate(columns, start=1):
            figures = (
                whole(counts.characters),
                whole(counts.keys),
                whole(counts.saved),
                f"{decimal(counts.savings, 1)} %",
                whole(sum(counts.taps)),
                whole(counts.slips),
            )
            for row, figure in enumerate(figures, start=1):
                cell, of, on = self._cells[row, column], self._cells[row, 0].text(), self._cells[0, column].text()
                cell.setText(figure)
                cell.setAccessibleName(f"{of}, {on}: {figure}")

    def _taps_in_words(self, taps: Sequence[int]) -> str:
        if not any(taps):
            return self.tr("No suggestion was taken yet.")
        parts = [self.tr("button {number}: {taps}").format(number=n, taps=whole(count)) for n, count in enumerate(taps, start=1)]
        return self.tr("Taken, in all: {parts}").format(parts=" · ".join(parts))

    def _lay_out(self) -> None:
        for column, title in enumerate((self.tr("This document"), self.tr("Today"), self.tr("All time")), start=1):
            self._put(0, column, title)
        rows = (
            self.tr("Characters written"),
            self.tr("Keys pressed"),
            self.tr("Keystrokes saved"),
            self.tr("Savings"),
            self.tr("Suggestions taken"),
            self.tr("Slips corrected"),
        )
        for row, title in enumerate(rows, start=1):
            self._put(row, 0, title)
            for column in (1, 2, 3):
                self._put(row, column, "–")
        self._figures.setHorizontalSpacing(24)
        self._figures.setColumnStretch(0, 1)
        close = new_button(self.tr("Close"), self, self.accept)
        close.setFocus()
        buttons = arranged(QHBoxLayout(), new_button(self.tr("&Reset…"), self, self.reset), None, close)
        parts = (self._figures, self._taps, self.plot, buttons)
        arranged(QVBoxLayout(self), *parts, margins=DIALOG_MARGINS, spacing=14, growing=self.plot)

    def _put(self, row: int, column: int, text: str) -> None:
        label = self._cells[row, column] = QLabel(text, self)
        self._figures.addWidget(label, row, column, Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)

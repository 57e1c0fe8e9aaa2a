"""Statistics: keystrokes saved in this document, today and in all, over the days, and by button."""

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from keyboard.editor.figures import decimal, whole
from keyboard.editor.message import is_agreed
from keyboard.editor.statistics.bar_plot import Bar, BarPlot
from keyboard.editor.statistics.key_counter import KeyCounter
from keyboard.statistics.database import Day, KeyStatistics
from keyboard.statistics.key_counts import KeyCounts

_DAYS_SHOWN = 30


class StatisticsDialog(QDialog):
    """What the suggestions have saved.

    Attributes:
        plot: Keystrokes saved on each of the last days.
    """

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
        """Show what is counted by now."""
        self._counter.ask(lambda _statistics: None, self._show)

    def reset(self) -> None:
        """Forget all counts, once the user has confirmed it."""
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
        )
        for row, title in enumerate(rows, start=1):
            self._put(row, 0, title)
            for column in (1, 2, 3):
                self._put(row, column, "–")
        self._figures.setHorizontalSpacing(24)
        self._figures.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(14)
        layout.addLayout(self._figures)
        layout.addWidget(self._taps)
        layout.addWidget(self.plot, stretch=1)
        layout.addLayout(self._buttons())

    def _put(self, row: int, column: int, text: str) -> None:
        label = self._cells[row, column] = QLabel(text, self)
        self._figures.addWidget(label, row, column, Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        reset, close = QPushButton(self.tr("&Reset…"), self), QPushButton(self.tr("Close"), self)
        reset.clicked.connect(lambda _checked: self.reset())
        close.clicked.connect(lambda _checked: self.accept())
        for button in (reset, close):
            button.setAutoDefault(False)
        close.setFocus()
        buttons.addWidget(reset)
        buttons.addStretch(1)
        buttons.addWidget(close)
        return buttons

"""Counting keys as they are pressed, by the rule of `keyboard evaluate`."""

import datetime
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from keyboard.editor.background import in_background, in_order
from keyboard.editor.text.text_area import TextArea
from keyboard.storage.statistics import Day, KeyStatistics
from keyboard.writing.key_counts import KeyCounts
from keyboard.writing.session import Outcome

_KEPT_AFTER_MS = 5000
_PATIENCE_AT_END_MS = 2000


class KeyCounter(QObject):
    """Counts what the user types and taps; what is pasted, opened, undone or redone took no key for its characters.

    A key counts as one, with what it has put in; Backspace counts as one, and what it takes away is taken off. Text that an
    input method has composed counts a key for each character.

    Signals:
        failed: The counts cannot be kept; one sentence.

    Attributes:
        document: The counts of this document, since it was opened.
    """

    failed = Signal(str)

    def __init__(self, text_area: TextArea) -> None:
        super().__init__(text_area)
        self.document = KeyCounts()
        self._not_kept = KeyCounts()
        self._has_failed = False
        self._lock = threading.Lock()
        self._statistics: KeyStatistics | None = None
        self._thread = in_order(self)
        self._keep_soon = QTimer(self, singleShot=True, interval=_KEPT_AFTER_MS)
        self._keep_soon.timeout.connect(self.keep)
        text_area.outcome.connect(self._count)

    def begin_document(self) -> None:
        """Count another document from here on."""
        self.document = KeyCounts()

    def keep(self) -> None:
        """Write what was counted since the last time, in the background."""
        self.ask(lambda _statistics: None, lambda _: None)

    def ask(self, work: Callable[[KeyStatistics], object], then: Callable[[list[Day]], None]) -> None:
        """Keep what was counted, do `work` with the database in the background, then call `then` with the days that it holds."""
        counts, self._not_kept = self._not_kept, KeyCounts()
        self._keep_soon.stop()
        today = datetime.datetime.now().astimezone().date()

        def do() -> list[Day]:
            statistics = self._open()
            if counts != KeyCounts():
                statistics.add(today, counts)
            work(statistics)
            return statistics.days()

        in_background(do, then, lambda error: self._fail(counts, error), self, self._thread)

    def close(self) -> None:
        """Keep everything, and close the database."""
        if self._not_kept != KeyCounts():
            self.keep()
        self._thread.waitForDone(_PATIENCE_AT_END_MS)
        with self._lock:
            if self._statistics:
                self._statistics.close()
            self._statistics = None

    def _count(self, outcome: Outcome) -> None:
        counts = outcome.counts
        if counts == KeyCounts():
            return
        self.document += counts
        self._not_kept += counts
        if not self._keep_soon.isActive():
            self._keep_soon.start()

    def _fail(self, counts: KeyCounts, error: Exception) -> None:
        """Hold on to what was not kept, and say so the first time."""
        self._not_kept += counts
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(str(error))

    def _open(self) -> KeyStatistics:
        with self._lock:
            if self._statistics is None:
                self._statistics = KeyStatistics()
            return self._statistics

"""Counting the hits of a search in slices, so that a long text does not hold up the window."""

import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

_SLICE_S = 0.008


class HitCounter(QObject):
    """Counts how often a text occurs in a document.

    Signals:
        counted: All were counted; how many there are.
    """

    counted = Signal(int)

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        """Count in this document; a change of it makes the count void, and `start` begins anew."""
        super().__init__(parent)
        self._document = document
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._count_some)

    def start(self, wanted: str, flags: QTextDocument.FindFlag) -> None:
        """Begin to count; a count that is under way is given up."""
        self._wanted = wanted
        self._flags = flags
        self._hits = 0
        self._cursor = QTextCursor(self._document)
        self._slices.start()

    def stop(self) -> None:
        """Give up."""
        self._slices.stop()

    def _count_some(self) -> None:
        until = time.perf_counter() + _SLICE_S
        while time.perf_counter() < until:
            self._cursor = self._document.find(self._wanted, self._cursor, self._flags)
            if self._cursor.isNull():
                self.stop()
                self.counted.emit(self._hits)
                return
            self._hits += 1

"""Python's cyclic garbage, collected on the window's thread alone and away from the keys."""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000


class GarbageCollection(QObject):
    """Takes the place of the collection that Python begins wherever something is made, also on another thread.

    There it could end a widget or a text cursor, which Qt allows on their own thread alone. What the start has made stays for
    good and is never looked through again: that took tens of milliseconds in the middle of a key.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        gc.disable()
        self._timer.start()

    def _collect(self) -> None:
        """Collect the oldest generation that is due, which takes the younger ones along."""
        if not gc.get_freeze_count():
            gc.freeze()
        due = [number for number, (n, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if n > most]
        if due:
            gc.collect(due[-1])

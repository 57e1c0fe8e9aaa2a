"""Long work on the window's own thread, in slices so short that nobody notices."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

_SLICE_S = 0.008


class SlicedWork(QObject):
    """Goes through the steps of a piece of work: a slice of them at once, so that short work is done on return, then the rest."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] = iter(())
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._go_on)

    @property
    def is_under_way(self) -> bool:
        """Whether there are steps to come."""
        return self._slices.isActive()

    def start(self, steps: Iterator[None]) -> None:
        """Begin; work that is under way is given up."""
        self._steps = steps
        self._slices.start()
        self._go_on()

    def stop(self) -> None:
        """Give up."""
        self._slices.stop()

    def _go_on(self) -> None:
        steps, until = self._steps, time.perf_counter() + _SLICE_S
        for _ in steps:
            if self._steps is not steps or not self._slices.isActive():
                return  # a step has begun other work, or none
            if time.perf_counter() > until:
                return
        if self._steps is steps:
            self._slices.stop()

"""Work that must not hold up the window, and its result back in the window."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot


@dataclass(frozen=True, eq=False)
class _Asked:
    """What was asked for, and who is told of it.

    Attributes:
        work: Kept here too, so that what it refers to is let go of on the window's thread.
        then: Told the value.
        otherwise: Told the error.
        parent: Nobody is told where it is gone.
    """

    work: Callable[[], Any]
    then: Callable[[Any], None]
    otherwise: Callable[[Exception], None]
    parent: QObject


class _Post(QObject):
    """Brings results from the other threads to this one.

    There is one, which the application owns and ends only after those threads. They know a number alone of whom they work for: a
    thread that tells a window, or is the last to let go of one, while this thread ends it, ends the process.
    """

    told = Signal(int, object, bool)  # the number; a value, or the error where the work has failed

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._numbers = count()
        self._asked: dict[int, _Asked] = {}
        self.told.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def expect(self, asked: _Asked) -> int:
        """Keep what is asked for until it is told, and return its number."""
        number = next(self._numbers)
        self._asked[number] = asked
        return number

    @Slot(int, object, bool)
    def _deliver(self, number: int, value: Any, has_failed: bool) -> None:
        asked = self._asked.pop(number)
        if shiboken6.isValid(asked.parent):
            (asked.otherwise if has_failed else asked.then)(value)


class _Task(QRunnable):
    def __init__(self, work: Callable[[], Any], number: int, post: _Post) -> None:
        super().__init__()
        self._work: Callable[[], Any] | None = work
        self._number = number
        self._post = post

    def run(self) -> None:
        work, self._work = self._work, None
        assert work is not None  # noqa: S101 - a task runs once
        try:
            value = work()
        except Exception as error:  # noqa: BLE001 - told to the listener, whatever it is
            del work
            self._post.told.emit(self._number, error, True)
        else:
            del work
            self._post.told.emit(self._number, value, False)


def in_order(parent: QObject) -> QThreadPool:
    """Return a thread for `in_background` on which work is done in the order in which it was asked for.

    It is not shared, so that nothing else is waited for; it ends with `parent`.
    """
    return QThreadPool(parent, maxThreadCount=1)


def in_background(
    work: Callable[[], Any],
    then: Callable[[Any], None],
    otherwise: Callable[[Exception], None],
    parent: QObject,
    threads: QThreadPool | None = None,
) -> None:
    """Do `work` on another thread, then call one of the two listeners on this one, unless `parent` is gone by then.

    Without `threads` it is one of those that all share, where one piece of work may overtake another.
    """
    post = _post()
    number = post.expect(_Asked(work, then, otherwise, parent))
    (threads or QThreadPool.globalInstance()).start(_Task(work, number, post))


def _post() -> _Post:
    application = QCoreApplication.instance()
    assert application is not None  # noqa: S101 - there is no window without one
    found: _Post | None = application.findChild(_Post, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found or _Post(application)


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

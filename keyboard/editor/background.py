"""Runs work on other threads, or in slices on this one, so that the window stays responsive."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot


@dataclass(frozen=True, eq=False)
class _Listeners:
    """The functions that receive a result; `connection` removes them when their window is deleted."""

    then: Callable[[Any], None]
    otherwise: Callable[[Exception], None]
    connection: QMetaObject.Connection


class _Post(QObject):
    """Brings results from the other threads to this one.

    The application owns the only one, and deletes it after those threads. They know only the number of their work: a thread that
    calls a window, or drops the last reference to one, while this thread deletes it, would crash the process.
    """

    delivered = Signal(int, object, bool)  # the number; a value, or the error if the work has failed

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._numbers = count()
        # Kept here too, so that the window's thread drops the last reference to the work's objects.
        self._work: dict[int, tuple[Callable[[], Any], QThreadPool]] = {}
        self._listeners: dict[int, _Listeners] = {}
        self._released: set[QThreadPool] = set()
        self.delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def expect(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        otherwise: Callable[[Exception], None],
        parent: QObject,
        threads: QThreadPool,
    ) -> int:
        """Keep the listeners until the result comes or `parent` is deleted, and return the work's number."""
        number = next(self._numbers)
        self._work[number] = work, threads
        connection = parent.destroyed.connect(lambda: self._listeners.pop(number))
        self._listeners[number] = _Listeners(then, otherwise, connection)
        return number

    def release(self, threads: QThreadPool) -> None:
        """Delete a pool once it is idle: deleting it would wait for its work."""
        self._released.add(threads)
        self._delete_idle()

    @Slot(int, object, bool)
    def _deliver(self, number: int, value: Any, has_failed: bool) -> None:
        del self._work[number]
        if self._released:
            self._delete_idle()
        if listeners := self._listeners.pop(number, None):
            QObject.disconnect(listeners.connection)
            (listeners.otherwise if has_failed else listeners.then)(value)

    def _delete_idle(self) -> None:
        idle = self._released - {threads for _, threads in self._work.values()}
        self._released -= idle
        for threads in idle:
            threads.deleteLater()


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
        except Exception as error:  # noqa: BLE001 - passed to the listener, whatever it is
            del work
            self._post.delivered.emit(self._number, error, True)
        else:
            del work
            self._post.delivered.emit(self._number, value, False)


def in_order(parent: QObject) -> QThreadPool:
    """Return a thread for `in_background` that does its work in order.

    Nothing else runs on it. When `parent` is deleted, the thread finishes its work and ends, and nobody waits for it.
    """
    return own_threads(parent, 1)


def own_threads(parent: QObject, most: int) -> QThreadPool:
    """Return threads for `in_background` on which nothing else waits; they end as `in_order` says."""
    post = _post()
    threads = QThreadPool(post, maxThreadCount=most)
    parent.destroyed.connect(lambda: post.release(threads))
    return threads


def in_background(
    work: Callable[[], Any],
    then: Callable[[Any], None],
    otherwise: Callable[[Exception], None],
    parent: QObject,
    threads: QThreadPool | None = None,
) -> None:
    """Do `work` on another thread, then call one of the two listeners on this one, unless `parent` is deleted by then.

    Without `threads` it runs on the shared ones, where one piece of work may overtake another.
    """
    post, threads = _post(), threads or QThreadPool.globalInstance()
    threads.start(_Task(work, post.expect(work, then, otherwise, parent, threads), post))


def _post() -> _Post:
    application = QCoreApplication.instance()
    assert application is not None  # noqa: S101 - there is no window without one
    found: _Post | None = application.findChild(_Post, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found or _Post(application)


_SLICE_S = 0.008


class SlicedWork(QObject):
    """Does work in steps on this thread: the first slice at once, so that short work is done on return, then the rest."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] = iter(())
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._go_on)

    @property
    def is_under_way(self) -> bool:
        return self._slices.isActive()

    def start(self, steps: Iterator[None]) -> None:
        """Begin, and abandon any work that is under way."""
        self._steps = steps
        self._slices.start()
        self._go_on()

    def stop(self) -> None:
        self._slices.stop()

    def _go_on(self) -> None:
        steps, until = self._steps, time.perf_counter() + _SLICE_S
        for _ in steps:
            if self._steps is not steps or not self._slices.isActive():
                return  # a step has begun other work, or stopped this
            if time.perf_counter() > until:
                return
        if self._steps is steps:
            self._slices.stop()

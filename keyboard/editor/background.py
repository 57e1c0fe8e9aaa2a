"""Work that must not hold up the window, and its result back in the window."""

import contextlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal


class _Result(QObject):
    succeeded = Signal(object)
    failed = Signal(object)


class _Task(QRunnable):
    def __init__(self, work: Callable[[], Any], result: _Result) -> None:
        super().__init__()
        self._work = work
        self._result = result

    def run(self) -> None:
        try:
            value = self._work()
        except Exception as error:  # noqa: BLE001 - told to the listener, whatever it is
            self._tell(error, has_failed=True)
        else:
            self._tell(value, has_failed=False)

    def _tell(self, value: Any, *, has_failed: bool) -> None:
        # PySide raises it where the parent is gone, and the result's listeners with it.
        with contextlib.suppress(RuntimeError):
            (self._result.failed if has_failed else self._result.succeeded).emit(value)


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
    result = _Result(parent)
    result.succeeded.connect(then)
    result.failed.connect(otherwise)
    for signal in (result.succeeded, result.failed):
        signal.connect(result.deleteLater)
    (threads or QThreadPool.globalInstance()).start(_Task(work, result))

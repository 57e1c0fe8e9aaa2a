"""Work that must not hold up the window, and its result back in the window."""

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal, Slot


class _Listener(QObject):
    """Whom a result is for; it ends with its parent."""

    def __init__(self, then: Callable[[Any], None], otherwise: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self.then = then
        self.otherwise = otherwise


class _Post(QObject):
    """Brings results from the other threads to this one.

    There is one, which the application owns and ends only after those threads: were each result told to an object of its own,
    that could end with a window on this thread while another thread tells it, which ends the process.
    """

    told = Signal(object, object, bool)  # for whom; a value, or the error where the work has failed

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.told.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @Slot(object, object, bool)
    def _deliver(self, listener: _Listener, value: Any, has_failed: bool) -> None:
        if not shiboken6.isValid(listener):
            return
        listener.deleteLater()
        (listener.otherwise if has_failed else listener.then)(value)


class _Task(QRunnable):
    def __init__(self, work: Callable[[], Any], listener: _Listener, post: _Post) -> None:
        super().__init__()
        self._work = work
        self._listener = listener
        self._post = post

    def run(self) -> None:
        try:
            value = self._work()
        except Exception as error:  # noqa: BLE001 - told to the listener, whatever it is
            self._post.told.emit(self._listener, error, True)
        else:
            self._post.told.emit(self._listener, value, False)


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
    (threads or QThreadPool.globalInstance()).start(_Task(work, _Listener(then, otherwise, parent), _post()))


def _post() -> _Post:
    application = QCoreApplication.instance()
    assert application is not None  # noqa: S101 - there is no window without one
    found: _Post | None = application.findChild(_Post, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found or _Post(application)

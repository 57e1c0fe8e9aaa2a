"""Work on another thread comes back to whoever asked for it, if they are still there."""

import subprocess
import sys
import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThread, QThreadPool

from keyboard.editor.background import in_background, in_order

# Windows that close while what they asked for is done: each round ends them at once, on this thread, as Qt does.
CLOSING = """if True:
    import sys
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool
    from keyboard.editor.background import in_background
    sys.setswitchinterval(1e-5)
    application = QCoreApplication([])
    QThreadPool.globalInstance().setMaxThreadCount(4)
    for _ in range(250):
        windows = [QObject() for _ in range(20)]
        for window in windows:
            in_background(lambda: None, lambda _: sys.exit("a closed window was told"), sys.exit, window)
            window.deleteLater()
        del window, windows
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        application.processEvents()
    QThreadPool.globalInstance().waitForDone()
    application.processEvents()
"""


@pytest.fixture
def window(qapp):
    window = QObject()
    yield window
    if shiboken6.isValid(window):
        shiboken6.delete(window)


def test_the_result_comes_back_on_the_threads_of_the_window(qtbot, window):
    heard = []
    in_background(
        lambda: QThread.currentThread(), lambda thread: heard.append((thread, QThread.currentThread())), heard.append, window
    )
    qtbot.waitUntil(lambda: bool(heard))
    [(worked_on, heard_on)] = heard
    assert heard_on == QCoreApplication.instance().thread()
    assert worked_on != heard_on


def test_what_fails_is_told_with_its_reason(qtbot, window):
    heard = []
    in_background(lambda: 1 / 0, lambda value: heard.append(("done", value)), heard.append, window)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], ZeroDivisionError)


def test_what_the_work_refers_to_ends_on_the_thread_of_the_window(qtbot, window):
    """Were it a dialog that has been closed meanwhile, the process would end with it on another thread."""
    heard, ended_on = [], []

    class Dialog:
        def __del__(self):
            ended_on.append(threading.get_ident())

        def read(self):
            return 1

    for _ in range(100):
        dialog = Dialog()
        in_background(dialog.read, heard.append, heard.append, window)
        del dialog
    qtbot.waitUntil(lambda: len(heard) == 100)
    assert ended_on == [threading.get_ident()] * 100


def test_work_of_one_thread_comes_back_in_its_order_and_leaves_nothing_behind(qtbot, window):
    heard = []
    threads = in_order(window)
    for number in range(50):
        in_background(lambda number=number: number, heard.append, heard.append, window, threads)
    qtbot.waitUntil(lambda: len(heard) == 50)
    assert heard == list(range(50))
    assert window.children() == []


def test_a_window_that_is_gone_is_told_nothing(qtbot, window):
    heard = []
    in_background(lambda: None, heard.append, heard.append, window)
    shiboken6.delete(window)
    QThreadPool.globalInstance().waitForDone()
    done = []
    other = QObject()
    in_background(lambda: True, done.append, done.append, other)
    qtbot.waitUntil(lambda: done == [True])
    assert heard == []
    shiboken6.delete(other)


def test_a_window_that_is_deleted_waits_for_no_work_and_is_kept_by_none(qtbot, window):
    go_on, done = threading.Event(), []
    threads, listener = in_order(window), Listener()
    in_background(lambda: go_on.wait(30), listener.hear, listener.hear, window, threads)
    in_background(lambda: done.append(1), listener.hear, listener.hear, window, threads)
    kept = weakref.ref(listener)
    del listener
    shiboken6.delete(window)
    assert kept() is None
    assert shiboken6.isValid(threads)
    go_on.set()
    qtbot.waitUntil(lambda: not shiboken6.isValid(threads))
    assert done == [1]


class Listener:
    def hear(self, _result):
        raise AssertionError("its window is gone")


def test_windows_that_close_while_they_are_told_end_no_process():
    ended = subprocess.run([sys.executable, "-c", CLOSING], stderr=subprocess.PIPE, timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")

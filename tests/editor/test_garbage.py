"""Python's garbage is collected, and on the window's thread alone: another thread must end no widget."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from keyboard.editor.application import GarbageCollection
from keyboard.editor.background import in_background


class Ring:
    """Something that refers to itself, as a dialog does by its signals, so that counting references does not end it."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def window(qapp):
    window = QObject()
    yield window
    window.deleteLater()


@pytest.fixture(autouse=True)
def _as_it_was():
    yield
    gc.enable()
    gc.unfreeze()


def test_rings_end_on_the_window_s_thread_however_much_another_one_makes(qtbot, window):
    GarbageCollection(window)
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)
    ended_on, heard = [], []
    for _ in range(10):
        weakref.finalize(Ring(), lambda: ended_on.append(threading.get_ident()))
    in_background(lambda: len([Ring() for _ in range(50_000)]), heard.append, heard.append, window)
    qtbot.waitUntil(lambda: heard == [50_000])
    qtbot.waitUntil(lambda: len(ended_on) == 10)
    assert set(ended_on) == {threading.get_ident()}


def test_what_the_start_has_made_is_not_looked_through_again(qtbot, window):
    made_at_start = [Ring() for _ in range(1000)]
    GarbageCollection(window)
    qtbot.waitUntil(lambda: gc.get_freeze_count() > len(made_at_start))
    assert not gc.isenabled()

"""Where all is shown at 200 %, a usual screen has room for half as many pixels, and the bar is to be seen there too."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QDialog

ROOM = QSize(683, 360)


@pytest.fixture
def small_screen(monkeypatch):
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: ROOM)


def test_the_window_has_its_bar_on_a_small_screen(small_screen, window):
    assert window.width() <= ROOM.width()
    assert window.height() < ROOM.height()
    assert window.bar.geometry().bottom() <= window.centralWidget().height()


@pytest.mark.parametrize("show", ["show_settings", "show_vocabulary", "show_models", "show_help"])
def test_a_dialog_has_its_buttons_on_a_small_screen(small_screen, window, show):
    getattr(window, show)()
    dialog = next(child for child in window.children() if isinstance(child, QDialog))
    assert dialog.width() <= ROOM.width()
    assert dialog.height() < ROOM.height()


def test_a_large_screen_changes_nothing(monkeypatch, window):
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: QSize(1920, 1080))
    window.show_settings()
    dialog = next(child for child in window.children() if isinstance(child, QDialog))
    assert (dialog.width(), dialog.height()) == (680, 560)

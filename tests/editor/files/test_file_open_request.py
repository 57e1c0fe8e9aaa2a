"""A Mac asks the running program to open a file."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from keyboard.editor.application import Windows
from keyboard.editor.settings.settings_access import SettingsAccess


@pytest.fixture
def windows(qtbot, engine, empty_home):
    windows = Windows(engine, SettingsAccess())
    windows.open_first(None)
    QApplication.instance().installEventFilter(windows)
    yield windows
    for window in list(windows._windows):
        window.text_area.document().setModified(False)
        window.close()


@pytest.fixture
def letter(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear Anna,")
    return file


def ask_to_open(url):
    return QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(url))


def test_the_file_is_opened(windows, letter, qtbot):
    [window] = windows._windows
    ask_to_open(str(letter))
    qtbot.waitUntil(lambda: window.text_area.whole_text() == "Dear Anna,")
    assert window.document.name == "letter.txt"


def test_the_file_is_opened_after_the_first_window_has_closed(windows, letter, qtbot):
    other = windows.open_another()
    windows._windows[0].close()
    ask_to_open(str(letter))
    qtbot.waitUntil(lambda: other.text_area.whole_text() == "Dear Anna,")


def test_nothing_is_lost_by_it(windows, letter, answers):
    [window] = windows._windows
    QTest.keyClicks(window.text_area, "unsaved")
    answers.will_be("Cancel")
    ask_to_open(str(letter))
    assert len(answers.asked) == 1
    assert window.text_area.whole_text() == "unsaved"


def test_an_address_that_is_no_file_is_ignored(windows):
    [window] = windows._windows
    ask_to_open(QUrl("https://example.org/letter.txt"))
    assert window.document.is_fresh
    assert not window.text_area.isReadOnly()  # as it would be while a file is read

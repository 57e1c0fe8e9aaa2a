"""One goes on where one left off: the document, the cursor, the window, and the files used last."""

import json
import os
import sys
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from keyboard.editor.main_window import MainWindow
from keyboard.editor.session.session import RecentMenu, read_session, session_file
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.settings.settings import Settings
from tests.editor.conftest import StandInEngine


@pytest.fixture
def start(qtbot, empty_home):
    """Start windows, one after the other."""
    windows = []

    def start(file=None, **how):
        window = MainWindow(StandInEngine(), **how)
        windows.append(window)
        window.start(file)
        qtbot.waitExposed(window)
        return window

    yield start
    for window in windows:
        window.text_area.document().setModified(False)
        window.close()


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Anna")
    return path


def leave(window, qtbot, letter, position=4):
    qtbot.waitUntil(lambda: window.document.path == letter)
    cursor = window.text_area.textCursor()
    cursor.setPosition(position)
    window.text_area.setTextCursor(cursor)
    window.resize(700, 500)
    window.close()


def recent_entries(window):
    menu = window.findChild(RecentMenu)
    menu.fill()
    return menu, [
        action.toolTip() for action in menu.actions() if action.text().startswith("&") and "Forget" not in action.text()
    ]


def test_the_next_start_opens_the_document_with_the_cursor_where_it_stood(start, letter, qtbot):
    leave(start(letter), qtbot, letter)
    window = start()
    qtbot.waitUntil(lambda: window.document.path == letter)
    assert window.text_area.textCursor().position() == 4
    assert (window.width(), window.height()) == (700, 500)


def test_a_start_with_another_file_opens_that_one(start, letter, qtbot, tmp_path):
    leave(start(letter), qtbot, letter)
    window = start(tmp_path / "new.txt")
    qtbot.waitUntil(lambda: window.document.path == tmp_path / "new.txt")


def test_a_document_that_is_gone_is_not_opened(start, letter, qtbot):
    leave(start(letter), qtbot, letter)
    letter.unlink()
    window = start()
    qtbot.wait(200)
    assert window.document.is_fresh


def test_where_it_is_not_wanted_the_start_is_empty(start, letter, qtbot):
    leave(start(letter), qtbot, letter)
    window = start(settings=SettingsAccess(Settings(reopen_last_document=False)))
    qtbot.wait(200)
    assert window.document.is_fresh


def test_a_private_window_leaves_no_trace(start, letter, qtbot):
    leave(start(letter, is_private=True), qtbot, letter)
    assert not session_file().exists()


def test_the_session_of_an_earlier_version_is_taken_up(start, letter, qtbot):
    session_file().parent.mkdir(parents=True)
    old = {"document": str(letter), "cursor": 4, "geometry": "", "recent": [str(letter)]}
    session_file().write_text(json.dumps(old))
    window = start()
    qtbot.waitUntil(lambda: window.document.path == letter)
    assert window.text_area.textCursor().position() == 4
    assert window.persistence.session.recent == (letter,)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"document": 3, "cursor": "x"}'])
def test_a_broken_session_is_an_empty_one(start, content):
    session_file().parent.mkdir(parents=True)
    session_file().write_bytes(content)
    assert start().document.is_fresh


def test_files_used_last_are_listed_newest_first_opened_and_forgotten(start, letter, qtbot, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Other")
    window = start(letter)
    qtbot.waitUntil(lambda: window.document.path == letter)
    window.document.open(other)
    qtbot.waitUntil(lambda: window.document.path == other)
    menu, entries = recent_entries(window)
    assert entries == [str(other), str(letter)]
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: window.text_area.whole_text() == "Dear Anna")
    qtbot.waitUntil(lambda: read_session().recent == (letter, other))
    window.persistence.session.forget_recent()
    qtbot.waitUntil(lambda: read_session().recent == ())
    assert recent_entries(window)[1] == []


def test_two_programs_at_once_keep_the_files_of_both_until_they_are_forgotten(start, letter, qtbot, tmp_path):
    """Windows without a record that they share are two programs to each other."""
    other = tmp_path / "other.txt"
    other.write_text("Other")
    ours, theirs = start(), start()
    ours.document.open(letter)
    qtbot.waitUntil(lambda: read_session().recent == (letter,))
    theirs.document.open(other)
    qtbot.waitUntil(lambda: read_session().recent == (other, letter))
    ours.persistence.session.forget_recent()
    qtbot.waitUntil(lambda: read_session().recent == ())


def drop(window, data, action=Qt.DropAction.CopyAction):
    """Drop what a program offers, and return what it is told was done with it."""
    area, left, none = window.text_area, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    offered = action | Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(9, 9), offered, data, left, none)
    QApplication.sendEvent(area.viewport(), enter)
    assert enter.isAccepted()
    dropped = QDropEvent(QPointF(9, 9), offered, data, left, none)
    dropped.setDropAction(action)
    QApplication.sendEvent(area.viewport(), dropped)
    return dropped.dropAction()


def test_a_file_dropped_on_the_text_is_opened_once_the_text_is_safe(story, letter, answers):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(letter))])
    story.type("Unsaved")
    answers.will_be("Cancel", "Discard")
    drop(story.window, data)
    assert story.text == "Unsaved"
    drop(story.window, data)
    story.until(lambda: story.text == "Dear Anna")


def test_a_file_that_is_offered_to_be_moved_is_not_given_up_by_where_it_comes_from(window, letter):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(letter))])
    assert drop(window, data, Qt.DropAction.MoveAction) == Qt.DropAction.CopyAction


def test_text_dropped_on_the_text_goes_into_it(story):
    data = QMimeData()
    data.setText("dropped")
    drop(story.window, data)
    assert story.text == "dropped"


@pytest.fixture
def odd_name(tmp_path):
    """A file whose name is Latin-1."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("Dear Anna")
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is always Unicode")
@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"\xff\xfe%41 #?.txt", "caf\ufffd.txt".encode(), "Grüße.txt".encode()])
def test_a_file_whose_name_is_no_utf_8_is_dropped_under_its_own_bytes(story, tmp_path, name):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_text("Dear Anna")
    data = QMimeData()
    data.setData("text/uri-list", f"file://{quote_from_bytes(os.fsencode(path))}\r\n".encode())
    drop(story.window, data)
    story.until(lambda: story.text == "Dear Anna")
    assert story.window.document.path == path


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is always Unicode")
def test_a_file_whose_name_is_no_utf_8_is_opened_again_at_the_next_start_and_from_the_menu(start, odd_name, qtbot):
    leave(start(odd_name), qtbot, odd_name)
    window = start()
    qtbot.waitUntil(lambda: window.document.path == odd_name)
    window.document.new()
    menu, entries = recent_entries(window)
    assert [Path(entry).name for entry in entries] == ["caf\ufffd.txt"]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: window.document.path == odd_name)


def test_a_recent_file_that_is_not_there_says_so_and_stays_in_the_list(start, letter, qtbot, answers):
    window = start(letter)
    qtbot.waitUntil(lambda: window.document.path == letter)
    window.document.new()
    away = letter.rename(letter.with_name("away"))
    menu, entries = recent_entries(window)
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert answers.asked == [f"{letter} does not exist."]
    assert (window.document.path, recent_entries(window)[1]) == (None, entries)
    away.rename(letter)
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: window.document.path == letter)


def test_a_name_on_the_command_line_that_is_not_there_is_a_new_document(start, tmp_path, qtbot):
    window = start(tmp_path / "new.txt")
    qtbot.waitUntil(lambda: window.document.path == tmp_path / "new.txt")
    window.text_area.insertPlainText("new")
    window.document.save()
    qtbot.waitUntil((tmp_path / "new.txt").exists)


@pytest.mark.parametrize("way", ["recent", "dropped", "command line"])
def test_a_file_that_has_grown_too_large_is_refused_whatever_way_it_comes(start, letter, qtbot, answers, way):
    window = start(letter if way == "recent" else None)
    if way == "recent":
        qtbot.waitUntil(lambda: window.document.path == letter)
        window.document.new()
    os.truncate(letter, 64_000_000_000)
    if way == "recent":
        recent_entries(window)[0].actions()[0].trigger()
    elif way == "dropped":
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(letter))])
        drop(window, data)
    else:
        start(letter)
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert "the limit is 100 MB" in answers.asked[0]

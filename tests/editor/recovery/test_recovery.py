"""What a window that dies leaves behind is there at the next start, and nothing else is."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFileDialog

from keyboard.editor.files.text_file import read_text_file, write_text_file
from keyboard.editor.main_window import MainWindow
from keyboard.editor.recovery.journal import Journal, TextChanges, edited, joined
from keyboard.editor.text.text_area import TextArea
from keyboard.storage import saving
from tests.editor.conftest import StandInEngine


@pytest.fixture
def start(qtbot, empty_home):
    """Start windows as one does after the other."""
    windows = []

    def start(file=None, *, is_private=False):
        window = MainWindow(StandInEngine(), is_private=is_private)
        windows.append(window)
        looked = []
        window.start(file)
        window.persistence.keeper.in_turn(lambda: None, looked.append)
        qtbot.waitUntil(lambda: bool(looked))
        return window

    yield start
    for window in windows:
        window.text_area.document().setModified(False)
        window.close()


def test_what_is_typed_is_kept_until_it_is_saved(story, kept, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("from the disk")
    story.window.document.open(path)
    story.until(lambda: story.text)
    assert kept() == []
    story.type("new ")
    story.until(lambda: kept() == ["new from the disk"])
    story.type("and ")
    story.until(lambda: kept() == ["new and from the disk"])
    story.window.document.save()
    story.until(lambda: kept() == [])
    story.type("more ")
    story.until(lambda: kept() == ["new and more from the disk"])


def test_a_text_that_is_given_up_is_not_kept(story, kept, answers):
    story.type("Text")
    story.until(lambda: kept() == ["Text"])
    answers.will_be("Discard")
    story.window.document.new()
    story.until(lambda: kept() == [])
    story.type("Other")
    story.until(lambda: kept() == ["Other"])


def test_a_text_comes_back_with_its_file_and_its_cursor_and_is_not_saved(start, left, kept, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old\r\n")
    file, _ = read_text_file(path)
    left("old\nand new", file, cursor=4)
    window = start()
    assert window.text_area.whole_text() == "old\nand new"
    assert window.text_area.textCursor().position() == 4
    assert window.document.file == file
    assert window.isWindowModified()
    assert "“a.txt” is back" in window.persistence.recovery_notice.sentence
    assert kept() == ["old\nand new"]


def test_a_text_that_came_back_goes_on_to_be_kept(start, left, kept, qtbot):
    left("first", cursor=5)
    window = start()
    window.text_area.insertPlainText(" second")
    qtbot.waitUntil(lambda: kept() == ["first second"])


def test_what_is_in_its_file_does_not_come_back(start, left, kept, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("saved")
    left("saved", read_text_file(path)[0])
    window = start()
    assert window.text_area.whole_text() == ""
    assert kept() == []


def test_the_text_of_the_file_that_is_opened_comes_back_and_no_other(start, left, tmp_path, qtbot):
    path = tmp_path / "a.txt"
    path.write_text("old")
    left("changed", read_text_file(path)[0])
    left("another")
    assert start(path).text_area.whole_text() == "changed"
    other = start(tmp_path / "b.txt")
    qtbot.waitUntil(lambda: other.document.path == tmp_path / "b.txt")
    assert other.text_area.whole_text() == ""


def test_a_file_named_from_the_folder_one_is_in_comes_back_in_another_folder(
    start, kept, empty_home, tmp_path, monkeypatch, qtbot
):
    (tmp_path / "a.txt").write_text("old")
    monkeypatch.chdir(tmp_path)
    window = start(Path("a.txt"))
    qtbot.waitUntil(lambda: window.text_area.whole_text() == "old")
    window.text_area.insertPlainText("new ")
    qtbot.waitUntil(lambda: kept() == ["new old"])
    journal = next((empty_home / "data" / "recovery").glob("*/*.journal"))
    assert Journal(journal).read().file.path == tmp_path / "a.txt"


def test_a_text_that_gets_its_name_while_it_is_typed_comes_back_with_it(story, kept, empty_home, tmp_path, monkeypatch):
    path = tmp_path / "named.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    story.type("Text")
    story.until(lambda: kept() == ["Text"])
    story.window.document.save()
    story.type(" and more")
    story.until(lambda: path.exists() and kept() == ["Text and more"])
    journal = next((empty_home / "data" / "recovery").glob("*/*.journal"))
    story.until(lambda: Journal(journal).read().file == story.window.document.file)
    assert story.window.document.path == path


def test_the_texts_of_a_window_that_lives_are_left_to_it(start, kept, qtbot):
    living = start()
    living.text_area.insertPlainText("mine")
    qtbot.waitUntil(lambda: kept() == ["mine"])
    assert start().text_area.whole_text() == ""
    assert kept() == ["mine"]


def test_in_private_mode_nothing_is_kept(story, kept):
    story.type("Text")
    story.until(lambda: kept() == ["Text"])
    story.window.set_private(True)
    story.until(lambda: kept() == [])
    story.type(" and more")
    story.settle()
    assert kept() == []
    story.window.set_private(False)
    story.until(lambda: kept() == ["Text and more"])


def test_a_private_window_leaves_alone_what_others_left(start, left, kept):
    left("text")
    assert start(is_private=True).text_area.whole_text() == ""
    assert kept() == ["text"]


def test_where_the_folder_is_taken_away_all_of_the_text_is_kept_anew(story, kept, empty_home):
    story.type("Text")
    story.until(lambda: kept() == ["Text"])
    shutil.rmtree(empty_home / "data" / "recovery")
    story.type(" and more")
    story.until(lambda: kept() == ["Text and more"])


@pytest.mark.skipif(os.name == "nt", reason="Windows lets one write there")
def test_where_nothing_can_be_kept_it_is_said_once_and_made_up_for(story, kept, empty_home, monkeypatch):
    story.type("A")
    story.until(lambda: kept() == ["A"])
    monkeypatch.setattr("keyboard.editor.recovery.keeper._RETRY_MS", 50)
    with monkeypatch.context() as patch:
        tries = []

        def full(*_):
            tries.append(1)
            raise OSError(28, "No space left on device")

        patch.setattr(Journal, "add", full)
        story.type("b")
        story.until(lambda: "No space left on device" in story.window.failure_notice.sentence)
        story.window.failure_notice.say("")
        story.type("c")
        before = len(tries)
        story.until(lambda: len(tries) >= before + 2)
        assert story.window.failure_notice.sentence == ""
    story.until(lambda: kept() == ["Abc"])


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["type", "paste", "delete", "backspace", "undo", "redo", "block", "replace all", "new line"]),
        st.integers(0, 40),
        st.integers(0, 8),
        st.text(max_size=6),
    ),
    max_size=15,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_ACTS)
def test_edits_follow_the_text_whatever_is_done_to_it(qapp, acts):
    area = TextArea()
    edits = []
    TextChanges(area).edited.connect(edits.append)
    for act, place, length, text in acts:
        cursor = area.textCursor()
        end = area.document().characterCount() - 1
        cursor.setPosition(_whole(area, min(place, end)))
        cursor.setPosition(_whole(area, min(place + length, end)), QTextCursor.MoveMode.KeepAnchor)
        area.setTextCursor(cursor)
        _do(area, cursor, act, text)
        together = []
        for edit in edits:
            together = joined(together, edit)
        assert edited("", edits) == edited("", together) == area.whole_text()


def _whole(area, position):
    """Return the position, or the one before where it lies within a character of two units: no key leads there."""
    return position - ("\udc00" <= area.document().characterAt(position) <= "\udfff")


def _do(area, cursor, act, text):
    if act == "block":
        cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor.insertText(text)
        cursor.deleteChar()
        cursor.endEditBlock()
    else:
        {
            "type": lambda: cursor.insertText(text),
            "paste": lambda: area.insertPlainText(text + "\n" + text),
            "delete": cursor.deleteChar,
            "backspace": cursor.deletePreviousChar,
            "undo": area.undo,
            "redo": area.redo,
            "replace all": lambda: area.setPlainText(text),
            "new line": cursor.insertBlock,
        }[act]()


def test_a_text_whose_file_is_gone_is_kept_against_a_crash(story, tmp_path, kept):
    path = tmp_path / "a.txt"
    path.write_text("the only copy")
    story.window.document.open(path)
    story.until(lambda: story.text)
    assert kept() == []
    path.unlink()
    story.until(lambda: kept() == ["the only copy"])


def test_a_text_of_a_file_whose_name_is_no_utf_8_comes_back_under_that_name(start, left, tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"old")
    left("old and new", read_text_file(path)[0])
    window = start()
    assert (window.document.path, window.document.name) == (path, "caf\ufffd.txt")
    assert "“caf\ufffd.txt” is back" in window.persistence.recovery_notice.sentence


def test_what_qt_takes_for_a_line_end_comes_back_too(story, kept, left, start, tmp_path):
    path = tmp_path / "a.txt"
    data = "one\u2029two\u2028three\ufdd0four\x0bfive\x85six\rse\n".encode() + b"\xff\n"
    path.write_bytes("é".encode() + data)
    file, text = read_text_file(path)
    left("new " + text, file)
    window = start()
    assert window.text_area.whole_text() == "new " + text
    write_text_file(window.document.file, window.text_area.whole_text())
    assert path.read_bytes() == "new é".encode() + data


def test_a_save_that_a_kill_interrupted_is_completed_before_the_file_is_opened(start, tmp_path, empty_home, qtbot):
    path = tmp_path / "a.txt"
    folder = empty_home / "data" / "saves"
    folder.mkdir(parents=True)
    saving._Record(path, b"before", b"after all").write(folder / "1.save")
    path.write_bytes(b"aftere")
    window = start(path)
    qtbot.waitUntil(lambda: window.text_area.whole_text() == "after all")


def test_a_save_that_cannot_be_completed_any_more_is_said(start, tmp_path, empty_home, qtbot):
    path = tmp_path / "a.txt"
    folder = empty_home / "data" / "saves"
    folder.mkdir(parents=True)
    saving._Record(path, b"before", b"after all").write(folder / "1.save")
    path.write_bytes(b"theirs")
    window = start(path)
    qtbot.waitUntil(lambda: "a.txt was not saved completely" in window.failure_notice.sentence)
    assert "1.txt" in window.failure_notice.sentence
    qtbot.waitUntil(lambda: window.text_area.whole_text() == "theirs")

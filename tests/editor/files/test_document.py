"""Opening and saving from the window: whatever happens, no text is lost."""

import os
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QFileDialog

from keyboard.editor.files import document, text_file
from keyboard.editor.files.text_file import fingerprint_on_disk


@pytest.fixture
def chosen_file(monkeypatch, tmp_path):
    """What the user chooses in a file dialog."""
    path = tmp_path / "chosen.txt"
    for dialog in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, dialog, lambda *_: (str(path), ""))
    return path


@pytest.fixture
def slow_disk(monkeypatch):
    """Reading and writing wait until they are let go."""
    go_on = threading.Event()

    def held_back(work):
        def do(*arguments, **named):
            assert go_on.wait(30)
            return work(*arguments, **named)

        return do

    monkeypatch.setattr(document, "read_text_file", held_back(text_file.read_text_file))
    monkeypatch.setattr(document, "write_text_file", held_back(text_file.write_text_file))
    yield go_on
    go_on.set()


def open_file(story, path, content):
    path.write_text(content)
    story.window.document.open(path)
    story.until(lambda: story.window.document.path == path and story.text == content)
    return story.window.document


def is_saved(story):
    return not story.window.text_area.document().isModified()


def test_keys_that_come_before_the_first_files_text_raise_no_question(story, tmp_path, slow_disk, answers):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Anna")
    story.window.document.open(path)
    story.type("Too soon ")
    slow_disk.set()
    story.until(lambda: story.text == "Dear Anna")
    assert answers.asked == []
    story.type("Oh ")
    assert story.text == "Oh Dear Anna"


def test_where_text_came_before_the_first_files_and_is_kept_one_types_on(story, tmp_path, slow_disk, answers):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Anna")
    answers.will_be("Cancel")
    story.window.document.open(path)
    story.window.text_area.textCursor().insertText("by another way ")
    slow_disk.set()
    story.until(lambda: answers.asked)
    story.type("Oh ")
    assert story.text.replace("Oh ", "") == "by another way "
    assert "Oh " in story.text


def test_where_the_first_file_cannot_be_opened_one_types_on(story, tmp_path, answers):
    (tmp_path / "a.bin").write_bytes(b"\0\1\2" * 100)
    story.window.document.open(tmp_path / "a.bin")
    story.until(lambda: answers.asked)
    story.type("Hello")
    assert story.text == "Hello"


def test_a_file_is_opened_changed_and_saved(story, tmp_path):
    path = tmp_path / "letter.txt"
    opened = open_file(story, path, "Dear Anna")
    assert story.window.windowTitle().startswith("letter.txt")
    assert not story.window.isWindowModified()
    story.type("Oh ")
    assert story.window.isWindowModified()
    opened.save()
    story.until(lambda: is_saved(story))
    assert path.read_text() == "Oh Dear Anna"
    assert not story.window.isWindowModified()


def test_no_break_spaces_survive_opening_and_saving(story, tmp_path):
    path = tmp_path / "a.txt"
    opened = open_file(story, path, "10\u00a0km")
    story.type("x")
    opened.save()
    story.until(lambda: is_saved(story))
    assert path.read_text() == "x10\u00a0km"


def test_the_first_save_asks_for_a_name(story, chosen_file):
    story.type("Text")
    story.window.document.save()
    story.until(chosen_file.exists)
    story.until(lambda: is_saved(story))
    assert chosen_file.read_text() == "Text"
    assert story.window.document.path == chosen_file


def test_a_binary_file_is_refused_and_the_open_text_stays(story, tmp_path, answers):
    bad = tmp_path / "bad.bin"
    bad.write_bytes(b"\x00binary")
    story.type("My text")
    story.window.document.open(bad)
    story.until(lambda: answers.asked)
    assert "bad.bin" in answers.asked[0]
    assert story.text == "My text"
    assert story.window.document.path is None


@pytest.mark.parametrize("choice", ["Open It as Latin-1", "Cancel"])
def test_a_file_in_latin_1_is_asked_about_and_saved_as_it_was(story, tmp_path, answers, choice):
    path = tmp_path / "old.txt"
    path.write_bytes(b"caf\xe9\r\n")
    answers.will_be(choice)
    story.window.document.open(path)
    story.until(lambda: answers.asked)
    assert "old.txt is not UTF-8 text" in answers.asked[0]
    if choice == "Cancel":
        story.until(lambda: not story.window.text_area.isReadOnly())
        assert (story.text, story.window.document.path) == ("", None)
        return
    story.until(lambda: story.text == "café\n")
    story.type("x")
    story.window.document.save()
    story.until(lambda: is_saved(story))
    assert path.read_bytes() == b"xcaf\xe9\r\n"


def test_what_latin_1_has_not_is_saved_as_utf_8_after_a_question(story, tmp_path, answers):
    path = tmp_path / "old.txt"
    path.write_bytes(b"caf\xe9")
    answers.will_be("Open It as Latin-1", "Cancel", "Save It as UTF-8")
    story.window.document.open(path)
    story.until(lambda: story.text == "café")
    story.commit("→ ")
    story.window.document.save()
    story.until(lambda: len(answers.asked) == 2)
    assert "Latin-1 has no “→”" in answers.asked[1]
    assert path.read_bytes() == b"caf\xe9"
    story.window.document.save()
    story.until(lambda: is_saved(story))
    assert path.read_text("utf-8") == "→ café"


def test_overwriting_that_was_confirmed_in_save_as_is_not_asked_about_again_when_the_encoding_changes(
    story, tmp_path, answers, chosen_file
):
    path = tmp_path / "old.txt"
    path.write_bytes(b"caf\xe9")
    chosen_file.write_text("The dialog has asked whether this may be replaced.")
    answers.will_be("Open It as Latin-1", "Save It as UTF-8")
    story.window.document.open(path)
    story.until(lambda: story.text == "café")
    story.commit("→ ")
    story.window.document.save_as()
    story.until(lambda: is_saved(story))
    assert len(answers.asked) == 2
    assert chosen_file.read_text("utf-8") == "→ café"


def test_what_is_typed_while_another_file_is_read_is_asked_about(story, tmp_path, answers, slow_disk):
    slow_disk.set()
    open_file(story, tmp_path / "first.txt", "first")
    slow_disk.clear()
    (tmp_path / "second.txt").write_text("second")
    answers.will_be("Cancel")
    story.window.document.open(tmp_path / "second.txt")
    story.type("typed meanwhile, ")
    slow_disk.set()
    story.until(lambda: answers.asked)
    assert story.text == "typed meanwhile, first"


def test_of_two_files_opened_one_after_the_other_the_later_is_shown(story, tmp_path, slow_disk):
    for name in ("first", "second"):
        (tmp_path / name).write_text(name)
        story.window.document.open(tmp_path / name)
    slow_disk.set()
    story.until(lambda: story.text == "second")
    story.let_pass(50)
    assert story.text == "second"


def test_what_is_typed_while_the_text_is_written_is_not_taken_for_saved(story, tmp_path, slow_disk):
    slow_disk.set()
    path = tmp_path / "a.txt"
    opened = open_file(story, path, "")
    story.type("First")
    slow_disk.clear()
    opened.save()
    story.type(" second")
    slow_disk.set()
    story.until(lambda: path.read_text() == "First" and not opened.is_writing)
    assert not is_saved(story)
    assert story.text == "First second"


def test_saving_twice_in_a_row_is_no_change_by_another_program(story, tmp_path, answers, slow_disk):
    slow_disk.set()
    path = tmp_path / "a.txt"
    opened = open_file(story, path, "old")
    slow_disk.clear()
    story.type("1")
    opened.save()
    story.type("2")
    opened.save()
    slow_disk.set()
    story.until(lambda: is_saved(story))
    assert path.read_text() == "12old"
    assert answers.asked == []


@pytest.mark.parametrize(
    ("choice", "on_disk", "in_window"),
    [("Keep Mine", "Mine", "Mine"), ("Load Theirs", "Theirs", "Theirs"), ("Cancel", "Theirs", "Mine")],
)
def test_a_file_changed_by_another_program_is_asked_about(story, tmp_path, answers, choice, on_disk, in_window):
    path = tmp_path / "a.txt"
    opened = open_file(story, path, "")
    story.type("Mine")
    path.write_text("Theirs")
    answers.will_be(choice)
    opened.save()
    story.until(lambda: answers.asked)
    story.until(lambda: path.read_text() == on_disk and story.text == in_window)
    assert "a.txt was changed by another program" in answers.asked[0]
    story.until(lambda: is_saved(story) == (choice != "Cancel"))


def test_a_file_changed_by_another_program_can_be_left_and_mine_saved_elsewhere(story, tmp_path, answers, chosen_file):
    path = tmp_path / "a.txt"
    opened = open_file(story, path, "")
    story.type("Mine")
    path.write_text("Theirs")
    answers.will_be("Save As…")
    opened.save()
    story.until(chosen_file.exists)
    story.until(lambda: is_saved(story))
    assert (path.read_text(), chosen_file.read_text()) == ("Theirs", "Mine")


def test_where_saving_fails_the_text_stays_unsaved_and_can_go_elsewhere(story, tmp_path, answers, chosen_file):
    folder = tmp_path / "stick"
    folder.mkdir()
    opened = open_file(story, folder / "a.txt", "")
    story.type("Text")
    (folder / "a.txt").unlink()
    folder.rmdir()
    answers.will_be("Close", "Save As…")
    opened.save()
    story.until(lambda: answers.asked and not opened.is_writing)
    assert not is_saved(story)
    assert story.text == "Text"
    opened.save()
    story.until(lambda: is_saved(story))
    assert chosen_file.read_text() == "Text"


@pytest.mark.parametrize(("choice", "is_left"), [("Save", True), ("Discard", True), ("Cancel", False)])
def test_new_asks_what_becomes_of_unsaved_text(story, answers, chosen_file, choice, is_left):
    story.type("Text")
    answers.will_be(choice)
    story.window.document.new()
    if is_left:
        story.until(lambda: story.text == "")
        assert story.window.document.path is None
    else:
        assert story.text == "Text"
    assert chosen_file.exists() == (choice == "Save")


@pytest.mark.parametrize("choice", ["Save", "Discard", "Cancel"])
def test_closing_asks_what_becomes_of_unsaved_text(story, answers, chosen_file, choice):
    story.type("Text")
    answers.will_be(choice)
    story.window.close()
    story.until(lambda: story.window.isHidden() == (choice != "Cancel"))
    assert story.engine.is_closed == (choice != "Cancel")
    assert chosen_file.exists() == (choice == "Save")


def test_what_is_typed_while_closing_saves_is_asked_about_and_not_lost(story, answers, chosen_file, slow_disk):
    story.type("Text")
    answers.will_be("Save", "Cancel")
    story.window.close()
    story.type(" and more")
    slow_disk.set()
    story.until(lambda: len(answers.asked) == 2)
    assert not story.window.isHidden()
    assert story.text == "Text and more"


def test_closing_a_saved_text_asks_nothing(story, answers):
    story.window.close()
    assert answers.asked == []
    assert story.engine.is_closed


def said(story):
    return story.window.failure_notice.sentence


def test_one_bad_byte_leaves_the_rest_readable_and_its_place_is_named(story, tmp_path, answers):
    path = tmp_path / "letter.txt"
    data = ("Zoë wrote “naïve café”.\n" * 3).encode() + b"A fa\xe7ade\n" + "– jalapeño\n".encode()
    path.write_bytes(data)
    story.window.document.open(path)
    story.until(lambda: "Line 4, column 5 of letter.txt is not valid UTF-8" in said(story))
    assert answers.asked == []
    assert story.text.startswith("Zoë wrote “naïve café”.")
    story.type("x")
    story.window.document.save()
    story.until(lambda: is_saved(story))
    assert path.read_bytes() == b"x" + data


def test_of_several_bad_bytes_the_number_and_the_first_place_are_named(story, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_bytes("ééé\n".encode() + b"\xff\xfe")
    story.window.document.open(path)
    story.until(lambda: "letter.txt has 2 bytes that are not valid UTF-8, the first in line 2, column 1" in said(story))


@pytest.mark.long
@given(
    data=st.binary(max_size=60), more=st.text(st.sampled_from("\u2029\u2028\ufdd0\ufdd1\x85\v\f\r\n\ufffcé\u00a0"), max_size=30)
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_of_whatever_bytes_a_file_has_typing_and_undo_change_only_what_is_typed(story, tmp_path, answers, data, more):
    path = tmp_path / "any.txt"
    data = more.encode() + data.replace(b"\0", b"") + "ééééééééééééééééééééééééééééééééééé".encode()
    path.write_bytes(data)
    document = story.window.document
    document.open(path)
    story.until(
        lambda: document.path == path and document.file.fingerprint == fingerprint_on_disk(path) and not document.is_loading
    )
    for act, expected in ((lambda: story.commit("~"), b"~" + data), (story.window.text_area.undo, data)):
        act()
        assert not is_saved(story)
        document.save()
        story.until(lambda: is_saved(story) and not document.is_writing)
        saved = path.read_bytes()
        # A byte order mark stays first.
        assert saved.replace(b"~", b"") == expected.replace(b"~", b"")
        assert saved.count(b"~") == expected.count(b"~")


SEPARATORS = "one\u2029two\u2028three\ufdd0four\ufdd1five\vsix\fseven\x85eight\x1cni\rne\u00a0\n"


def test_what_qt_takes_for_a_line_end_survives_copying_cutting_and_replacing(story, tmp_path):
    path, copy = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_bytes(SEPARATORS.encode())
    area, document = story.window.text_area, story.window.document
    document.open(path)
    story.until(lambda: document.path == path and not document.is_loading)
    area.selectAll()
    area.copy()
    assert QApplication.clipboard().text() == SEPARATORS
    area.cut()
    assert story.text == ""
    area.paste()
    area.paste()
    document.save()
    story.until(lambda: is_saved(story))
    assert path.read_bytes() == 2 * SEPARATORS.encode()
    copy.write_bytes(b"")
    document.open(copy)
    story.until(lambda: document.path == copy)
    area.paste()
    document.save()
    story.until(lambda: is_saved(story))
    assert copy.read_bytes() == SEPARATORS.encode()


def test_a_file_that_is_too_large_is_refused_in_one_sentence_and_the_text_stays(story, tmp_path, answers):
    path = tmp_path / "huge.img"
    with path.open("wb") as file:
        file.truncate(64_000_000_000)
    story.type("My text")
    story.window.document.open(path)
    story.until(lambda: answers.asked)
    assert "huge.img was not opened: it has 64" in answers.asked[0]
    assert story.text == "My text"


def test_a_file_that_is_not_there_opens_no_empty_document(story, tmp_path, answers):
    story.window.document.open(tmp_path / "gone.txt")
    story.until(lambda: answers.asked)
    assert answers.asked[0].endswith("gone.txt does not exist.")
    assert story.window.document.path is None
    story.type("Hello")
    assert story.text == "Hello"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is always Unicode")
def test_a_file_whose_name_is_no_utf_8_is_shown_readable_and_saved_under_its_bytes(story, tmp_path, answers):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"old")
    story.window.document.open(path)
    story.until(lambda: story.text == "old")
    assert story.window.windowTitle().startswith("caf\ufffd.txt")
    story.type("x")
    story.window.document.save()
    story.until(lambda: is_saved(story))
    assert [entry for entry in tmp_path.iterdir() if entry.suffix == ".txt"] == [path]
    assert path.read_bytes() == b"xold"
    path.write_bytes(b"theirs")
    story.type("y")
    answers.will_be("Cancel")
    story.window.document.save()
    story.until(lambda: answers.asked)
    assert "caf\ufffd.txt was changed by another program" in answers.asked[0]

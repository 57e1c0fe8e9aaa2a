"""A long file is opened while one types: the window is never held up, and nothing is mixed up."""

import pytest
from PySide6.QtCore import QTimer

from keyboard.editor.files import chunked_load
from tests.editor.files.test_document import is_saved

_LINE = "The quick brown fox jumps over the lazy dog, naïve as ever, near the river.\r\n"
_SIZE_BYTES = 20_000_000


class Turns:
    """Counts the turns of the event loop, in each of which the window can take a key."""

    def __init__(self):
        self.count = 0
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._add)
        self._timer.start()

    def _add(self):
        self.count += 1


@pytest.fixture
def short_pieces(monkeypatch, story):
    """Pieces of ten characters, so slowly that there is time to type between them."""
    monkeypatch.setattr(chunked_load, "_PIECE_LENGTH", 10)
    story.window.document._load._timer.setInterval(20)


def is_full(story, path):
    return story.window.document.path == path and not story.window.document.is_loading


@pytest.mark.long
def test_a_file_of_20_mb_is_opened_typed_in_and_saved_in_pieces_between_which_the_window_takes_keys(story, tmp_path):
    path = tmp_path / "long.txt"
    data = (_LINE * (_SIZE_BYTES // len(_LINE.encode()))).encode()
    path.write_bytes(data)
    turns = Turns()
    story.window.document.open(path)
    story.until(lambda: story.window.document.path == path)
    while story.window.document.is_loading:
        story.type("x")
        before = turns.count
        story.until(lambda before=before: turns.count > before + 10)
    pieces = len(data) // chunked_load._PIECE_LENGTH
    assert turns.count > pieces / 2
    story.type("some words more")
    before = turns.count
    story.window.document.save()
    story.until(lambda: is_saved(story))
    assert turns.count - before > len(data) // chunked_load._SNAPSHOT_PIECE_LENGTH / 2
    typed = story.text[: story.text.index("The")]
    assert typed.strip("x") == "some words more"
    assert path.read_bytes() == typed.encode() + data


def test_what_is_typed_while_a_file_fills_the_window_stays_and_is_not_taken_for_saved(story, tmp_path, short_pieces):
    path = tmp_path / "a.txt"
    path.write_text("0123456789" * 20)
    story.window.document.open(path)
    story.until(lambda: story.window.document.path == path)
    assert story.window.document.is_loading
    story.type("ab")
    story.until(lambda: is_full(story, path))
    assert story.text == "ab" + "0123456789" * 20
    assert not is_saved(story)


def test_what_is_typed_at_the_end_of_what_is_there_stays_there(story, tmp_path, short_pieces):
    path = tmp_path / "a.txt"
    path.write_text("0123456789" * 20)
    story.window.document.open(path)
    story.until(lambda: story.window.document.path == path)
    story.window.text_area.moveCursor(story.window.text_area.textCursor().MoveOperation.End)
    place = story.window.text_area.textCursor().position()
    story.type("ab")
    story.until(lambda: is_full(story, path))
    expected = "0123456789" * 20
    assert story.text == expected[:place] + "ab" + expected[place:]
    assert story.window.text_area.textCursor().position() == place + 2


def test_a_text_that_is_saved_while_it_fills_the_window_is_saved_whole(story, tmp_path, short_pieces):
    path = tmp_path / "a.txt"
    path.write_text("0123456789" * 20)
    story.window.document.open(path)
    story.until(lambda: story.window.document.path == path)
    story.type("x")
    story.window.document.save()
    story.until(lambda: is_full(story, path) and is_saved(story))
    assert path.read_text() == "x" + "0123456789" * 20


def test_undo_does_not_take_an_opened_text_away(story, tmp_path, short_pieces):
    path = tmp_path / "a.txt"
    path.write_text("0123456789" * 20)
    story.window.document.open(path)
    story.until(lambda: is_full(story, path))
    story.type("new")
    story.window.text_area.undo()
    story.window.text_area.undo()
    assert story.text == "0123456789" * 20
    assert is_saved(story)

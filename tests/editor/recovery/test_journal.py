"""Journals: whatever was written whole is read again, cut off anywhere, whatever stands in the text."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.editor.files.text_file import TextFile
from keyboard.editor.recovery import journal
from keyboard.editor.recovery import journal as journal_module
from keyboard.editor.recovery.journal import Edit, Journal, JournalError, KeptText, edited, joined
from keyboard.editor.text.utf16 import units

_ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=12)


@st.composite
def _changed_texts(draw):
    """A text, edits one after the other, and the text after each."""
    texts = [draw(_ANY_TEXT)]
    edits = []
    for _ in range(draw(st.integers(0, 8))):
        data = texts[-1].encode("utf-16-le", "surrogatepass")
        start = draw(st.integers(0, len(data) // 2))
        end = draw(st.integers(start, len(data) // 2))
        text = draw(_ANY_TEXT)
        data = data[: start * 2] + text.encode("utf-16-le", "surrogatepass") + data[end * 2 :]
        edits.append(Edit(start, end - start, text))
        texts.append(data.decode("utf-16-le", "surrogatepass"))
    return texts, edits


@given(_changed_texts())
def test_edits_lead_from_the_text_before_to_the_text_after(changed):
    texts, edits = changed
    assert edited(texts[0], edits) == edited(texts[-1], [])
    together = []
    for edit in edits:
        together = joined(together, edit)
    assert edited(texts[0], together) == edited(texts[-1], [])


def test_typing_on_is_one_edit():
    edits = []
    for position, letter in enumerate("word"):
        edits = joined(edits, Edit(position, 0, letter))
    assert edits == [Edit(0, 0, "word")]


@given(st.text(max_size=40))
def test_long_texts_are_put_together_from_pieces(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "PIECE_LENGTH", 3)
        assert edited(text, [Edit(0, 0, "a"), Edit(units(text) + 1, 0, "z")]) == f"a{text}z"


@given(_changed_texts(), st.integers(0, 2000))
def test_a_journal_cut_off_anywhere_gives_the_text_after_the_last_whole_change(tmp_path_factory, changed, cut):
    texts, edits = changed
    journal = Journal(tmp_path_factory.mktemp("journals") / "a.journal")
    file = TextFile(journal.path.parent / "ä.txt", line_end="\r\n", fingerprint="12")
    journal.begin(KeptText(file, texts[0], 0))
    begun = journal.path.stat().st_size
    sizes = [begun]
    for number, edit in enumerate(edits):
        journal.add([edit], number)
        sizes.append(journal.path.stat().st_size)
    end = max(begun, sizes[-1] - cut)
    os.truncate(journal.path, end)
    last = max(index for index, size in enumerate(sizes) if size <= end)
    again = Journal(journal.path)
    assert again.read() == KeptText(file, edited(texts[last], []), max(0, last - 1))
    again.add([Edit(0, 0, "on ")], 3)
    assert Journal(journal.path).read().text == edited("on " + texts[last], [])


@pytest.mark.parametrize("rest", [b"\0\0\0\0", b"\0\0{}\n", b"[]\n", b'{"edits": [[0,'])
def test_what_a_crash_of_the_machine_leaves_at_the_end_is_no_part_of_the_text(tmp_path, rest):
    journal = Journal(tmp_path / "a.journal")
    journal.begin(KeptText(None, "text", 4))
    with journal.path.open("ab") as file:
        file.write(rest)
    assert Journal(journal.path).read() == KeptText(None, "text", 4)


def test_a_file_that_is_no_journal_is_named(tmp_path):
    (tmp_path / "a.journal").write_bytes(b"\0")
    with pytest.raises(JournalError, match=r"a.journal cannot be read"):
        Journal(tmp_path / "a.journal").read()


def test_a_journal_of_many_changes_is_written_anew_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(journal_module, "_MOST_LINES", 5)
    journal = Journal(tmp_path / "a.journal")
    journal.begin(KeptText(None, "", 0))
    for number in range(20):
        journal.add([Edit(number, 0, "x")], number + 1)
        assert len(journal.path.read_bytes().splitlines()) <= 6
    assert Journal(journal.path).read() == KeptText(None, "x" * 20, 20)


def test_the_file_that_the_text_was_saved_in_last_comes_back(tmp_path):
    journal = Journal(tmp_path / "a.journal")
    journal.begin(KeptText(None, "a", 0))
    journal.saved_as(TextFile(tmp_path / "b.txt", fingerprint="1"))
    assert Journal(journal.path).read().file == TextFile(tmp_path / "b.txt", fingerprint="1")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_where_the_disk_is_full_what_was_written_before_stays_and_half_a_line_is_overwritten(tmp_path, monkeypatch):
    journal = Journal(tmp_path / "a.journal")
    journal.begin(KeptText(None, "a", 1))
    with monkeypatch.context() as patch:
        patch.setattr(journal_module.os, "fsync", lambda _: os.write(os.open("/dev/full", os.O_WRONLY), b"x"))
        with pytest.raises(OSError, match="No space left"):
            journal.add([Edit(1, 0, "lost")], 5)
    journal.add([Edit(1, 0, "b")], 2)
    assert Journal(journal.path).read() == KeptText(None, "ab", 2)

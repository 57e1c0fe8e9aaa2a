"""Text files: whole or not at all, in their own form, never over another's changes."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.editor.files import text_file
from keyboard.editor.files.text_file import (
    ChangedOnDiskError,
    TextFile,
    TextFileError,
    UnencodableError,
    read_text_file,
    write_text_file,
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a\nb\n",
        b"a\r\nb\r\n",
        b"a\rb\r",
        b"\xef\xbb\xbfa\n",
        "naïve 😀\u00a0!".encode(),
        b"no end",
        "\ufeffé😀\r\n".encode("utf-16-le"),
        "\ufeffé\n".encode("utf-16-be"),
        b"form\x0cfeed\x01",
    ],
)
def test_a_file_saved_unchanged_has_the_same_bytes(tmp_path, data):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    file, text = read_text_file(path)
    write_text_file(file, text)
    assert path.read_bytes() == data


def test_mixed_line_ends_become_the_commonest_one(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\nb\nc\r\n")
    file, text = read_text_file(path)
    assert (file.line_end, text) == ("\n", "a\nb\nc\n")


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=[])))
def test_any_text_can_be_saved_and_opened_again(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("texts") / "a.txt"
    write_text_file(TextFile(path), text)
    expected = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert read_text_file(path)[1] == expected.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "reason"), [(b"\x00\x01ELF", "binary"), (b"caf\xe9", "no UTF-8 text"), ("é".encode("utf-32"), "binary")]
)
def test_what_is_no_utf_8_text_is_refused_in_a_sentence_that_names_it(tmp_path, data, reason):
    path = tmp_path / "strange.bin"
    path.write_bytes(data)
    with pytest.raises(TextFileError, match=r"strange.bin") as refusal:
        read_text_file(path)
    assert reason in str(refusal.value)


def test_latin_1_is_read_and_written_where_it_is_asked_for(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(1, 256)).replace(b"\r", b""))
    data = path.read_bytes()
    file, text = read_text_file(path, "latin-1")
    write_text_file(file, text)
    assert path.read_bytes() == data


def test_a_character_that_the_encoding_has_not_is_named_and_the_file_is_untouched(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xe9")
    file, _ = read_text_file(path, "latin-1")
    with pytest.raises(UnencodableError, match=r"a.txt could not be saved: Latin-1 has no “€”"):
        write_text_file(file, "5 €")
    assert path.read_bytes() == b"\xe9"


def test_line_ends_are_found_where_a_long_file_is_read_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(text_file, "_PIECE_LENGTH", 3)
    path = tmp_path / "a.txt"
    path.write_bytes("ab\r\n€\r\né\r\n😀".encode())
    file, text = read_text_file(path)
    assert (file.line_end, text) == ("\r\n", "ab\n€\né\n😀")
    write_text_file(file, text)
    assert path.read_bytes() == "ab\r\n€\r\né\r\n😀".encode()


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(TextFileError, match="is no file"):
        read_text_file(tmp_path)


def test_a_file_that_does_not_exist_is_an_empty_text_of_that_name(tmp_path):
    assert read_text_file(tmp_path / "new.txt") == (TextFile(tmp_path / "new.txt"), "")


def test_a_file_changed_by_another_program_is_not_overwritten_unasked(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("mine")
    file, _ = read_text_file(path)
    path.write_text("theirs")
    with pytest.raises(ChangedOnDiskError):
        write_text_file(file, "mine, longer")
    assert path.read_text() == "theirs"
    write_text_file(file, "mine, longer", overwrite_changes=True)
    assert path.read_text() == "mine, longer"


def test_a_file_made_by_another_program_under_the_name_of_a_new_one_is_not_overwritten(tmp_path):
    file, _ = read_text_file(tmp_path / "new.txt")
    (tmp_path / "new.txt").write_text("theirs")
    with pytest.raises(ChangedOnDiskError):
        write_text_file(file, "mine")


def test_a_file_touched_but_not_changed_is_saved_without_question(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("same")
    file, _ = read_text_file(path)
    os.utime(path, (1, 1))
    write_text_file(file, "new")
    assert path.read_text() == "new"


def test_a_file_deleted_meanwhile_is_written_again(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x")
    file, _ = read_text_file(path)
    path.unlink()
    write_text_file(file, "y")
    assert path.read_text() == "y"


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither")
def test_permissions_are_kept_and_links_followed(tmp_path):
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    file, _ = read_text_file(link)
    write_text_file(file, "new")
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()


def test_a_read_only_file_is_not_replaced(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old")
    file, _ = read_text_file(path)
    monkeypatch.setattr(text_file.os, "access", lambda *_: False)
    with pytest.raises(TextFileError, match=r"a.txt could not be saved: it is read-only"):
        write_text_file(file, "new")
    assert path.read_text() == "old"


def test_a_folder_that_is_gone_is_named_and_not_made(tmp_path):
    path = tmp_path / "stick" / "a.txt"
    with pytest.raises(TextFileError, match=r"the folder .*stick does not exist"):
        write_text_file(TextFile(path), "text")
    assert not path.parent.exists()


def test_where_the_disk_is_full_the_old_file_is_whole_and_nothing_is_left_behind(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old")
    file, _ = read_text_file(path)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TextFileError, match=r"a.txt could not be saved: No space left on device"):
        write_text_file(file, "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text() == "old"

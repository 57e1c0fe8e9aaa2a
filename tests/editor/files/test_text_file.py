"""Text files: whole or not at all, in their own form, never over another's changes."""

import dataclasses
import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from keyboard.editor.files import encodings, text_file
from keyboard.editor.files.encodings import Damage, damage_of, decoded, encoded, for_other_programs
from keyboard.editor.files.text_file import (
    ChangedOnDiskError,
    NotUTF8Error,
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


@pytest.mark.parametrize(
    ("data", "text", "typed", "saved"),
    [
        (b"a\nb\nc\r\n", "a\nb\nc\n", "a\nxb\nc\n", b"a\nxb\nc\r\n"),
        (b"a\r\nb\r\nc\nd", "a\nb\nc\nd", "a\nb\nnew\nc\nd", b"a\r\nb\r\nnew\r\nc\nd"),
        (b"a\rb\rc\nd\r\n", "a\nb\nc\nd\n", "b\nc!\nd\n", b"b\rc!\nd\r\n"),
        (b"a\nb\r\nc\r\n", "a\nb\nc\n", "", b""),
    ],
)
def test_each_line_keeps_its_own_line_end_where_they_are_mixed(tmp_path, data, text, typed, saved):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    file, read = read_text_file(path)
    assert read == text
    file = write_text_file(file, read)
    assert path.read_bytes() == data
    write_text_file(file, typed)
    assert path.read_bytes() == saved


def test_a_copy_under_another_name_has_the_same_mixed_line_ends(tmp_path):
    path, copy = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_bytes(b"a\nb\nc\r\n")
    file, text = read_text_file(path)
    write_text_file(dataclasses.replace(file, path=copy), text, line_ends_from=path)
    assert copy.read_bytes() == path.read_bytes()


_TEXTS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=[]))


@given(_TEXTS.filter(lambda text: not re.search("[\U0010f480-\U0010f4ff\U0010f900-\U0010f9ff\u2029\ufdd0\ufdd1]", text)))
@example("\U0010f000\U0010ffff")
def test_any_text_can_be_saved_and_opened_again(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("texts") / "a.txt"
    write_text_file(TextFile(path), text)
    expected = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert read_text_file(path)[1] == expected.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "reason"), [(b"\x00\x01ELF", "binary"), (b"caf\xe9", "not UTF-8 text"), ("é".encode("utf-32"), "binary")]
)
def test_what_is_no_utf_8_text_is_refused_in_a_sentence_that_names_it(tmp_path, data, reason):
    path = tmp_path / "strange.bin"
    path.write_bytes(data)
    with pytest.raises(TextFileError, match=r"strange.bin") as refusal:
        read_text_file(path)
    assert reason in str(refusal.value)


@pytest.mark.parametrize("name", ["", "utf-16-le", "utf-16-be"])
@given(data=st.binary(max_size=200), pieces=st.integers(1, 40))
@example(data="one\u2029two\u2028three\ufdd0four\ufdd1five\x0bsix\x0cseven\x85eight\x1cnine\n\rten".encode(), pieces=40)
@example(data="\U0010f000\U0010f90d\U0010ffff\ufffd".encode(), pieces=3)
@example(data="\U0010f000\U0010f90d".encode("utf-16-le") + b"\x00\xd8\x00\xdc\x00\xdc\x41", pieces=3)
def test_whatever_bytes_a_file_has_they_come_back_when_it_is_saved(name, data, pieces):
    encoding = name or "utf-8"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "_PIECE_LENGTH", 2 * pieces)
        found = decoded(data, encoding)
        like = data if found.has_other_line_ends else None
        assert b"".join(encoded(found.text, encoding, found.line_end, like)) == data
    assert not re.search("[\r\u2029\ufdd0\ufdd1\ud800-\udfff]", found.text)


@given(
    data=st.lists(st.sampled_from(["a", "b", "\n", "\r\n", "\r", "\u2029", "\ufdd0", "\x85"]), max_size=30), at=st.integers(0, 30)
)
def test_a_letter_that_is_typed_is_the_only_change_in_the_file(data, at):
    data = "".join(data)
    found = decoded(data.encode(), "utf-8")
    at = min(at, len(found.text))
    typed = f"{found.text[:at]}X{found.text[at:]}"
    like = data.encode() if found.has_other_line_ends else None
    assert b"".join(encoded(typed, "utf-8", found.line_end, like)).replace(b"X", b"") == data.encode()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("Zoë\nnaïve caf".encode() + b"\xe9" + " – jalapeño\n".encode(), Damage(1, 2, 10)),
        ("“Zoë” ".encode() + b"\xff\xfe\n\x80 ok\n", Damage(3, 1, 7)),
        ("Zoë ".encode() + "€".encode()[:2], Damage(2, 1, 5)),
        (b"cut off: " + "😀".encode()[:3], Damage(3, 1, 10)),
    ],
)
def test_a_bad_byte_costs_one_character_and_its_place_is_known(tmp_path, data, place):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    file, text = read_text_file(path)
    assert damage_of(text, file.encoding) == place
    assert for_other_programs(text).replace("\ufffd", "") == data.decode("utf-8", "ignore")
    write_text_file(file, text + "x")
    assert path.read_bytes() == data + b"x"


def test_half_a_pair_in_utf_16_costs_one_character(tmp_path):
    path = tmp_path / "a.txt"
    data = "\ufeffone ".encode("utf-16-le") + b"\x3d\xd8" + " two\r\n".encode("utf-16-le")
    path.write_bytes(data)
    file, text = read_text_file(path)
    assert damage_of(text, file.encoding) == Damage(1, 1, 5)
    assert for_other_programs(text) == "one \ufffd two\n"
    write_text_file(file, text)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "data", ["naïve café, déjà vu".encode("cp1252"), "привет, мир".encode("koi8-r"), "日本語".encode("shift-jis")]
)
def test_what_is_mostly_no_utf_8_is_said_to_be_in_another_encoding(tmp_path, data):
    path = tmp_path / "old.txt"
    path.write_bytes(data)
    with pytest.raises(NotUTF8Error, match=r"old.txt is not UTF-8 text"):
        read_text_file(path)


def test_latin_1_means_windows_1252(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x93Smart quotes,\x94 she said \x96 it\x92s 5 \x80\x85\r\n")
    file, text = read_text_file(path, "latin-1")
    assert text == "“Smart quotes,” she said – it’s 5 €…\n"
    write_text_file(file, "x" + text)
    assert path.read_bytes() == b"x\x93Smart quotes,\x94 she said \x96 it\x92s 5 \x80\x85\r\n"


def test_a_sparse_image_of_64_gb_is_refused_at_once(tmp_path):
    path = tmp_path / "huge.img"
    with path.open("wb") as file:
        file.truncate(64_000_000_000)
    with pytest.raises(TextFileError, match=r"huge.img was not opened: it has 64,?000 MB, and the limit is 100 MB"):
        read_text_file(path)
    assert text_file.fingerprint_on_disk(path) not in {"", text_file.fingerprint_on_disk(tmp_path / "other.txt")}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_devices_pipes_and_endless_files_are_refused(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe", tmp_path / "link", Path("/dev/zero")):
        with pytest.raises(TextFileError, match="it is not a file"):
            read_text_file(path)
    # As with many files in /proc, the size that the system gives says nothing.
    monkeypatch.setattr(text_file, "MOST_BYTES", 10)
    monkeypatch.setattr(text_file.os, "fstat", lambda _: os.stat_result((0o100644, *[0] * 9)))
    (tmp_path / "a.txt").write_text("eleven char")
    with pytest.raises(TextFileError, match="not opened: it has"):
        read_text_file(tmp_path / "a.txt")


def test_a_file_that_has_to_be_there_is_not_made(tmp_path):
    with pytest.raises(TextFileError, match=r"gone.txt does not exist"):
        read_text_file(tmp_path / "gone.txt", may_be_new=False)


def test_latin_1_is_read_and_written_where_it_is_asked_for(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(1, 256)))
    data = path.read_bytes()
    file, text = read_text_file(path, "latin-1")
    write_text_file(file, text)
    assert path.read_bytes() == data


def test_a_character_that_the_encoding_has_not_is_named_and_the_file_is_untouched(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xe9")
    file, _ = read_text_file(path, "latin-1")
    with pytest.raises(UnencodableError, match=r"a.txt could not be saved: Latin-1 has no “→”"):
        write_text_file(file, "5 →")
    assert path.read_bytes() == b"\xe9"


def test_line_ends_are_found_where_a_long_file_is_read_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(encodings, "_PIECE_LENGTH", 3)
    path = tmp_path / "a.txt"
    path.write_bytes("ab\r\n€\r\né\r\n😀".encode())
    file, text = read_text_file(path)
    assert (file.line_end, text) == ("\r\n", "ab\n€\né\n😀")
    write_text_file(file, text)
    assert path.read_bytes() == "ab\r\n€\r\né\r\n😀".encode()


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(TextFileError, match="is not a file"):
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

"""The vocabulary as a plain text file: a word a line, with its uses after a tab; "!" before a word that is never suggested."""

from collections.abc import Iterable
from pathlib import Path

from keyboard.atomic_file import write_atomically
from keyboard.vocabulary.database import VocabularyEntry
from keyboard.vocabulary.errors import VocabularyError

_NEVER = "!"


def write_entries(file: Path, entries: Iterable[VocabularyEntry]) -> None:
    """Write the entries into a text file; raise `VocabularyError` where it cannot be written."""
    try:
        write_atomically(file, to_text(entries).encode())
    except OSError as error:
        raise VocabularyError(f"{file} cannot be written: {error.strerror}.") from error


def read_entries(file: Path) -> list[VocabularyEntry]:
    """Return the entries of a text file; raise `VocabularyError` where it cannot be read, or a line is no entry."""
    try:
        return from_text(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise VocabularyError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{file} is no UTF-8 text: byte {error.start + 1} is none of it.") from error


def to_text(entries: Iterable[VocabularyEntry]) -> str:
    """Return the entries as text."""
    return "".join(f"{_NEVER if entry.is_never else ''}{entry.word}\t{entry.uses}\n" for entry in entries)


def from_text(text: str) -> list[VocabularyEntry]:
    """Return the entries of a text; the uses may be left out.

    Raises `VocabularyError` that names the first line which is no entry.
    """
    entries = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip():
            continue
        word, tab, uses = line.strip(" \r").partition("\t")
        is_never = word.startswith(_NEVER)
        word = word.removeprefix(_NEVER)
        if not word or len(word.split()) != 1 or "\0" in word or (tab and not (uses.isascii() and uses.isdigit())):
            raise VocabularyError(f"Line {number} is no entry; an entry is a word, or a word, a tab and a number.")
        entries.append(VocabularyEntry(word, min(int(uses[:9]), 1_000_000) if tab else int(not is_never), is_never))
    return entries

"""The vocabulary as a plain text file: a word a line, with its uses after a tab; "!" before a word that is never suggested."""

from collections.abc import Iterable

from keyboard.vocabulary.database import VocabularyEntry
from keyboard.vocabulary.errors import VocabularyError

_NEVER = "!"


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

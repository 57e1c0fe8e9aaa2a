"""Words and word pairs that the user has written, in one SQLite file that several windows and engines share."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from keyboard.storage.atomic_file import write_atomically
from keyboard.storage.locations import data_folder
from keyboard.storage.user_database import UserDatabase
from keyboard.writing.learning import LearntWord


class VocabularyError(Exception):
    """The vocabulary cannot be read or written; the text is one sentence for a person."""


# A word that was written so many words ago counts half as much as one written now.
HALF_LIFE_WORDS = 20_000
# What counts for less than this is forgotten, looked for once in so many words.
_FORGOTTEN_WEIGHT = 0.25
_WORDS_BETWEEN_PRUNINGS = 1_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS words (
    word TEXT PRIMARY KEY, uses INTEGER NOT NULL, weight REAL NOT NULL, learnt_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pairs (
    previous TEXT, word TEXT, weight REAL NOT NULL, learnt_at INTEGER NOT NULL, PRIMARY KEY (previous, word)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS never (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), words INTEGER NOT NULL);
INSERT OR IGNORE INTO clock VALUES (1, 0);
"""


@dataclass(frozen=True)
class VocabularyContent:
    """All that is known of the user's words.

    Attributes:
        words: How often each was written, older uses counting less.
        pairs: The same of (word, the next word).
        never: Words that are never suggested.
    """

    words: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]
    never: frozenset[str]


@dataclass(frozen=True)
class VocabularyEntry:
    """One word as the user sees it: how often it was written, and whether it is never suggested."""

    word: str
    uses: int
    is_never: bool


class Vocabulary:
    """The database. All methods may be called from any thread; each writes in one transaction or not at all.

    Old uses fade by half every `HALF_LIFE_WORDS` words, computed when a word is read, so that time costs no writing.

    Attributes:
        file: Where it lies.
        notice: What happened to a broken file, in one sentence, or "".
    """

    def __init__(self, file: Path | None = None) -> None:
        """Open the file, by default the user's own, or make it; a broken one is set aside under a dated name.

        Raises `VocabularyError` where none can be made.
        """
        self.file = file or data_folder() / "vocabulary.sqlite3"
        self._database = UserDatabase(
            self.file, _SCHEMA, called="Your vocabulary", error=VocabularyError, functions={"faded": _faded}
        )
        self._connection = self._database.connection
        self._told = self._database.told
        self.notice = self._database.notice
        self._changes = 0

    def version(self) -> tuple[int, int]:
        """Return what differs from before when anybody, in any process, has changed the content."""
        with self._told("read"):
            (others,) = self._connection.execute("PRAGMA data_version").fetchone()
            return self._changes, others

    def content(self) -> VocabularyContent:
        """Return everything."""
        with self._told("read"):
            now = self._now()
            words = self._connection.execute("SELECT word, faded(weight, ? - learnt_at) FROM words", (now,))
            pairs = self._connection.execute("SELECT previous, word, faded(weight, ? - learnt_at) FROM pairs", (now,))
            return VocabularyContent(
                dict(words.fetchall()), {(previous, word): weight for previous, word, weight in pairs}, frozenset(self._never())
            )

    def entries(self, search: str = "") -> list[VocabularyEntry]:
        """Return the words that contain `search`, whatever its case, the most used first."""
        with self._told("read"):
            never = set(self._never())
            rows: dict[str, int] = dict(self._connection.execute("SELECT word, uses FROM words").fetchall())
        found = [VocabularyEntry(word, rows.get(word, 0), word in never) for word in rows.keys() | never]
        wanted = search.casefold()
        return sorted((entry for entry in found if wanted in entry.word.casefold()), key=lambda e: (-e.uses, e.word.casefold()))

    def used(self, words: Iterable[str], least_uses: int) -> set[str]:
        """Return those of the words that were used at least so often."""
        statement = "SELECT word FROM words WHERE word = ? AND uses >= ?"
        with self._told("read"):
            return {word for word in words if self._connection.execute(statement, (word, least_uses)).fetchone()}

    def learn(self, words: Iterable[LearntWord]) -> None:
        """Take in words that were written."""
        with self._writing() as connection:
            now = before = self._now()
            for learnt in words:
                now += 1
                self._count(learnt, now, uses=1)
            connection.execute("UPDATE clock SET words = ?", (now,))
            if now // _WORDS_BETWEEN_PRUNINGS > before // _WORDS_BETWEEN_PRUNINGS:
                for table in ("words", "pairs"):
                    statement = f"DELETE FROM {table} WHERE faded(weight, ? - learnt_at) < ?"  # noqa: S608 - two known names
                    connection.execute(statement, (now, _FORGOTTEN_WEIGHT))

    def rename(self, old: str, new: str) -> None:
        """Give a word another spelling; its uses are added to those that the other has."""
        with self._writing() as connection:
            row = connection.execute("SELECT uses FROM words WHERE word = ?", (old,)).fetchone()
            if row is None or old == new:
                return
            self._delete([old])
            self._count(LearntWord("", new), self._now(), uses=row[0])

    def delete(self, words: Sequence[str]) -> None:
        """Forget words and their pairs; they may be learnt again."""
        with self._writing():
            self._delete(words)

    def set_never(self, word: str, *, never: bool) -> None:
        """Never suggest a word, or suggest it again."""
        with self._writing() as connection:
            statement = "INSERT OR IGNORE INTO never VALUES (?)" if never else "DELETE FROM never WHERE word = ?"
            connection.execute(statement, (word,))

    def add(self, entries: Iterable[VocabularyEntry]) -> None:
        """Take in entries, as of an imported file; uses are added to those that are there."""
        with self._writing() as connection:
            for entry in entries:
                if entry.uses:
                    self._count(LearntWord("", entry.word), self._now(), entry.uses)
                if entry.is_never:
                    connection.execute("INSERT OR IGNORE INTO never VALUES (?)", (entry.word,))

    def wipe(self) -> None:
        """Forget everything, so that the words are gone from the file too."""
        with self._writing() as connection:
            for table in ("words", "pairs", "never"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - three known names
        self._database.shrink()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the lock and a transaction, which is undone where anything fails."""
        with self._database.writing() as connection:
            yield connection
            self._changes += 1

    def _now(self) -> int:
        (words,) = self._connection.execute("SELECT words FROM clock").fetchone()
        return int(words)

    def _never(self) -> list[str]:
        return [word for (word,) in self._connection.execute("SELECT word FROM never")]

    def _count(self, learnt: LearntWord, now: int, uses: int) -> None:
        self._connection.execute(
            "INSERT INTO words VALUES (:word, :uses, :uses, :now) ON CONFLICT DO UPDATE SET "
            "uses = uses + :uses, weight = faded(weight, :now - learnt_at) + :uses, learnt_at = :now",
            {"word": learnt.word, "uses": uses, "now": now},
        )
        if learnt.previous:
            self._connection.execute(
                "INSERT INTO pairs VALUES (:previous, :word, 1, :now) ON CONFLICT DO UPDATE SET "
                "weight = faded(weight, :now - learnt_at) + 1, learnt_at = :now",
                {"previous": learnt.previous, "word": learnt.word, "now": now},
            )

    def _delete(self, words: Sequence[str]) -> None:
        for word in words:
            self._connection.execute("DELETE FROM words WHERE word = ?", (word,))
            self._connection.execute("DELETE FROM pairs WHERE word = :word OR previous = :word", {"word": word})


def _faded(weight: float, words_since: int) -> float:
    return float(weight * 2.0 ** (-words_since / HALF_LIFE_WORDS))


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

"""Words and word pairs that the user has written, in one SQLite file that several windows and engines share."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from keyboard.storage.atomic_file import write_atomically
from keyboard.storage.locations import data_folder
from keyboard.storage.user_database import UserDatabase
from keyboard.writing.learning import LearntWord


class VocabularyError(Exception):
    """The vocabulary cannot be read or written; the text is one sentence for a person."""


# The weight of a word halves each time the user has written this many more words.
HALF_LIFE_WORDS = 20_000
# Words and pairs below this weight are deleted, each time this many words have been written.
_FORGOTTEN_WEIGHT = 0.25
_WORDS_BETWEEN_PRUNINGS = 1_000
# The number of changes in the log; a reader that has missed older ones reads everything again.
_CHANGES_KEPT = 20_000


class RowKind(StrEnum):
    """The kind of a row of the vocabulary; the values are the names of the tables."""

    WORD = "known_words"
    PAIR = "known_pairs"
    NEVER = "never_suggested"


_TABLES = """
CREATE TABLE IF NOT EXISTS known_words (
    id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, uses INTEGER NOT NULL, weight REAL NOT NULL, learnt_at INTEGER NOT NULL,
    begun REAL NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS known_pairs (
    id INTEGER PRIMARY KEY, previous TEXT NOT NULL, word TEXT NOT NULL, weight REAL NOT NULL, learnt_at INTEGER NOT NULL,
    UNIQUE (previous, word));
CREATE INDEX IF NOT EXISTS known_pairs_by_word ON known_pairs (word);
CREATE TABLE IF NOT EXISTS never_suggested (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id INTEGER NOT NULL, UNIQUE (kind, id));
CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), words INTEGER NOT NULL);
INSERT OR IGNORE INTO clock VALUES (1, 0);
CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY CHECK (id = 1), starts_after INTEGER NOT NULL);
INSERT OR IGNORE INTO log VALUES (1, 0);
"""
# The log keeps the number of the last change of each row, and no text: a deleted word must not stay in the file.
_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {table}_{event} AFTER {event} ON {table} BEGIN
    DELETE FROM changes WHERE kind = '{table}' AND id = {row}.id;
    INSERT INTO changes (kind, id) VALUES ('{table}', {row}.id);
END;
"""
_EVENTS = (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
_SCHEMA = _TABLES + "".join(_TRIGGER.format(table=table, event=event, row=row) for table in RowKind for event, row in _EVENTS)

# The tables of older files, which have no log.
_UNLOGGED = (
    (
        "words",
        "INSERT OR IGNORE INTO known_words (word, uses, weight, learnt_at) SELECT word, uses, weight, learnt_at FROM words",
    ),
    (
        "pairs",
        "INSERT OR IGNORE INTO known_pairs (previous, word, weight, learnt_at) "
        "SELECT previous, word, weight, learnt_at FROM pairs",
    ),
    ("never", "INSERT OR IGNORE INTO never_suggested (word) SELECT word FROM never"),
)

_COLUMNS = {
    RowKind.WORD: "'', word, weight, learnt_at, begun",
    RowKind.PAIR: "previous, word, weight, learnt_at, 0.0",
    RowKind.NEVER: "'', word, 0.0, 0, 0.0",
}
_CHANGED_ROWS = """
SELECT changes.number, changes.kind, changes.id, coalesce(pairs.previous, ''), coalesce(words.word, pairs.word, never.word, ''),
    coalesce(words.weight, pairs.weight, 0.0), coalesce(words.learnt_at, pairs.learnt_at, 0),
    coalesce(words.begun, 0.0)
FROM changes
LEFT JOIN known_words AS words ON changes.kind = 'known_words' AND words.id = changes.id
LEFT JOIN known_pairs AS pairs ON changes.kind = 'known_pairs' AND pairs.id = changes.id
LEFT JOIN never_suggested AS never ON changes.kind = 'never_suggested' AND never.id = changes.id
WHERE changes.number > ? ORDER BY changes.number LIMIT ?
"""


@dataclass(frozen=True)
class VocabularyEntry:
    """One word as the user sees it: how often it was written, and whether it is never suggested."""

    word: str
    uses: int
    is_never: bool


class VocabularyRow(NamedTuple):
    """A stored word, pair or word that is never suggested."""

    kind: str  # one of `RowKind`
    id: int
    previous: str  # the first word of a pair, else ""
    word: str  # the word, or the second one of a pair; "" where the row was deleted
    weight: float  # how often it was written, older uses counting less, as of `learnt_at`
    learnt_at: int  # how many words the user had written when this one was last written
    begun: float = 0.0  # the part of a word's weight that comes from sentences' starts, where its capital says nothing


class PersonalVocabulary:
    """The database of the user's words. Any thread may call its methods; each writes in one transaction.

    Weights fade by half every `HALF_LIFE_WORDS` words; this is computed when a row is read, so that nothing is rewritten. A log
    of changes lets a reader of `snapshot` follow it without reading everything again.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Open or create the file, by default the user's own; a damaged one is renamed with its date.

        Raises `VocabularyError` if it cannot be created.
        """
        self.file = file or data_folder() / "vocabulary.sqlite3"
        self._database = UserDatabase(
            self.file, _SCHEMA, called="Your vocabulary", error=VocabularyError, functions={"faded": _faded}
        )
        self._connection = self._database.connection
        self._translated_errors = self._database.translated_errors
        self.notice = self._database.notice  # what happened to a damaged file, in one sentence, or ""
        self._changes = 0
        self._bring_up_to_date()

    def version(self) -> tuple[int, int]:
        """Return a value that changes with each change of the content, in whatever process."""
        with self._translated_errors("read"):
            (others,) = self._connection.execute("PRAGMA data_version").fetchone()
            return self._changes, others

    @contextmanager
    def snapshot(self) -> Iterator["VocabularySnapshot"]:
        """Read the content as it is now, in one read transaction that lasts as long as the `with` statement."""
        with self._translated_errors("read"):
            self._connection.execute("BEGIN")
            try:
                yield VocabularySnapshot(self._connection)
            finally:
                self._connection.execute("COMMIT")

    def entries(self, search: str = "") -> list[VocabularyEntry]:
        """Return the words that contain `search`, ignoring case, the most used first."""
        with self._translated_errors("read"):
            never = set(self._never())
            rows: dict[str, int] = dict(self._connection.execute("SELECT word, uses FROM known_words").fetchall())
        found = [VocabularyEntry(word, rows.get(word, 0), word in never) for word in rows.keys() | never]
        wanted = search.casefold()
        return sorted((entry for entry in found if wanted in entry.word.casefold()), key=lambda e: (-e.uses, e.word.casefold()))

    def used(self, words: Iterable[str], least_uses: int) -> set[str]:
        """Return those of the words that were used at least `least_uses` times."""
        statement = "SELECT word FROM known_words WHERE word = ? AND uses >= ?"
        with self._translated_errors("read"):
            return {word for word in words if self._connection.execute(statement, (word, least_uses)).fetchone()}

    def learn(self, words: Iterable[LearntWord]) -> None:
        with self._writing() as connection:
            now = before = self._now()
            for learnt in words:
                now += 1
                self._count(learnt, now, uses=1, begun=int(not learnt.previous))
            connection.execute("UPDATE clock SET words = ?", (now,))
            if now // _WORDS_BETWEEN_PRUNINGS > before // _WORDS_BETWEEN_PRUNINGS:
                for table in (RowKind.WORD, RowKind.PAIR):
                    statement = f"DELETE FROM {table} WHERE faded(weight, ? - learnt_at) < ?"  # noqa: S608 - two known names
                    connection.execute(statement, (now, _FORGOTTEN_WEIGHT))
                self._shorten_log(_CHANGES_KEPT)

    def rename(self, old: str, new: str) -> None:
        """Change the spelling of a word; its uses are added to those of the new spelling."""
        with self._writing() as connection:
            row = connection.execute("SELECT uses FROM known_words WHERE word = ?", (old,)).fetchone()
            if row is None or old == new:
                return
            self._delete([old])
            self._count(LearntWord("", new), self._now(), uses=row[0])

    def delete(self, words: Sequence[str]) -> None:
        """Delete words and their pairs; they may be learnt again."""
        with self._writing():
            self._delete(words)

    def set_never(self, word: str, *, never: bool) -> None:
        with self._writing() as connection:
            statement = _INSERT_NEVER if never else "DELETE FROM never_suggested WHERE word = ?"
            connection.execute(statement, (word,))

    def add(self, entries: Iterable[VocabularyEntry]) -> None:
        """Add entries, as from an imported file; their uses are added to existing ones."""
        with self._writing() as connection:
            for entry in entries:
                if entry.uses:
                    self._count(LearntWord("", entry.word), self._now(), entry.uses)
                if entry.is_never:
                    connection.execute(_INSERT_NEVER, (entry.word,))
            self._shorten_log(_CHANGES_KEPT)

    def wipe(self) -> None:
        """Delete everything, also from the free pages of the file."""
        with self._writing() as connection:
            for table in RowKind:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - three known names
            self._shorten_log(0)
        self._database.shrink()

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the lock and a transaction, which is rolled back on any error."""
        with self._database.writing() as connection:
            yield connection
            self._changes += 1

    def _now(self) -> int:
        (words,) = self._connection.execute("SELECT words FROM clock").fetchone()
        return int(words)

    def _never(self) -> list[str]:
        return [word for (word,) in self._connection.execute("SELECT word FROM never_suggested")]

    def _count(self, learnt: LearntWord, now: int, uses: int, begun: int = 0) -> None:
        self._connection.execute(
            "INSERT INTO known_words (word, uses, weight, learnt_at, begun) VALUES (:word, :uses, :uses, :now, :begun) "
            "ON CONFLICT DO UPDATE SET uses = uses + :uses, weight = faded(weight, :now - learnt_at) + :uses, learnt_at = :now, "
            "begun = faded(begun, :now - learnt_at) + :begun",
            {"word": learnt.word, "uses": uses, "now": now, "begun": begun},
        )
        if learnt.previous:
            self._connection.execute(
                "INSERT INTO known_pairs (previous, word, weight, learnt_at) VALUES (:previous, :word, 1, :now) "
                "ON CONFLICT DO UPDATE SET weight = faded(weight, :now - learnt_at) + 1, learnt_at = :now",
                {"previous": learnt.previous, "word": learnt.word, "now": now},
            )

    def _delete(self, words: Sequence[str]) -> None:
        for word in words:
            self._connection.execute("DELETE FROM known_words WHERE word = ?", (word,))
            self._connection.execute("DELETE FROM known_pairs WHERE word = :word OR previous = :word", {"word": word})

    def _bring_up_to_date(self) -> None:
        """Move the rows of an older version's tables into those of this one."""
        with self._translated_errors("read"):
            found = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "begun" not in self._columns():
            with self._writing() as connection:
                if "begun" not in self._columns():  # another process may have been faster
                    connection.execute("ALTER TABLE known_words ADD COLUMN begun REAL NOT NULL DEFAULT 0")
        if found.isdisjoint(table for table, _ in _UNLOGGED):
            return
        with self._writing() as connection:
            for table, copy in _UNLOGGED:
                connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (word, previous, uses, weight, learnt_at)")
                connection.execute(copy)
                connection.execute(f"DROP TABLE {table}")
            self._shorten_log(0)

    def _columns(self) -> set[str]:
        return {name for _, name, *_ in self._connection.execute("PRAGMA table_info(known_words)")}

    def _shorten_log(self, kept: int) -> None:
        """Delete all but the last `kept` changes."""
        with_number = {"kept": kept}
        self._connection.execute(
            "UPDATE log SET starts_after = max(starts_after, (SELECT coalesce(max(number), 0) - :kept FROM changes))", with_number
        )
        self._connection.execute("DELETE FROM changes WHERE number <= (SELECT starts_after FROM log)")


_INSERT_NEVER = "INSERT INTO never_suggested (word) VALUES (?) ON CONFLICT DO NOTHING"


def _faded(weight: float, words_since: int) -> float:
    return float(weight * 2.0 ** (-words_since / HALF_LIFE_WORDS))


class VocabularySnapshot:
    """The content at one moment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # How many words the user had written by then.
        (self.clock,) = connection.execute("SELECT words FROM clock").fetchone()

    def log_range(self) -> tuple[int, int]:
        """Return the number after which the log starts, and the number of its last change."""
        (start,) = self._connection.execute("SELECT starts_after FROM log").fetchone()
        (end,) = self._connection.execute("SELECT max(number) FROM changes").fetchone()
        return start, max(start, end or 0)

    def rows(self, kind: RowKind, after: int, limit: int) -> list[VocabularyRow]:
        """Return at most `limit` rows of a kind with ids greater than `after`, in order."""
        statement = f"SELECT ?, id, {_COLUMNS[kind]} FROM {kind} WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608 - known names
        return [VocabularyRow(*row) for row in self._connection.execute(statement, (kind, after, limit))]

    def changes(self, after: int, limit: int) -> tuple[list[VocabularyRow], int]:
        """Return at most `limit` rows that changed after the change `after`, and the number of the last change among them."""
        found = self._connection.execute(_CHANGED_ROWS, (after, limit)).fetchall()
        return [VocabularyRow(*row) for _, *row in found], found[-1][0] if found else after


_NEVER = "!"


def write_entries(file: Path, entries: Iterable[VocabularyEntry]) -> None:
    """Write the entries to a text file; raise `VocabularyError` if that fails."""
    try:
        write_atomically(file, to_text(entries).encode())
    except OSError as error:
        raise VocabularyError(f"{file} cannot be written: {error.strerror}.") from error


def read_entries(file: Path) -> list[VocabularyEntry]:
    """Return the entries of a text file; raise `VocabularyError` if it cannot be read or a line is not an entry."""
    try:
        return from_text(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise VocabularyError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{file} is not UTF-8 text: byte {error.start + 1} is invalid.") from error


def to_text(entries: Iterable[VocabularyEntry]) -> str:
    """Return the entries as text."""
    return "".join(f"{_NEVER if entry.is_never else ''}{entry.word}\t{entry.uses}\n" for entry in entries)


def from_text(text: str) -> list[VocabularyEntry]:
    """Parse entries; the uses are optional.

    Raises `VocabularyError`, which names the first invalid line.
    """
    entries = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip():
            continue
        word, tab, uses = line.strip(" \r").partition("\t")
        is_never = word.startswith(_NEVER)
        word = word.removeprefix(_NEVER)
        if not word or len(word.split()) != 1 or "\0" in word or (tab and not (uses.isascii() and uses.isdigit())):
            raise VocabularyError(f"Line {number} is not an entry; an entry is a word, or a word, a tab and a number.")
        entries.append(VocabularyEntry(word, min(int(uses[:9]), 1_000_000) if tab else int(not is_never), is_never))
    return entries

"""The statistics of each day, in one SQLite file of the user's that several windows may write to."""

import datetime
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from keyboard.locations import data_folder
from keyboard.statistics.errors import StatisticsError
from keyboard.statistics.key_counts import KeyCounts

_BUSY_TIMEOUT_S = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, keys INTEGER NOT NULL, characters INTEGER NOT NULL, taps TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Day:
    """What was counted on one day."""

    date: datetime.date
    counts: KeyCounts


class KeyStatistics:
    """The database. All methods may be called from any thread; each writes in one transaction or not at all."""

    def __init__(self, file: Path | None = None) -> None:
        """Open the file, by default the user's own, or make it; a broken one is set aside under a dated name.

        Raises `StatisticsError` where none can be made.
        """
        self.file = file or data_folder() / "statistics.sqlite3"
        self._lock = threading.RLock()
        with self._told("opened"):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = self._connect()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                stamp = datetime.datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
                self.file.rename(self.file.with_name(f"{self.file.stem}.broken-{stamp}{self.file.suffix}"))
                self._connection = self._connect()

    def add(self, date: datetime.date, counts: KeyCounts) -> None:
        """Add counts to those of a day."""
        with self._told("written"), self._transaction():
            kept = self._counts_of(date.isoformat()) + counts
            self._connection.execute(
                "INSERT OR REPLACE INTO days VALUES (?, ?, ?, ?)",
                (date.isoformat(), kept.keys, kept.characters, json.dumps(kept.taps)),
            )

    def days(self) -> list[Day]:
        """Return the days on which anything was counted, the first one first."""
        with self._told("read"):
            rows = self._connection.execute("SELECT day, keys, characters, taps FROM days ORDER BY day").fetchall()
        return [Day(datetime.date.fromisoformat(day), _counts(keys, characters, taps)) for day, keys, characters, taps in rows]

    def reset(self) -> None:
        """Forget everything."""
        with self._told("written"):
            self._connection.execute("DELETE FROM days")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _counts_of(self, day: str) -> KeyCounts:
        row = self._connection.execute("SELECT keys, characters, taps FROM days WHERE day = ?", (day,)).fetchone()
        return _counts(*row) if row else KeyCounts()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.executescript(_SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Hold the lock, and turn an error of SQLite or the disk into one sentence."""
        with self._lock:
            try:
                yield
            except (sqlite3.Error, OSError) as error:
                raise StatisticsError(f"The statistics {self.file} cannot be {what}: {error}.") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Hold a transaction, which is undone where anything fails."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _counts(keys: int, characters: int, taps: str) -> KeyCounts:
    return KeyCounts(keys, characters, tuple(json.loads(taps)))

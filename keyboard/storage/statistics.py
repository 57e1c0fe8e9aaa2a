"""The statistics of each day, in one SQLite file of the user's that several windows may write to."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path

from keyboard.storage.locations import data_folder
from keyboard.storage.user_database import UserDatabase
from keyboard.writing.key_counts import KeyCounts


class StatisticsError(Exception):
    """The statistics cannot be read or kept; the text is one sentence for a person."""


_SCHEMA = """
CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, keys INTEGER NOT NULL, characters INTEGER NOT NULL, taps TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS corrections (day TEXT PRIMARY KEY, slips INTEGER NOT NULL);
"""
_COUNTS = "SELECT day, keys, characters, taps, coalesce(slips, 0) FROM days LEFT JOIN corrections USING (day)"


@dataclass(frozen=True)
class Day:
    """What was counted on one day."""

    date: datetime.date
    counts: KeyCounts


class KeyStatistics:
    """The database. All methods may be called from any thread; each writes in one transaction or not at all."""

    def __init__(self, file: Path | None = None) -> None:
        """Open the file, by default the user's own, or create it; a damaged one is renamed with its date.

        Raises `StatisticsError` if it cannot be created.
        """
        self.file = file or data_folder() / "statistics.sqlite3"
        self._database = UserDatabase(self.file, _SCHEMA, called="Your statistics file", error=StatisticsError)

    def add(self, date: datetime.date, counts: KeyCounts) -> None:
        with self._database.writing() as connection:
            kept = self._counts_of(date.isoformat()) + counts
            connection.execute(
                "INSERT OR REPLACE INTO days VALUES (?, ?, ?, ?)",
                (date.isoformat(), kept.keys, kept.characters, json.dumps(kept.taps)),
            )
            connection.execute("INSERT OR REPLACE INTO corrections VALUES (?, ?)", (date.isoformat(), kept.slips))

    def days(self) -> list[Day]:
        """Return the days on which anything was counted, the first one first."""
        with self._database.translated_errors("read"):
            rows = self._database.connection.execute(f"{_COUNTS} ORDER BY day").fetchall()
        return [Day(datetime.date.fromisoformat(day), _counts(*counted)) for day, *counted in rows]

    def reset(self) -> None:
        with self._database.writing() as connection:
            connection.execute("DELETE FROM days")
            connection.execute("DELETE FROM corrections")

    def close(self) -> None:
        self._database.close()

    def _counts_of(self, day: str) -> KeyCounts:
        row = self._database.connection.execute(f"{_COUNTS} WHERE day = ?", (day,)).fetchone()
        return _counts(*row[1:]) if row else KeyCounts()


def _counts(keys: int, characters: int, taps: str, slips: int) -> KeyCounts:
    return KeyCounts(keys, characters, tuple(json.loads(taps)), slips)

"""An SQLite file of the user's own, which several windows and engines may have open at once."""

import datetime
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_BUSY_TIMEOUT_S = 5.0


class UserDatabase:
    """An open database file, which any thread may use, one at a time.

    WAL mode keeps it whole if the process is killed, and SQLite overwrites what is deleted. A damaged file is renamed with its
    date, and a new one replaces it.
    """

    def __init__(
        self,
        file: Path,
        schema: str,
        *,
        called: str,
        error: type[Exception],
        functions: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        """Open the file, or create it with the tables of `schema`, whose statements may call `functions`.

        Failures are raised as an `error` whose text begins with what the file is `called`, as in "Your vocabulary".
        """
        self.file = file
        self.notice = ""  # what happened to a damaged file, in one sentence, or ""
        self._schema = schema
        self._called = called
        self._error = error
        self._functions = functions or {}
        self._lock = threading.RLock()
        with self.translated_errors("opened"):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            try:
                self.connection = self._connect()  # SQLite's, for use within `translated_errors` and `writing`
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._set_aside()
                self.connection = self._connect()

    @contextmanager
    def translated_errors(self, action: str) -> Iterator[None]:
        """Hold the lock, and raise errors of SQLite and the disk as one sentence: the file cannot be `action`, as in "read"."""
        with self._lock:
            try:
                yield
            except (sqlite3.Error, OSError) as error:
                raise self._error(f"{self._called} {self.file} cannot be {action}: {error}.") from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the lock and a transaction, which is rolled back on any error."""
        with self.translated_errors("written"):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # where the disk is full, SQLite has ended it already
                    self.connection.execute("ROLLBACK")
                raise

    def shrink(self) -> None:
        """Remove what was deleted from the file and its journal."""
        with self.translated_errors("written"):
            self.connection.execute("VACUUM")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        with self._lock:
            self.connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
        try:
            for name, function in self._functions.items():
                connection.create_function(name, function.__code__.co_argcount, function, deterministic=True)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA secure_delete = ON")
            _check(connection)
            connection.executescript(self._schema)
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_aside(self) -> None:
        stamp = datetime.datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
        aside = self.file.with_name(f"{self.file.stem}.broken-{stamp}{self.file.suffix}")
        for ending in ("", "-wal", "-shm"):
            part = self.file.with_name(self.file.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
        self.notice = f"{self._called} was damaged and starts empty; the old file is kept as {aside}."


def _check(connection: sqlite3.Connection) -> None:
    (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        raise sqlite3.DatabaseError(state)

"""Where journals lie: a folder for each running program, whose lock tells the living from the dead."""

import contextlib
import time
import uuid
from pathlib import Path

from filelock import FileLock, Timeout

from keyboard.editor.recovery.journal import Journal
from keyboard.locations import data_folder

_SUFFIX = ".journal"
_PATIENCE_S = 5.0


class RecoveryStore:
    """The journals of this program, and those that programs which died have left.

    The operating system gives a lock back when its process ends, however that comes about.

    Attributes:
        folder: Where all of them lie.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Touch nothing on the disk yet."""
        self.folder = folder or data_folder() / "recovery"
        self._own = self.folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:8]}"
        self._lock = FileLock(self._own / "lock", thread_local=False)

    def open(self) -> list[Journal]:
        """Make this program's folder, and return the journals of dead ones, the newest last; they are moved into it.

        Two programs that start at once never get the same journal. Raises `OSError`.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what one writes is no business of other users
        self._own.mkdir(exist_ok=True)
        try:
            # While another program looks around, it could take a folder whose lock is not held yet for a dead one's.
            with FileLock(self.folder / "lock", timeout=_PATIENCE_S):
                self._lock.acquire(timeout=0)
                others = [entry for entry in self.folder.iterdir() if entry.is_dir() and entry != self._own]
                found = [journal for folder in others for journal in self._adopt(folder)]
        except Timeout as error:
            raise OSError(f"the lock {error.lock_file} is held") from error
        return [Journal(path) for path in sorted(found, key=lambda path: path.stat().st_mtime)]

    def take(self, journal: Journal) -> None:
        """Move the journal of another window of this program here, once `open` was called. Raises `OSError`."""
        journal.path = journal.path.rename(self._own / journal.path.name)

    def new_journal(self) -> Journal:
        """Return a journal that is not begun."""
        return Journal(self._own / f"{uuid.uuid4().hex[:12]}{_SUFFIX}")

    def close(self) -> None:
        """Let go of the folder, which is removed unless a journal is left in it for the next start."""
        self._lock.release()
        _remove_empty(self._own)

    def _adopt(self, folder: Path) -> list[Path]:
        """Move a folder's journals into this program's, unless its program lives."""
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return []
        adopted = [journal.rename(self._own / journal.name) for journal in folder.glob(f"*{_SUFFIX}")]
        lock.release()
        _remove_empty(folder)
        return adopted


def _remove_empty(folder: Path) -> None:
    """Remove a folder that holds nothing but its lock."""
    if any(folder.glob(f"*{_SUFFIX}")):
        return
    with contextlib.suppress(OSError):
        (folder / "lock").unlink(missing_ok=True)
        folder.rmdir()

"""A file that one process at a time reads and writes anew, so that none loses what another has put in."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock


@contextlib.contextmanager
def locked_file(file: Path, patience_s: float) -> Iterator[None]:
    """Keep other processes that do the same from changing `file` meanwhile; its folder is made where it is missing.

    Raises `OSError`, and `TimeoutError`, which is one, where another process does not let go of it in time.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(file.with_name(f".{file.name}.lock"), timeout=patience_s):
        yield

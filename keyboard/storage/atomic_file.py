"""Atomic writes: a reader finds the old content or the new, never a part."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock

_WAITS_S = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32)


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write `data`, whole or in pieces, under a temporary name beside `path`, sync it to the disk and rename it.

    `path` may be a link. An existing file's permissions are kept; a device or a pipe stays one, and is written to.
    Raises `OSError` with the old file untouched.
    """
    pieces = [data] if isinstance(data, bytes) else data
    if path.exists() and not (path.is_file() or path.is_dir()):
        _write_to_device(path, pieces)
        return
    with written_atomically(path) as temporary, temporary.open("wb") as file:
        file.writelines(pieces)


@contextlib.contextmanager
def written_atomically(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; at the end sync and rename it, as `write_atomically` does."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    # Without the target's name in it, which may be as long as a file system allows.
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".keyboard-")
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(_permissions(target))
        replace_file(temporary, target)
        sync_name(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def replace_file(source: Path, target: Path) -> None:
    """Rename `source` to `target`, and replace what is there.

    Windows refuses while another process has `target` open, as a virus scanner or an indexer does for a moment after each
    change; the function then tries again for some time.
    """
    for wait_s in _WAITS_S if _is_windows() else ():
        try:
            os.replace(source, target)
        except PermissionError:
            time.sleep(wait_s)
        else:
            return
    os.replace(source, target)


def _write_to_device(path: Path, pieces: Iterable[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)  # a pipe that nobody reads raises an error, instead of blocking
    with os.fdopen(descriptor, "wb") as file:
        os.set_blocking(descriptor, True)
        file.writelines(pieces)


def sync_name(target: Path) -> None:
    """Sync the folder, without which a file that has just been renamed may have its old name after a power cut."""
    if _is_windows():
        return
    with contextlib.suppress(OSError):  # some file systems cannot; the file is complete anyway
        descriptor = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_windows() -> bool:
    return os.name == "nt"


def _permissions(target: Path) -> int:
    try:
        return target.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


@contextlib.contextmanager
def locked_file(file: Path, patience_s: float) -> Iterator[None]:
    """Lock `file` against other processes that use this function; create its folder if it is missing.

    Raises `OSError`; if another process does not release it in time, that is a `TimeoutError`.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(file.with_name(f".{file.name}.lock"), timeout=patience_s):
        yield

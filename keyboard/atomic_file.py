"""Writing a file so that whoever reads it finds the old content or the new one, never half of either."""

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write `data`, whole or in pieces, under a temporary name beside `path`, sync it to the disk and rename it.

    `path` may be a link. An existing file's permissions are kept. Raises `OSError` with the old file untouched.
    """
    with written_atomically(path) as temporary, temporary.open("wb") as file:
        file.writelines([data] if isinstance(data, bytes) else data)


@contextlib.contextmanager
def written_atomically(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path` to write to; in the end it is synced and renamed, as by `write_atomically`."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(_permissions(target))
        os.replace(temporary, target)
        _sync_name(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _sync_name(target: Path) -> None:
    """Sync the folder, without which a file that has just been renamed may have its old name after a power cut."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):  # some file systems cannot; the file is whole all the same
        descriptor = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _permissions(target: Path) -> int:
    try:
        return target.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask

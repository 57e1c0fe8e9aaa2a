"""Saving a user's file: its metadata stays, and neither a kill nor a full disk loses a text.

A file is written under a temporary name beside the old one, synced and renamed, if the new file can have all metadata of the old
one: owner, group, mode, access control list, extended attributes and flags. If it cannot, if the file has a second hard link, or
if the user may not write to the folder, the file is written in place. Before the first byte is overwritten, a record in the data
folder holds the old bytes and the new ones; at the next start `complete_interrupted_saves` completes a save that a kill
interrupted.
"""

import contextlib
import errno
import json
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from keyboard.storage.atomic_file import locked_file, replace_file, sync_name, write_atomically
from keyboard.storage.locations import data_folder

if sys.platform != "win32":
    import fcntl

_CANNOT_REPLACE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG, errno.EBUSY, errno.EXDEV}
_NO_ATTRIBUTES = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_SUFFIX = ".save"
_TEMPORARY = ".keyboard-"
_ABANDONED_AFTER_S = 600
_PIECE_BYTES = 1 << 20
_BLOCK_BYTES = 512
_PATIENCE_S = 30.0


def save_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file; links in `path` are followed, even to a file that does not exist yet.

    Raises `OSError`; the file then has its old content, or gets the new one at the next start.
    """
    target = Path(os.path.realpath(path))
    data = b"".join(pieces)
    try:
        status = target.stat()
    except FileNotFoundError:
        _replace(target, data, None)
        return
    if not stat.S_ISREG(status.st_mode):
        write_atomically(target, data)
        return
    # Only Linux shows Python all metadata of a file.
    if sys.platform == "linux" and status.st_nlink == 1:
        belongings = _Belongings.of(target, status)
        if _replace(target, data, belongings):
            return
    _write_in_place(target, data)


@dataclass(frozen=True)
class UnfinishedSave:
    """An interrupted save of a file that another program has changed since."""

    target: Path  # which is left as it is
    kept: Path  # has the text that was to be saved


def complete_interrupted_saves() -> list[UnfinishedSave]:
    """Finish interrupted writes in place, and return those whose files were changed after the interruption.

    A file that cannot be reached now is tried again at the next start. Raises `OSError` if the records cannot be read.
    """
    folder = _folder()
    if not any(folder.glob(f"*{_SUFFIX}")):
        return []
    unfinished = []
    with locked_file(folder / "saves", _PATIENCE_S):
        for path in folder.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                record = _Record.read(path)
                if record.is_target_part_way():
                    with record.target.open("r+b") as file:
                        _overwrite(file.fileno(), record.after, _Belongings.of(record.target, os.fstat(file.fileno())))
                    path.unlink()
                else:
                    kept = path.with_suffix(".txt")
                    write_atomically(kept, record.after)
                    path.unlink()
                    unfinished.append(UnfinishedSave(record.target, kept))
    return unfinished


def _replace(target: Path, data: bytes, belongings: "_Belongings | None") -> bool:
    """Write a new file and rename it to the target; return False and leave the target untouched if the new one lacks metadata."""
    # Without the target's name in it, which may be as long as a file system allows.
    temporary = target.with_name(f"{_TEMPORARY}{secrets.token_hex(5)}~")
    is_renamed = False
    try:
        descriptor = os.open(temporary, _CREATE, 0o600 if belongings else 0o666)
        try:
            _write(descriptor, data)
            if belongings and not belongings.give(descriptor):
                return False
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        replace_file(temporary, target)
        is_renamed = True
    except OSError as error:
        if belongings and error.errno in _CANNOT_REPLACE:
            return False
        raise
    finally:
        if not is_renamed:
            with contextlib.suppress(OSError):
                temporary.unlink()
    sync_name(target)
    _remove_abandoned(target.parent)
    return True


def _remove_abandoned(folder: Path) -> None:
    """Delete the temporary files that killed programs have left in a folder."""
    for left in folder.glob(f"{_TEMPORARY}*~"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER_S:
                left.unlink()


_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class _Belongings:
    """A file's metadata; the access control list is one of the extended attributes."""

    owner: int
    group: int
    mode: int
    attributes: dict[str, bytes]
    flags: int

    @classmethod
    def of(cls, file: Path | int, status: os.stat_result) -> "_Belongings":
        return cls(status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode), _attributes(file), _flags(file))

    def give(self, descriptor: int) -> bool:
        """Give all metadata to an open file, and return whether the file has it now."""
        if sys.platform != "linux":
            return False
        try:
            status = os.fstat(descriptor)
            if (status.st_uid, status.st_gid) != (self.owner, self.group):
                os.fchown(descriptor, self.owner, self.group)
            present = _attributes(descriptor)
            for name in present.keys() - self.attributes.keys():
                os.removexattr(descriptor, name)
            for name, value in self.attributes.items():
                if present.get(name) != value:
                    os.setxattr(descriptor, name, value)
            os.fchmod(descriptor, self.mode)
            return _Belongings.of(descriptor, os.fstat(descriptor)) == self
        except OSError:
            return False


def _attributes(file: Path | int) -> dict[str, bytes]:
    if sys.platform != "linux":
        return {}
    try:
        return {name: os.getxattr(file, name) for name in os.listxattr(file)}
    except OSError as error:
        if error.errno in _NO_ATTRIBUTES:
            return {}
        raise


_GET_FLAGS = 0x80086601  # FS_IOC_GETFLAGS
_OWN_FLAGS = 0x0080C0FF  # those that `chattr` sets, and not those for the file system's own use


def _flags(file: Path | int) -> int:
    if sys.platform != "linux":
        return 0
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK) if isinstance(file, Path) else os.dup(file)
    except OSError:
        return 0
    try:
        return int.from_bytes(fcntl.ioctl(descriptor, _GET_FLAGS, bytes(8))[:4], sys.byteorder) & _OWN_FLAGS
    except OSError:
        return 0
    finally:
        os.close(descriptor)


def _write_in_place(target: Path, data: bytes) -> None:
    """Overwrite a file. If that fails, restore its old bytes; if that fails too, the record stays for the next start."""
    with target.open("r+b") as file:
        before = file.read()
        record = _Record(target, before, data)
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        belongings = _Belongings.of(file.fileno(), os.fstat(file.fileno()))
        with locked_file(folder / "saves", _PATIENCE_S):
            path = folder / f"{secrets.token_hex(8)}{_SUFFIX}"
            record.write(path)
            try:
                _overwrite(file.fileno(), data, belongings)
            except BaseException:
                _overwrite(file.fileno(), before, belongings)
                path.unlink()
                raise
            path.unlink()


def _overwrite(descriptor: int, data: bytes, belongings: _Belongings) -> None:
    size = os.fstat(descriptor).st_size
    if len(data) > size and hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(descriptor, size, len(data) - size)  # before a byte is lost on a disk without room
        except OSError as error:
            if error.errno not in {*_NO_ATTRIBUTES, errno.EINVAL}:
                raise
    os.lseek(descriptor, 0, os.SEEK_SET)
    _write(descriptor, data)
    os.ftruncate(descriptor, len(data))
    belongings.give(descriptor)  # writing takes the setuid bit away
    os.fsync(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    written = 0
    while written < len(view):
        written += os.write(descriptor, view[written : written + _PIECE_BYTES])


def _folder() -> Path:
    return data_folder() / "saves"


@dataclass(frozen=True)
class _Record:
    """What a file had before a write in place, and what it is to have."""

    target: Path
    before: bytes
    after: bytes

    @classmethod
    def read(cls, path: Path) -> "_Record":
        """Raise `OSError` if the file cannot be read or is not a record."""
        header, _, rest = path.read_bytes().partition(b"\n")
        try:
            values = json.loads(header)
            return cls(Path(values["target"]), rest[: values["before"]], rest[values["before"] :])
        except (ValueError, KeyError, TypeError) as error:
            raise OSError(f"{path} is not a record of a save") from error

    def write(self, path: Path) -> None:
        # In ASCII, a name that is no UTF-8 stays as it is.
        header = json.dumps({"target": str(self.target), "before": len(self.before)}).encode("ascii")
        write_atomically(path, [header, b"\n", self.before, self.after])

    def is_target_part_way(self) -> bool:
        """Return whether each block of the file is as it was, as it is to be, or empty, as after a write that was cut short."""
        try:
            now = self.target.read_bytes()
        except FileNotFoundError:
            return False
        if len(now) > max(len(self.before), len(self.after)):
            return False
        for start in range(0, len(now), _BLOCK_BYTES):
            block = now[start : start + _BLOCK_BYTES]
            new = self.after[start : start + len(block)]
            cut = next((at for at, byte in enumerate(new) if byte != block[at]), len(new))
            if not self.before[start + cut : start + _BLOCK_BYTES].startswith(block[cut:].rstrip(b"\0")):
                return False
        return True

"""Copies a large file into the store: verified, synced to the disk, and complete or not at all."""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from keyboard.model_store.download_folder import unfinished_prefix
from keyboard.model_store.errors import ModelStoreError, why_not_written
from keyboard.model_store.progress import Cancelled, Progress, check_cancelled
from keyboard.storage.atomic_file import replace_file, write_atomically

_CHUNK_BYTES = 1 << 20


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def copy_verified(
    source: _Readable, target: Path, *, size_bytes: int, progress: Progress, cancelled: Cancelled, sha256: str | None = None
) -> str:
    """Copy `size_bytes` to `target` through a temporary file beside it and return the SHA-256 in hexadecimal.

    Raises `ModelStoreError` and leaves `target` as it was if the disk has no room, if the size or the given hash differs, or if
    it is cancelled.
    """
    check_space(target.parent, size_bytes)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=unfinished_prefix(target.name))
    try:
        with os.fdopen(descriptor, "wb") as file:
            found = _copy(source, file, size_bytes, progress, cancelled)
            file.flush()
            os.fsync(file.fileno())
        if sha256 is not None and found != sha256:
            raise ModelStoreError(
                f"{target.name} is not used: its SHA-256 is {found[:12]}… and not {sha256[:12]}…; try the installation again."
            )
        replace_file(Path(temporary), target)
    except OSError as error:
        raise ModelStoreError(f"{target} could not be written: {why_not_written(error)}.") from error
    finally:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
    return found


def sha256_of(file: Path, progress: Progress) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    size_bytes = max(file.stat().st_size, 1)
    done = 0
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
            done += len(chunk)
            progress(done / size_bytes)
    return digest.hexdigest()


def move_whole(file: Path, target: Path) -> Path:
    """Sync a finished file to the disk and rename it to `target`, which lies on the same disk; return `target`."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
    replace_file(file, target)
    return target


def check_space(folder: Path, needed_bytes: int) -> None:
    """Raise `ModelStoreError` if the disk of `folder` has too little room."""
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise ModelStoreError(
            f"{folder} has {free_bytes / 1e6:.0f} MB free and {needed_bytes / 1e6:.0f} MB are needed; make room and try again."
        )


def _copy(source: _Readable, target: BinaryIO, size_bytes: int, progress: Progress, cancelled: Cancelled) -> str:
    digest = hashlib.sha256()
    done = 0
    while chunk := source.read(_CHUNK_BYTES):
        check_cancelled(cancelled)
        target.write(chunk)
        digest.update(chunk)
        done += len(chunk)
        progress(min(done / max(size_bytes, 1), 1.0))
    if done != size_bytes:
        raise ModelStoreError(
            f"What was to be installed is truncated: {done / 1e6:.0f} of {size_bytes / 1e6:.0f} MB; try the installation again."
        )
    return digest.hexdigest()


_ORIGIN = "# from "


@dataclass(frozen=True)
class RecordedHash:
    """The record of a model, written when it was installed."""

    sha256: str  # of its file, in hexadecimal
    # The file that it is a copy of, or the folder of the checkpoint that it was converted from; None for the catalogue's.
    origin: Path | None


def hash_file(model_file: Path) -> Path:
    """Return the path of a model's record."""
    return model_file.with_name(f"{model_file.name}.sha256")


def write_hash(model_file: Path, recorded: RecordedHash) -> None:
    """Replace a model's record. Raises `OSError`."""
    comment = "" if recorded.origin is None else f"{_ORIGIN}{json.dumps(str(recorded.origin))}\n"
    write_atomically(hash_file(model_file), f"{recorded.sha256}  {model_file.name}\n{comment}".encode())


def read_hash(model_file: Path) -> RecordedHash | None:
    """Return a model's record, or None if it is missing or unreadable."""
    try:
        first, *comments = hash_file(model_file).read_text("utf-8").splitlines()
        return RecordedHash(first.split()[0], _origin_in(comments))
    except (OSError, ValueError, IndexError):
        return None


def _origin_in(comments: list[str]) -> Path | None:
    for comment in comments:
        if comment.startswith(_ORIGIN):
            with contextlib.suppress(ValueError, TypeError):
                return Path(json.loads(comment.removeprefix(_ORIGIN)))
    return None

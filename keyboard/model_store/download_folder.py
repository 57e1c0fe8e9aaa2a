"""The folder of an unfinished download: it is kept after an interruption, so that the next try resumes there."""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from keyboard.model_store.errors import ModelStoreError

_LOCK = ".lock"


@contextlib.contextmanager
def locked_download(store: Path, name: str, revision: str) -> Iterator[Path]:
    """Yield the folder for a model's files at a revision, locked against other processes.

    Files of other revisions are deleted first. Raises `ModelStoreError` if another process installs the model.
    """
    folder = _folder(store, name)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=0):
            for other in folder.iterdir():
                if other.is_dir() and other.name != revision:
                    shutil.rmtree(other, ignore_errors=True)
            (folder / revision).mkdir(exist_ok=True)
            yield folder / revision
    except Timeout as error:
        raise ModelStoreError(f"Another process is installing {name}; wait for it, or cancel it there.") from error


def remove_download(store: Path, name: str) -> bool:
    """Delete the interrupted download of a model, and return whether there was one.

    Raises `ModelStoreError` if it is still under way.
    """
    folder = _folder(store, name)
    if not folder.exists():
        return False
    try:
        with FileLock(folder / _LOCK, timeout=0):
            left = [path for path in folder.iterdir() if path.is_dir()]
            for path in left:
                shutil.rmtree(path, ignore_errors=True)
            return bool(left)
    except Timeout as error:
        raise ModelStoreError(f"Another process is installing {name}; cancel it there first.") from error


def _folder(store: Path, name: str) -> Path:
    return store / f".{name}.download"


_NAME = re.compile(r"\..+\.(\d{1,10})-[a-z0-9_]+")


def unfinished_prefix(name: str) -> str:
    """Return the prefix of temporary files and folders of this process; `tempfile` adds the rest."""
    return f".{name}.{os.getpid()}-"


def remove_abandoned(folder: Path) -> None:
    """Delete the unfinished files in `folder` whose processes have ended."""
    for path in folder.glob(".*"):
        found = _NAME.fullmatch(path.name)
        if found is None or psutil.pid_exists(int(found[1])):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()

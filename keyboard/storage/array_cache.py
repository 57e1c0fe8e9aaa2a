"""Arrays kept on disk for the next start: a cache, so a file that cannot be read or written is not an error."""

import contextlib
import io
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from keyboard.storage.atomic_file import write_atomically

_KEPT_S = 60 * 24 * 3600
# Finished files, and unfinished ones of a killed process.
_NAMES = ("*.npz", ".*.npz.*")


def load_arrays(file: Path) -> dict[str, npt.NDArray[Any]] | None:
    """Return the arrays of a file that `save_arrays` wrote, or None if it is missing or damaged.

    The file's time becomes that of this use.
    """
    try:
        with np.load(file) as arrays:
            loaded = {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    with contextlib.suppress(OSError):
        os.utime(file)
    return loaded


def save_arrays(file: Path, arrays: dict[str, npt.NDArray[Any]]) -> None:
    """Write the arrays, completely or not at all."""
    content = io.BytesIO()
    np.savez(content, **arrays)  # type: ignore[arg-type]
    with contextlib.suppress(OSError):
        write_atomically(file, content.getvalue())


def remove_unused_arrays(folder: Path) -> None:
    """Delete files that were not used in the last 60 days, as those of a removed model or of an older version of the program.

    A process has its arrays in memory, so it misses no file; the next start recreates it.
    """
    oldest_s = time.time() - _KEPT_S
    for name in _NAMES:
        for file in folder.glob(name):
            with contextlib.suppress(OSError):
                if file.stat().st_mtime < oldest_s:
                    file.unlink()

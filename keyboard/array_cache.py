"""Arrays kept on disk for the next start: a cache, so a file that cannot be read or written is no error."""

import contextlib
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from keyboard.atomic_file import write_atomically


def load_arrays(file: Path) -> dict[str, npt.NDArray[Any]] | None:
    """Return the arrays of a file that `save_arrays` wrote, or None where there is no such file, whole."""
    try:
        with np.load(file) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def save_arrays(file: Path, arrays: dict[str, npt.NDArray[Any]]) -> None:
    """Write the arrays, whole or not at all."""
    content = io.BytesIO()
    np.savez(content, **arrays)  # type: ignore[arg-type]
    with contextlib.suppress(OSError):
        write_atomically(file, content.getvalue())

"""One process at a time puts a model into the store or takes one out, so that a file and the hash beside it are of one model."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from keyboard.model_store.errors import ModelStoreError

# A file is renamed and its hash written meanwhile, nothing longer.
_PATIENCE_S = 20


@contextlib.contextmanager
def locked_store(folder: Path) -> Iterator[None]:
    """Keep other processes from changing which models are in `folder`.

    Raises `ModelStoreError` where another one does not let go of it, and `OSError` where it cannot be locked.
    """
    try:
        with FileLock(folder / ".lock", timeout=_PATIENCE_S):
            yield
    except Timeout as error:
        raise ModelStoreError(f"Another process holds the models in {folder}; wait for it and try again.") from error

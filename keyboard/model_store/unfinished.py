"""What is not finished yet lies under a hidden name that says which process writes it, so that a killed one's can be told."""

import contextlib
import os
import re
import shutil
from pathlib import Path

import psutil

_NAME = re.compile(r"\..+\.(\d{1,10})-[a-z0-9_]+")


def unfinished_prefix(name: str) -> str:
    """Return how the name of a temporary file or folder of this process begins; `tempfile` adds the rest."""
    return f".{name}.{os.getpid()}-"


def remove_abandoned(folder: Path) -> None:
    """Delete what processes that have ended left unfinished in `folder`; what a living one writes stays."""
    for path in folder.glob(".*"):
        found = _NAME.fullmatch(path.name)
        if found is None or psutil.pid_exists(int(found[1])):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()

"""Loads libraries for GPUs in a child process before this one does: a broken driver can end a process at once."""

import functools
import subprocess
from pathlib import Path

import psutil

from keyboard.engine.child import run_child
from keyboard.engine.proof_record import RecordFile
from keyboard.language_model.libraries import gpu_libraries, load_libraries
from keyboard.storage.locations import cache_folder

_TIMEOUT_S = 60


@functools.cache
def harmless_gpu_libraries() -> tuple[Path, ...]:
    """Return the libraries for GPUs that can be loaded.

    What a child process found holds until the machine restarts, as it does after most changes of a driver.
    """
    return tuple(library.file for library in gpu_libraries() if _is_harmless(library.file))


def unusable_gpu_libraries() -> tuple[str, ...]:
    """Return the names of those that cannot: their driver is missing, or ends the process."""
    harmless = harmless_gpu_libraries()
    return tuple(library.name for library in gpu_libraries() if library.file not in harmless)


def load_library(file: Path) -> None:
    """Be the child: load the library, or raise `LanguageModelError`."""
    load_libraries([file])


def _is_harmless(library: Path) -> bool:
    record = RecordFile(cache_folder() / "gpu-libraries.json")
    status = library.stat()
    key = f"{library}|{status.st_size}|{status.st_mtime_ns}|{psutil.boot_time():.0f}"
    known = _trials_in(record.read())
    if key in known:
        return bool(known[key])
    loads = _loads_in_child(library)

    def with_trial(content: object) -> dict[str, object]:
        others = {other: value for other, value in _trials_in(content).items() if str(library) not in other}
        return {key: loads} | others

    record.change(with_trial)
    return loads


def _trials_in(content: object) -> dict[str, object]:
    return content if isinstance(content, dict) else {}


def _loads_in_child(library: Path) -> bool:
    try:
        child = run_child("load-library", str(library), timeout_s=_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return False
    return child.returncode == 0

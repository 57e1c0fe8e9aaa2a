"""Measures the start of the program: the time to its first paint and to its first suggestion."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from keyboard.engine.child import child_command
from keyboard.evaluation.figures import Progress
from keyboard.evaluation.output_file import EvaluationError
from keyboard.model_store.store import ModelStore

_WARM_STARTS = 5
_PATIENCE_S = 150


@dataclass(frozen=True)
class StartTimes:
    """Seconds from the start of the process."""

    first_paint_s: float
    first_suggestion_s: float


@dataclass(frozen=True)
class StartFigures:
    """The figures of `keyboard benchmark --start`."""

    model: str
    # The first start: nothing is kept from an earlier one, and, where `drops_file_cache`, the system has forgotten the files of
    # the program and the model.
    cold: StartTimes
    warm: StartTimes  # the medians of later starts
    drops_file_cache: bool  # whether this system can be asked to forget files


def measure_starts(model: str | None, progress: Progress, warm_starts: int = _WARM_STARTS) -> StartFigures:
    """Start the window several times in a temporary home; raise `ModelStoreError` or `EvaluationError` where it cannot."""
    installed = ModelStore().find(model)
    with tempfile.TemporaryDirectory(prefix="keyboard-start-") as home:
        environment = {**os.environ, "KEYBOARD_HOME": home}
        drops = _forget([installed.path, *_files_of_program()])
        times = []
        for start in range(1 + warm_starts):
            progress("starting", start / (1 + warm_starts))
            times.append(_start(installed.path, environment))
    cold, *warm = times
    median = StartTimes(
        statistics.median(one.first_paint_s for one in warm), statistics.median(one.first_suggestion_s for one in warm)
    )
    return StartFigures(installed.name, cold, median, drops)


def start_table(figures: StartFigures) -> str:
    """Return the figures as a table for a person."""
    cold = "first start" if figures.drops_file_cache else "first start, files in memory"
    rows = [(cold, figures.cold), ("later starts, median", figures.warm)]
    lines = [f"{what:<30} {times.first_paint_s:>10.2f} s {times.first_suggestion_s:>18.2f} s" for what, times in rows]
    return "\n".join([f"{figures.model:<30} {'first paint':>12} {'first suggestion':>20}", *lines])


def _start(model_file: Path, environment: dict[str, str]) -> StartTimes:
    command = child_command("start-probe", "--model", str(model_file))
    started = time.time()
    try:
        child = subprocess.run(
            command, env=environment, capture_output=True, text=True, errors="replace", timeout=_PATIENCE_S, check=False
        )
        values = json.loads(child.stdout)
        return StartTimes(values["first_paint"] - started, values["first_suggestion"] - started)
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        raise EvaluationError("The window showed no suggestion when it was started; `keyboard doctor` says more.") from error


def _files_of_program() -> Iterable[Path]:
    return (path for path in Path(sys.prefix).rglob("*") if path.is_file() and not path.is_symlink())


def _forget(files: Iterable[Path]) -> bool:
    """Ask the system to drop the files from its cache; return whether it supports that."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for file in files:
        try:
            descriptor = os.open(file, os.O_RDONLY)
        except OSError:
            continue
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
    return True

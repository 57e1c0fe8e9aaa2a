"""Presage, Debian's predictive text entry, through the demonstration program of its package."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from keyboard.evaluation.errors import EvaluationError
from keyboard.evaluation.rival import TimedRival

_PROGRAM = "presage_demo_text"
_END_OF_ANSWER = "-- Context:"


class PresageRival(TimedRival):
    """Presage with the word list of its package; what it learns is forgotten with the measurement."""

    def __init__(self) -> None:
        """Find the program; raise `EvaluationError` where it is not installed."""
        super().__init__()
        program = shutil.which(_PROGRAM)
        if program is None:
            raise EvaluationError(f"{_PROGRAM} is not installed; on Debian and Ubuntu: sudo apt-get install presage.")
        self._program = program
        self._home = tempfile.TemporaryDirectory(prefix="presage-")
        Path(self._home.name, ".presage").mkdir()
        self._process: subprocess.Popen[str] | None = None
        self._sent = ""

    def start_message(self) -> None:
        """Start the program anew: it has no other way to forget a context."""
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None
        self._sent = ""

    def _answer(self, text: str, count: int) -> Sequence[str]:
        process = self._process = self._process or self._start(count)
        assert process.stdin is not None  # noqa: S101 - they are pipes
        assert process.stdout is not None  # noqa: S101
        process.stdin.write(text[len(self._sent) :].replace("\n", " ") + "\n")
        process.stdin.flush()
        self._sent = text
        words: list[str] = []
        for line in process.stdout:
            if _END_OF_ANSWER in line:
                return words[-count:]
            words.append(line.removeprefix("> ").strip())
        raise EvaluationError(f"{_PROGRAM} ended while it was measured.")

    def _start(self, count: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self._program, "--suggestions", str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "HOME": self._home.name},
        )

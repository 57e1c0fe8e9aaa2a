"""Child processes: the command that starts this program again, the meaning of exit codes, and the count of failures."""

import signal
import subprocess
import sys
import time
from pathlib import Path

_ENDED_BY_OTHERS = ("SIGHUP", "SIGINT", "SIGKILL", "SIGTERM")
# The exit code of a process that has crashed on Windows is an NTSTATUS whose severity is "error".
_WINDOWS_ERROR = 0xC0000000
# The exit code of a process that has called `abort` on Windows.
_WINDOWS_ABORT = 3

# Given to `subprocess` as `creationflags`: on Windows each child of a window would open a console of its own.
NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def child_command(*arguments: str) -> list[str]:
    """Return the command line of `keyboard` with these arguments, in an installed program or a packaged one."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "keyboard", *arguments]
    program = Path(sys.executable)
    if sys.platform == "win32":
        # The program that opens the window, keyboardw.exe, has no standard streams; packaging/keyboard.spec makes both.
        program = program.with_name("keyboard.exe")
    return [str(program), *arguments]


def run_child(*arguments: str, timeout_s: float) -> subprocess.CompletedProcess[bytes]:
    """Run `keyboard` with these arguments to its end, and return its output; raises `subprocess.TimeoutExpired`.

    It gets no input: this process may be the engine, and the child would read requests from the engine's input.
    """
    command = child_command(*arguments)
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout_s, check=False, creationflags=NO_CONSOLE
    )


def ending_of(code: int) -> str:
    """Return in words how a process has ended: the signal, or the exit code."""
    if code >= 0:
        return f"exit code {code:#x}" if code >= _WINDOWS_ERROR else f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def has_crashed(code: int) -> bool:
    """Return whether a process has crashed, and was not ended by a user or for lack of memory."""
    if sys.platform == "win32":
        return code >= _WINDOWS_ERROR or code == _WINDOWS_ABORT
    return code < 0 and ending_of(code) not in _ENDED_BY_OTHERS


_WINDOW_S = 60.0
_TOO_MANY = 3
_DELAYS_S = (0.1, 1.0, 2.0)


class CrashCount:
    """Counts the failures of the last minute; earlier ones no longer count, because the process has worked since."""

    def __init__(self) -> None:
        self._times_s: list[float] = []

    def add(self) -> None:
        now = time.monotonic()
        self._times_s = [earlier for earlier in self._times_s if now - earlier < _WINDOW_S] + [now]

    @property
    def delay_s(self) -> float:
        """How long to wait before the next try; the more failures, the longer."""
        return _DELAYS_S[min(len(self._times_s), len(_DELAYS_S)) - 1] if self._times_s else 0.0

    @property
    def is_too_many(self) -> bool:
        """Whether to try something else."""
        return len(self._times_s) >= _TOO_MANY

"""How this program starts itself again as a child process, and what its end means."""

import signal
import sys

_ENDED_BY_OTHERS = ("SIGHUP", "SIGINT", "SIGKILL", "SIGTERM")
# What Windows ends a process with that has crashed: an NTSTATUS whose severity is "error".
_WINDOWS_ERROR = 0xC0000000
# What the C library of Windows ends a process with that has called `abort`.
_WINDOWS_ABORT = 3


def child_command(*arguments: str) -> list[str]:
    """Return the command line of `keyboard` with these arguments, in an installed program and a frozen one alike."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "keyboard"]
    return [*program, *arguments]


def ending_of(code: int) -> str:
    """Return how a process has ended, in words: by which signal, or with which exit code."""
    if code >= 0:
        return f"exit code {code:#x}" if code >= _WINDOWS_ERROR else f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def has_crashed(code: int) -> bool:
    """Tell whether a process has ended by a fault of its own, and not by somebody's wish or for want of memory."""
    if sys.platform == "win32":
        return code >= _WINDOWS_ERROR or code == _WINDOWS_ABORT
    return code < 0 and ending_of(code) not in _ENDED_BY_OTHERS

"""How this program starts itself again as a child process."""

import sys


def child_command(*arguments: str) -> list[str]:
    """Return the command line of `keyboard` with these arguments, in an installed program and a frozen one alike."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "keyboard"]
    return [*program, *arguments]

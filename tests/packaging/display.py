"""An X server without a screen, on which keys are pressed as a person presses them, and which is looked at."""

import os
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_KEY_DELAY_MS = 60
_PATIENCE_S = 60


class Display:
    """Xvfb with xdotool at its keyboard; use it in a `with` statement.

    Attributes:
        name: What DISPLAY must be.
    """

    def __init__(self) -> None:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1100x760x24", "-ac", "-nolisten", "tcp"]
        self._server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.name = f":{number.readline().strip()}"
        self._tools = {**os.environ, "DISPLAY": self.name}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.terminate()
        self._server.wait()

    def wait_for_window(self, program: str) -> str:
        """Return X's number of a program's window as soon as it is there."""
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            if found := self._xdotool("search", "--onlyvisible", "--class", program, check=False).split():
                return found[-1]
            time.sleep(0.02)
        raise AssertionError(f"{program} has opened no window within {_PATIENCE_S} s")

    def focus_window(self, program: str = "keyboard") -> None:
        """Give a program's window the keyboard once it is there, as a window manager would."""
        self._xdotool("windowfocus", "--sync", self.wait_for_window(program))

    def type(self, text: str) -> None:
        """Press and release the keys of a text."""
        self._xdotool("type", "--delay", str(_KEY_DELAY_MS), text)

    def press(self, *keys: str) -> None:
        """Press and release keys, by their names in X, as in "ctrl+s"."""
        self._xdotool("key", *keys)

    def picture(self, file: Path) -> None:
        """Write a picture of all that is on the screen."""
        file.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(file)], env=self._tools, check=True)

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        return subprocess.run(["xdotool", *arguments], env=self._tools, capture_output=True, text=True, check=check).stdout

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

    def focus_window(self) -> None:
        """Wait until a window of the program is there, and give it the keyboard, as a window manager would."""
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            found = self._xdotool("search", "--onlyvisible", "--class", "keyboard", check=False).split()
            if found:
                self._xdotool("windowfocus", "--sync", found[-1])
                return
            time.sleep(0.2)
        raise AssertionError("no window was opened")

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

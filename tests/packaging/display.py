"""An X server without a screen, on which keys are pressed as a person presses them, and which is looked at."""

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

_KEY_DELAY_MS = 60
_PATIENCE_S = 180
# A letter is darker, and a button or its frame is not.
_DARK = 80


class Display:
    """Xvfb with xdotool at its keyboard; use it in a `with` statement.

    Attributes:
        name: What DISPLAY must be.
    """

    def __init__(self) -> None:
        read, write = os.pipe()
        # A server that resets when its last client goes, as xdotool does all the time, turns those away that come just then.
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1100x760x24", "-ac", "-noreset", "-nolisten", "tcp"]
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

    def wait_for_window(self, program: str) -> None:
        """Return as soon as a window of a program is there."""
        self._wait_for(lambda: self._search("--class", program), f"{program} has opened no window")

    def wait_for_text(self, name: str) -> None:
        """Give the keyboard to the window that has a text open, once it has, as a window manager would."""
        self._wait_for(lambda: self._search("--name", re.escape(name)), f"no window has {name} open")
        self._xdotool("windowfocus", "--sync", self._search("--name", re.escape(name))[-1])

    def wait_for_words(self, picture: Path) -> None:
        """Return when the buttons of the bar show words; the picture in which they do is left behind."""
        self._wait_for(lambda: self._shows_words(picture), f"there are no words on the buttons, see {picture}")

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

    def _search(self, *by: str) -> list[str]:
        return self._xdotool("search", "--onlyvisible", *by, check=False).split()

    def _shows_words(self, picture: Path) -> bool:
        """Tell whether there is anything dark in the middle of the first button, at the bottom of the window."""
        self.picture(picture)
        image = QImage(str(picture))
        geometry = self._xdotool("getwindowgeometry", "--shell", self._search("--class", "keyboard")[-1])
        x, y, width, height = (int(number) for number in re.findall(r"^(?:X|Y|WIDTH|HEIGHT)=(-?\d+)", geometry, re.MULTILINE))
        button = QRect(x + 40, y + height - 70, width // 4 - 110, 26)
        grey = image.copy(button).convertToFormat(QImage.Format.Format_Grayscale8)
        return any(grey.pixelColor(x, y).value() < _DARK for x in range(grey.width()) for y in range(grey.height()))

    def _wait_for(self, condition: Callable[[], object], failure: str) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"{failure} within {_PATIENCE_S} s")
            time.sleep(0.02)

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        return subprocess.run(["xdotool", *arguments], env=self._tools, capture_output=True, text=True, check=check).stdout

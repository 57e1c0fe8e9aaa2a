"""A desktop for tests: an X server, a session bus, ibus-daemon with the keyboard as its engine, and programs to type into."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from keyboard.input_method.ibus_server import ENGINE_NAME, component_file
from tests.input_method.panel import Panel

PROGRAMS = Path(__file__).parent / "programs"
# What GTK programs need, by the toolkit's version: its binding of Python, and IBus's module.
_OF_GTK = ("girepository-1.0/Gtk-{version}.0.typelib", "gtk-{version}.0/*/immodules/*im-ibus.so")
_PATIENCE_S = 30.0
_SETTLED_S = 0.5
# An engine that has just begun reads the words of the languages before it looks at what may follow.
_READING_S = 90.0


def missing_programs(*programs: str) -> str:
    """Return which of the programs this system lacks, or ""."""
    return ", ".join(program for program in programs if not shutil.which(program))


def has_gtk(version: str) -> bool:
    """Return whether programs of this GTK can be written to by way of IBus."""
    return all(any(Path("/usr/lib").glob(f"*/{part.format(version=version)}")) for part in _OF_GTK)


def wait_until(is_true: Callable[[], object], patience_s: float = _PATIENCE_S) -> None:
    """Return as soon as the condition holds; fail where it never does."""
    end = time.monotonic() + patience_s
    while not is_true():
        if time.monotonic() > end:
            raise AssertionError("waited in vain")
        time.sleep(0.02)


class Desktop:
    """The desktop, and the program that has the focus."""

    def __init__(self, folder: Path, home: Path) -> None:
        """Keep its files in `folder`; the keyboard's own home is `home`."""
        self._folder = folder
        self._stack = ExitStack()
        component = folder / "component" / "keyboard.xml"
        component.parent.mkdir(parents=True)
        (folder / "run").mkdir(mode=0o700)
        source = Path(__file__).parents[2]
        command = f"/usr/bin/env PYTHONPATH={source} KEYBOARD_HOME={home} {sys.executable} -m keyboard ibus"
        component.write_text(component_file(command, ""), "utf-8")
        self._environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "PYTHONPATH"}}
        self._environment |= {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "IBUS_COMPONENT_PATH": f"{component.parent}:/usr/share/ibus/component",
            "GTK_IM_MODULE": "ibus",
            "QT_IM_MODULE": "ibus",
            "XMODIFIERS": "@im=ibus",
            "NO_AT_BRIDGE": "1",
        }

    def start(self) -> None:
        """Start everything, and make the keyboard the input method."""
        reading, writing = os.pipe()
        self._start("Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as display:
            self._environment["DISPLAY"] = f":{display.readline().strip()}"
        bus = self._start("dbus-daemon", "--session", "--nofork", "--print-address", stdout=subprocess.PIPE)
        assert bus.stdout is not None
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self._start("ibus-daemon", "--replace", "--panel=disable", "--xim")
        wait_until(lambda: "=" in self.run("ibus", "address"))
        self.panel = Panel(self.run("ibus", "address"))
        self._stack.callback(self.panel.close)
        self.use(ENGINE_NAME)

    def use(self, engine: str) -> None:
        """Make this engine the input method."""
        wait_until(lambda: self.run("ibus", "engine", engine) is not None and self.run("ibus", "engine") == engine)

    def close(self) -> None:
        """End everything."""
        self._stack.close()

    @contextmanager
    def program(self, *command: str, is_awake: bool = False) -> Iterator["Program"]:
        """Open a program, whose command the path of its text's file ends, and give it the focus.

        One that is not awake at once has an empty field.
        """
        file = self._folder / "text"
        file.unlink(missing_ok=True)
        file.with_suffix(".preedit").unlink(missing_ok=True)
        process = subprocess.Popen([*command, str(file)], env=self._environment, stderr=subprocess.DEVNULL)
        try:
            wait_until(file.exists)
            self.run("xdotool", "search", "--sync", "--name", "^program$", "windowfocus", "--sync")
            program = Program(file, self)
            if not is_awake:
                program.wake()
            yield program
        finally:
            process.kill()
            process.wait()

    def _start(self, *command: str, **options: object) -> subprocess.Popen[bytes]:
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | options
        process = subprocess.Popen(command, env=self._environment, **silent)  # type: ignore[call-overload]
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process  # type: ignore[no-any-return]

    def run(self, *command: str) -> str:
        """Run a command on this desktop, and return what it prints."""
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
        return done.stdout.strip()

    @property
    def engine_pids(self) -> list[int]:
        """The process ids of the engines that the input method has started."""
        found = subprocess.run(["pgrep", "-f", "keyboard serve"], capture_output=True, text=True, check=False).stdout
        return [int(pid) for pid in found.split() if self._is_own(int(pid))]

    def _is_own(self, pid: int) -> bool:
        return f"XDG_RUNTIME_DIR={self._folder}".encode() in Path(f"/proc/{pid}/environ").read_bytes()


class Program:
    """A program that has the focus."""

    def __init__(self, file: Path, desktop: Desktop) -> None:
        self._file = file
        self._run = desktop.run
        self._panel = desktop.panel
        self._typed_at_s = 0.0

    @property
    def text(self) -> str:
        """What stands in its field."""
        return self._file.read_text("utf-8")

    @property
    def gray(self) -> str:
        """What it shows at the caret beside its text."""
        file = self._file.with_suffix(".preedit")
        return file.read_text("utf-8") if file.exists() else ""

    def type(self, text: str, delay_ms: int = 30) -> None:
        """Type with XTEST, a key each `delay_ms`."""
        self._typed_at_s = time.perf_counter()
        self._run("xdotool", "type", "--delay", str(delay_ms), text)

    def press(self, *keys: str) -> None:
        """Press keys by their names, as in "ctrl+1"."""
        self._typed_at_s = time.perf_counter()
        self._run("xdotool", "key", *keys)

    def wake(self) -> None:
        """Press a key until the program takes keys: GTK 4 loses those that come before its input method is connected."""

        def is_awake() -> bool:
            self.press("space")
            time.sleep(0.2)
            return self.text != ""

        def is_empty() -> bool:
            self.press("BackSpace")
            time.sleep(0.2)
            return self.text == ""

        wait_until(is_awake)
        wait_until(is_empty)

    def await_answer(self, word: str) -> None:
        """Wait until a word is shown and no other words follow, so that they belong to all of the text."""
        panel = self._panel
        try:
            wait_until(
                lambda: word in panel.words and self._typed_at_s < panel.shown_at_s < time.perf_counter() - _SETTLED_S,
            )
        except AssertionError:
            raise AssertionError(f"{word!r} is not among {panel.words} after {self.text!r}") from None

    def take(self, word: str) -> None:
        """Press the keys of a word that is shown, until it is taken: words may still be those of the text before the last key."""
        before = self.text
        while self.text == before:
            self.await_answer(word)
            self.press(f"ctrl+{self._panel.words.index(word) + 1}")
            with contextlib.suppress(AssertionError):
                wait_until(lambda: self.text != before, _SETTLED_S)

    def take_gray(self, key: str) -> None:
        """Press a key that takes gray words until it does: it waits for the letters that are on their way to the program."""
        before = self.text
        while self.text == before:
            self.press(key)
            with contextlib.suppress(AssertionError):
                wait_until(lambda: self.text != before, _SETTLED_S)

    def click(self, word: str) -> None:
        """Click on a word as soon as it is shown."""
        self.await_answer(word)
        self._panel.click(self._panel.words.index(word))

    def expect(self, text: str) -> None:
        """Wait until the field holds this text."""
        try:
            wait_until(lambda: self.text == text, 10.0)
        except AssertionError:
            raise AssertionError(f"{self.text!r} is not {text!r}") from None

    def expect_gray(self, text: str) -> None:
        """Wait until the field shows this at the caret beside its text."""
        try:
            wait_until(lambda: self.gray == text, _READING_S)
        except AssertionError:
            raise AssertionError(f"{self.gray!r} is not {text!r}") from None

    def click_at(self, x: int, y: int) -> None:
        """Click at a place in its window."""
        self._run("xdotool", "search", "--name", "^program$", "mousemove", "--window", "%1", str(x), str(y), "click", "1")

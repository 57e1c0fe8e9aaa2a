"""The process that ibus-daemon starts, and its registration with IBus.

The process makes an engine object for each input method context (`ibusfactory.c`). A component file names its command; a package
installs one, and a source tree writes one for one user. ibus-daemon reads component files from the folders of
`IBUS_COMPONENT_PATH` only (`ibusregistry.c`), so a user's own folder also needs an entry in the session's environment.
"""

import asyncio
import contextlib
import locale
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

import platformdirs
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusObjectPath, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method

from keyboard import __version__
from keyboard.engine.child import child_command
from keyboard.engine.shared_engine import SharedEngine
from keyboard.input_method.ibus_engine import IBusEngine
from keyboard.settings.keyboard_layout import system_layout
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import read_settings
from keyboard.storage.atomic_file import write_atomically
from keyboard.storage.locations import bundled_file
from keyboard.storage.vocabulary import PersonalVocabulary, VocabularyError
from keyboard.writing.learning import LearntWord
from keyboard.writing.query import Suggestions

BUS_NAME = "org.freedesktop.IBus.GPT2Keyboard"
ENGINE_NAME = "gpt2-keyboard"
_FACTORY = "/org/freedesktop/IBus/Factory"
_ENGINE = "/org/freedesktop/IBus/Engine/{number}"
_PATIENCE_S = 5.0
_SYSTEM_FOLDER = "/usr/share/ibus/component"
_CACHE_PATIENCE_S = 30.0


class InputMethodError(Exception):
    """The input method cannot run; the text is one sentence for the user."""


async def serve_ibus() -> None:
    """Serve ibus-daemon until it ends; raise `InputMethodError` if none runs."""
    address = await asyncio.to_thread(_address)
    layout = await asyncio.to_thread(system_layout, locale.getlocale()[0] or "")
    try:
        bus = await MessageBus(bus_address=address).connect()
    except (OSError, ValueError) as error:
        raise InputMethodError(f"ibus-daemon cannot be reached ({error}); start it with `ibus-daemon -drx`.") from error
    factory = _Factory(bus, partial(_current_settings, layout))
    bus.export(_FACTORY, factory)
    await bus.request_name(BUS_NAME)
    try:
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
    finally:
        factory.close()


def _address() -> str:
    """Return the address of the user's ibus-daemon."""
    if address := os.environ.get("IBUS_ADDRESS"):
        return address
    try:
        found = subprocess.run(["ibus", "address"], capture_output=True, text=True, timeout=_PATIENCE_S, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise InputMethodError("IBus does not answer; install it and start `ibus-daemon -drx`.") from error
    address = found.stdout.strip()
    if "=" not in address:
        raise InputMethodError("no ibus-daemon runs in this session; start it with `ibus-daemon -drx`.")
    return address


class _Factory(ServiceInterface):
    """Makes the engine objects, and gives each answer to the one that has the focus."""

    def __init__(self, bus: MessageBus, current_settings: Callable[[], Settings]) -> None:
        super().__init__("org.freedesktop.IBus.Factory")
        self._bus = bus
        self._current_settings = current_settings
        self._engines: list[IBusEngine] = []
        self._shared = SharedEngine(self._pass_on)
        self._learning = ThreadPoolExecutor(1, "learning")

    @dbus_method()
    def CreateEngine(self, _name: DBusStr) -> DBusObjectPath:
        """Return the path of a new engine object."""
        engine = IBusEngine(self._shared, self._current_settings, self._learn)
        path = _ENGINE.format(number=len(self._engines) + 1)
        self._engines.append(engine)
        self._bus.export(path, engine)
        return path

    def close(self) -> None:
        """End the engine process after saving what was learnt."""
        self._learning.shutdown()
        self._shared.close()

    def _pass_on(self, answer: Suggestions) -> None:
        for engine in self._engines:
            engine.take_answer(answer)

    def _learn(self, words: tuple[LearntWord, ...]) -> None:
        if words:
            self._learning.submit(_keep, words)


def _current_settings(layout: str) -> Settings:
    """Return the present settings, with the system's keyboard layout if they name none."""
    settings = read_settings().settings
    return replace(settings, keyboard_layout=settings.keyboard_layout or layout)


def _keep(words: tuple[LearntWord, ...]) -> None:
    """Learn words. If the vocabulary cannot be written, they are not learnt; the window says why when it opens the vocabulary."""
    with contextlib.suppress(VocabularyError), contextlib.closing(PersonalVocabulary()) as vocabulary:
        vocabulary.learn(words)


def component_file(command: str, icon: str) -> str:
    """Return the XML that tells ibus-daemon how to start the input method, under "English"."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<component>
    <name>{BUS_NAME}</name>
    <description>Words that a language model on this machine suggests</description>
    <exec>{escape(command)}</exec>
    <version>{__version__}</version>
    <author>The keyboard developers</author>
    <license>MIT</license>
    <homepage></homepage>
    <textdomain>gpt2-keyboard</textdomain>
    <engines>
        <engine>
            <name>{ENGINE_NAME}</name>
            <language>en</language>
            <license>MIT</license>
            <author>The keyboard developers</author>
            <icon>{escape(icon)}</icon>
            <layout>default</layout>
            <longname>Keyboard with word suggestions</longname>
            <description>Three next words at the cursor, from a language model on this machine</description>
            <rank>0</rank>
            <symbol>w</symbol>
        </engine>
    </engines>
</component>
"""


def register() -> str:
    """Register this program's input method for this user, and return what to do next, in one sentence."""
    icon = bundled_file("resources", "icons", "keyboard.svg")
    _write(_user_component(), component_file(shlex.join(child_command("ibus")), str(icon)))
    _write(_environment_file(), f"IBUS_COMPONENT_PATH={_user_component().parent}:${{IBUS_COMPONENT_PATH:-{_SYSTEM_FOLDER}}}\n")
    _refresh()
    return "Log out and in again, then add “Keyboard with word suggestions” under English in your system's keyboard settings."


def unregister() -> str:
    """Remove the registration, and return what happened, in one sentence."""
    files = [file for file in (_user_component(), _environment_file()) if file.exists()]
    for file in files:
        file.unlink()
    if not files:
        return "The input method was not registered for you."
    _refresh()
    return "The input method is no longer registered; it is gone when you log in next."


def _user_component() -> Path:
    return Path(platformdirs.user_data_dir("ibus", appauthor=False)) / "component" / f"{ENGINE_NAME}.xml"


def _environment_file() -> Path:
    return Path(platformdirs.user_config_dir("environment.d", appauthor=False)) / f"60-{ENGINE_NAME}.conf"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, text.encode())


def _refresh() -> None:
    """Let IBus, if it is installed, read the component files again; the next login does the same."""
    if (ibus := shutil.which("ibus")) is None:
        return
    folders = os.environ.get("IBUS_COMPONENT_PATH", _SYSTEM_FOLDER)
    if _user_component().exists():
        folders = f"{_user_component().parent}:{folders}"
    environment = os.environ | {"IBUS_COMPONENT_PATH": folders}
    subprocess.run([ibus, "write-cache"], env=environment, timeout=_CACHE_PATIENCE_S, check=False, capture_output=True)

"""The process that ibus-daemon starts: it makes an engine object for each input method context (`ibusfactory.c`)."""

import asyncio
import contextlib
import locale
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusObjectPath, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method

from keyboard.engine.shared_engine import SharedEngine
from keyboard.input_method.ibus_engine import IBusEngine
from keyboard.input_method.registration import BUS_NAME
from keyboard.settings.keyboard_layout import system_layout
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import read_settings
from keyboard.storage.vocabulary import PersonalVocabulary, VocabularyError
from keyboard.writing.learning import LearntWord
from keyboard.writing.query import Suggestions

_FACTORY = "/org/freedesktop/IBus/Factory"
_ENGINE = "/org/freedesktop/IBus/Engine/{number}"
_PATIENCE_S = 5.0


class InputMethodError(Exception):
    """The input method cannot run; the text is one sentence for a person."""


async def serve_ibus() -> None:
    """Serve the words of the keyboard to ibus-daemon until it ends; raise `InputMethodError` where none runs."""
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
    def CreateEngine(self, _name: DBusStr) -> DBusObjectPath:  # noqa: N802
        """Return the path of a new engine object."""
        engine = IBusEngine(self._shared, self._current_settings, self._learn)
        path = _ENGINE.format(number=len(self._engines) + 1)
        self._engines.append(engine)
        self._bus.export(path, engine)
        return path

    def close(self) -> None:
        """End the engine process, once what was learnt is kept."""
        self._learning.shutdown()
        self._shared.close()

    def _pass_on(self, answer: Suggestions) -> None:
        for engine in self._engines:
            engine.take_answer(answer)

    def _learn(self, words: tuple[LearntWord, ...]) -> None:
        if words:
            self._learning.submit(_keep, words)


def _current_settings(layout: str) -> Settings:
    """Return the settings as they are now, with the system's keyboard layout where they name none."""
    settings = read_settings().settings
    return replace(settings, keyboard_layout=settings.keyboard_layout or layout)


def _keep(words: tuple[LearntWord, ...]) -> None:
    """Learn words; where the vocabulary cannot be written, they are not learnt, and the window says why when it opens it."""
    with contextlib.suppress(VocabularyError), contextlib.closing(PersonalVocabulary()) as vocabulary:
        vocabulary.learn(words)

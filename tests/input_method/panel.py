"""A panel of IBus without a window: it knows which words are shown at the caret, and since when."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Annotated

from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusBool, DBusSignature, DBusVariant
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal

from keyboard.input_method.ibus_engine import text_of

_NAME = "org.freedesktop.IBus.Panel"
_PATH = "/org/freedesktop/IBus/Panel"
_CANDIDATES = 7  # where an `IBusLookupTable` has its words


class Panel:
    """What ibus-daemon has its panel show.

    Attributes:
        words: The words that are shown.
        shown_at_s: When they were, by `time.perf_counter`.
    """

    def __init__(self, address: str) -> None:
        """Be the panel of the ibus-daemon at this address."""
        self.words: list[str] = []
        self.shown_at_s = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._interface = _Interface(self._show)
        self._bus = asyncio.run_coroutine_threadsafe(self._connect(address), self._loop).result()

    def close(self) -> None:
        """End it."""
        self._bus.disconnect()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def click(self, place: int) -> None:
        """Click on the word at this place, from 0."""
        self._loop.call_soon_threadsafe(self._interface.CandidateClicked, place)

    def switch(self, entry: str, *, is_on: bool) -> None:
        """Switch an entry of the input method's menu on or off."""
        self._loop.call_soon_threadsafe(self._interface.PropertyActivate, entry, is_on)

    async def _connect(self, address: str) -> MessageBus:
        bus = await MessageBus(bus_address=address).connect()
        bus.export(_PATH, self._interface)
        await bus.request_name(_NAME)
        return bus

    def _show(self, words: list[str]) -> None:
        self.words, self.shown_at_s = words, time.perf_counter()


class _Interface(ServiceInterface):
    """The methods that matter; ibus-daemon does without the others."""

    def __init__(self, show: Callable[[list[str]], None]) -> None:
        super().__init__(_NAME)
        self._take = show

    @dbus_method()
    def UpdateLookupTable(self, table: DBusVariant, is_visible: DBusBool) -> None:  # noqa: N802
        self._take([text_of(word) for word in table.value[_CANDIDATES]] if is_visible else [])

    @dbus_method()
    def ShowLookupTable(self) -> None:  # noqa: N802
        return

    @dbus_method()
    def HideLookupTable(self) -> None:  # noqa: N802
        self._take([])

    @dbus_signal()
    def CandidateClicked(self, place: int) -> Annotated[list[int], DBusSignature("uuu")]:  # noqa: N802
        return [place, 1, 0]

    @dbus_signal()
    def PropertyActivate(self, entry: str, is_on: bool) -> Annotated[list[object], DBusSignature("su")]:  # noqa: N802
        return [entry, int(is_on)]

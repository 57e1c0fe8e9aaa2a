"""The engine object that ibus-daemon calls: D-Bus on one side, the focused field on the other (`ibusengine.c`)."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated

from dbus_fast import PropertyAccess, Variant
from dbus_fast.annotations import DBusBool, DBusInt32, DBusSignature, DBusStr, DBusUInt32, DBusVariant
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from keyboard.engine.shared_engine import SharedEngine
from keyboard.input_method.field import Field, Reaction
from keyboard.input_method.key_symbols import Modifier, is_modifier_key
from keyboard.settings.settings import Settings
from keyboard.writing.learning import LearntWord
from keyboard.writing.query import Suggestions

# The purpose of a field arrives within this time after its focus; only then is the engine asked.
_FIELD_IS_KNOWN_S = 0.01
# How long the words of the text before the last key stay; otherwise they would flicker.
_STALE_S = 0.5
# Longer than between the letters of a word, so that no words in gray flash up while somebody types.
_PAUSE_S = 0.4
_PRIVATE = "private"
_SHOWS_PREEDIT = 1 << 0  # `IBUS_CAP_PREEDIT_TEXT`
_NEVER_COMMITTED = 0  # `IBUS_ENGINE_PREEDIT_CLEAR`: the client removes a preedit text when it loses the focus
_FOREGROUND = 2  # `IBUS_ATTR_TYPE_FOREGROUND`
_GRAY = 0x808080
# Of `ibuslookuptable.h` and `ibusproperty.h`.
_HORIZONTAL = 0
_TOGGLE = 1

ContentType = Annotated[list[int], DBusSignature("(uu)")]


class IBusEngine(ServiceInterface):
    """Offers words in the field that has the focus. ibus-daemon moves one engine object from field to field."""

    def __init__(
        self, engine: SharedEngine, read_settings: Callable[[], Settings], learn: Callable[[tuple[LearntWord, ...]], None]
    ) -> None:
        super().__init__("org.freedesktop.IBus.Engine")
        self._engine = engine
        self._read_settings = read_settings
        self._learn = learn
        self._settings = read_settings()
        self._field = Field(self._settings)
        self._is_private = self._settings.private_at_start
        self._has_focus = False
        self._asking: asyncio.TimerHandle | None = None
        self._hide_soon: asyncio.TimerHandle | None = None
        self._pause: asyncio.TimerHandle | None = None
        self._gray = ""  # shown by the client

    def take_answer(self, answer: Suggestions) -> None:
        """Show an answer of the engine if it is for the present text."""
        if not self._has_focus or self._asking or not self._field.take_answer(answer):
            return
        words = [suggestion.word for suggestion in self._field.session.offer.suggestions]
        self._show(words)
        self._field.update_gray(is_pause=self._pause is None)
        self._show_gray()

    @dbus_method()
    def ProcessKeyEvent(self, keyval: DBusUInt32, keycode: DBusUInt32, state: DBusUInt32) -> DBusBool:
        """Return whether the key is consumed."""
        reaction = self._field.press(keyval, keycode, state)
        self._make(reaction)
        if not (state & Modifier.RELEASE or is_modifier_key(keyval)):
            self._ask_soon()
        return reaction.is_used

    @dbus_method()
    def CandidateClicked(self, index: DBusUInt32, _button: DBusUInt32, _state: DBusUInt32) -> None:
        self._make(self._field.take(index))
        self._ask_soon()

    @dbus_method()
    def SetSurroundingText(self, text: DBusVariant, cursor_pos: DBusUInt32, anchor_pos: DBusUInt32) -> None:
        if self._field.note_surrounding_text(text_of(text), cursor_pos, anchor_pos):
            self._ask_soon()
        self._show_gray()

    @dbus_method()
    def FocusIn(self) -> None:
        self._begin("")

    @dbus_method()
    def FocusInId(self, _object_path: DBusStr, client: DBusStr) -> None:
        self._begin(client)

    @dbus_method()
    def FocusOut(self) -> None:
        self._leave()

    @dbus_method()
    def FocusOutId(self, _object_path: DBusStr) -> None:
        self._leave()

    @dbus_method()
    def Reset(self) -> None:
        """End the words in gray, and forget what was typed unless the client's text tells whether the caret has moved."""
        if not self._field.known.has_surrounding_text:
            self._field.forget()
        self._field.session.continuation.void()
        self._show_gray()

    @dbus_method()
    def Enable(self) -> None:
        self.RequireSurroundingText()

    @dbus_method()
    def Disable(self) -> None:
        self._leave()

    @dbus_method()
    def PropertyActivate(self, name: DBusStr, state: DBusUInt32) -> None:
        """Switch the private mode on or off."""
        if name == _PRIVATE:
            self._is_private = bool(state)
            self._field.apply(self._settings, is_private=self._is_private)

    @dbus_method()
    def PropertyShow(self, _name: DBusStr) -> None:
        return

    @dbus_method()
    def PropertyHide(self, _name: DBusStr) -> None:
        return

    @dbus_method()
    def SetCursorLocation(self, _x: DBusInt32, _y: DBusInt32, _w: DBusInt32, _h: DBusInt32) -> None:
        return  # IBus's panel places the words

    @dbus_method()
    def SetCapabilities(self, caps: DBusUInt32) -> None:
        """Note whether the client can show preedit text; its text, or the lack of it, tells the rest."""
        self._field.kind = replace(self._field.kind, shows_preedit=bool(caps & _SHOWS_PREEDIT))

    @dbus_method()
    def PageUp(self) -> None:
        return

    @dbus_method()
    def PageDown(self) -> None:
        return

    @dbus_method()
    def CursorUp(self) -> None:
        return

    @dbus_method()
    def CursorDown(self) -> None:
        return

    @dbus_property(access=PropertyAccess.READWRITE)
    def ContentType(self) -> ContentType:
        return [self._field.kind.purpose, self._field.kind.hints]

    @ContentType.setter  # type: ignore[no-redef]
    def ContentType(self, value: ContentType) -> None:
        purpose, hints = value
        self._field.kind = replace(self._field.kind, purpose=purpose, hints=hints)
        if not self._field.is_served:
            self._field.forget()
        self._ask_soon(_FIELD_IS_KNOWN_S)

    @dbus_property(access=PropertyAccess.READ)
    def FocusId(self) -> DBusBool:
        return True

    @dbus_property(access=PropertyAccess.READ)
    def ActiveSurroundingText(self) -> DBusBool:
        return True

    @dbus_signal()
    def CommitText(self, text: str) -> DBusVariant:
        return text_value(text)

    @dbus_signal()
    def DeleteSurroundingText(self, offset: int, length: int) -> Annotated[list[int], DBusSignature("iu")]:
        """Make the client delete characters, from `offset` relative to the caret on."""
        return [offset, length]

    @dbus_signal()
    def UpdatePreeditText(self, text: str) -> Annotated[list[object], DBusSignature("vubu")]:
        """Show a text in gray after the caret, which the client never puts into its text."""
        return [text_value(text, _GRAY), 0, bool(text), _NEVER_COMMITTED]

    @dbus_signal()
    def UpdateLookupTable(self, words: list[str], *, is_visible: bool) -> Annotated[list[object], DBusSignature("vb")]:
        """Show words at the caret."""
        labels = [f"{place + 1}" for place in range(len(words))]
        return [candidates_value(words, labels), is_visible]

    @dbus_signal()
    def RegisterProperties(self) -> DBusVariant:
        """Put the private mode into the input method's menu."""
        sentence = "Nothing that you type is learnt."
        return menu_value([switch_value(_PRIVATE, "Private Mode", sentence, is_on=self._is_private)])

    @dbus_signal()
    def RequireSurroundingText(self) -> None:
        """Make clients send their text."""

    def _begin(self, client: str) -> None:
        self._field.forget()
        self._settings = self._read_settings()
        self._field.apply(self._settings, is_private=self._is_private)
        self._field.kind = replace(self._field.kind, client=client)
        self._has_focus = True
        self.RequireSurroundingText()
        self.RegisterProperties()
        self._ask_soon(_FIELD_IS_KNOWN_S)

    def _leave(self) -> None:
        self._learn(self._field.session.settle())
        self._field.forget()
        self._has_focus = False
        self._show([])
        self._show_gray()
        self._engine.release()

    def _make(self, reaction: Reaction) -> None:
        removed = reaction.removed_before + reaction.removed_after
        if removed and reaction.is_used:
            self.DeleteSurroundingText(-reaction.removed_before, removed)
        if reaction.commit:
            self.CommitText(reaction.commit)
        self._show_gray()
        self._learn(reaction.learnt)

    def _ask_soon(self, delay_s: float = 0.0) -> None:
        """Ask the engine once the received messages are read."""
        if not self._has_focus:
            return
        loop = asyncio.get_running_loop()
        if self._asking is None:
            self._asking = loop.call_later(delay_s, self._ask)
        if self._pause:
            self._pause.cancel()
        self._pause = loop.call_later(_PAUSE_S, self._end_pause)

    def _ask(self) -> None:
        self._asking = None
        query = self._field.query() if self._has_focus else None
        if query is None:
            self._show([])
            return
        self._engine.need(self._settings)
        self._field.session.offer.await_answer(self._engine.suggest(query))
        if not (self._field.session.offer.suggestions or self._hide_soon):
            self._hide_soon = asyncio.get_running_loop().call_later(_STALE_S, self._show, [])

    def _end_pause(self) -> None:
        self._pause = None
        if self._field.session.offer.answered:
            self._field.update_gray(is_pause=True)
            self._show_gray()

    def _show_gray(self) -> None:
        if self._gray != self._field.gray:
            self._gray = self._field.gray
            self.UpdatePreeditText(self._gray)

    def _show(self, words: list[str]) -> None:
        if self._hide_soon:
            self._hide_soon.cancel()
            self._hide_soon = None
        if words or self._field.shown:
            self.UpdateLookupTable(words, is_visible=bool(words))
        self._field.shown = len(words)


def text_value(text: str, colour: int | None = None) -> Variant:
    """Return an `IBusText`, with coloured letters if a colour is given."""
    colours = [] if colour is None else [Variant("(sa{sv}uuuu)", ["IBusAttribute", {}, _FOREGROUND, colour, 0, len(text)])]
    attributes = Variant("(sa{sv}av)", ["IBusAttrList", {}, colours])
    return Variant("(sa{sv}sv)", ["IBusText", {}, text, attributes])


def text_of(value: Variant) -> str:
    """Return the characters of an `IBusText`, or "" if it is none."""
    members = value.value
    return members[2] if isinstance(members, list | tuple) and len(members) > 2 and isinstance(members[2], str) else ""


def candidates_value(words: Sequence[str], labels: Sequence[str]) -> Variant:
    """Return an `IBusLookupTable` of one page, in one row, with no word selected."""
    shown, named = [text_value(word) for word in words], [text_value(label) for label in labels]
    members = ["IBusLookupTable", {}, max(len(words), 1), 0, False, False, _HORIZONTAL, shown, named]
    return Variant("(sa{sv}uubbiavav)", members)


def switch_value(key: str, title: str, sentence: str, *, is_on: bool) -> Variant:
    """Return an `IBusProperty` that the user can switch on and off in the input method's menu."""
    nothing_below = Variant("(sa{sv}av)", ["IBusPropList", {}, []])
    members = ["IBusProperty", {}, key, _TOGGLE, text_value(title), "", text_value(sentence), True, True, int(is_on)]
    return Variant("(sa{sv}suvsvbbuvv)", [*members, nothing_below, text_value("")])


def menu_value(entries: Sequence[Variant]) -> Variant:
    """Return an `IBusPropList`."""
    return Variant("(sa{sv}av)", ["IBusPropList", {}, list(entries)])

"""The meaning of a key event, before the typing session decides what it does to the text."""

import sys
import unicodedata
from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
_VK_PACKET = 0xE7
_COMMANDS = _CONTROL | _ALT | Qt.KeyboardModifier.MetaModifier
# Typed characters that Python calls not printable: a line end, a tab, joiners, the soft hyphen and directional marks.
_INVISIBLE = frozenset("\n\t\u200b\u200c\u200d\u200e\u200f\u00ad\u2060")


class Meaning(Enum):
    """The meaning of a key that is pressed in the text: the first of these that fits."""

    MENU = auto()
    REJECT = auto()  # never again suggest the word under the pointer
    SUGGESTION = auto()  # Tab, which may mean the best word
    BAR = auto()  # Shift+Tab, which moves the focus to the bar
    HIDE = auto()  # Esc, which hides the words
    BACKSPACE = auto()
    DELETE = auto()
    TEXT = auto()
    OTHER = auto()  # Qt's to decide: the arrows, shortcuts of the text


def meaning_of(event: QKeyEvent) -> Meaning:
    """Return what a press of a key means in the text."""
    key, modifiers = event.key(), event.modifiers()
    is_plain = modifiers == Qt.KeyboardModifier.NoModifier
    if _is_for_menus(event):
        return Meaning.MENU
    if key == Qt.Key.Key_Delete and modifiers == _SHIFT:
        return Meaning.REJECT
    if key == Qt.Key.Key_Backtab:
        return Meaning.BAR
    if is_plain and key in _PLAIN:
        return _PLAIN[Qt.Key(key)]
    if key == Qt.Key.Key_Backspace and not modifiers & _COMMANDS:
        return Meaning.BACKSPACE
    return Meaning.TEXT if text_of(event) else Meaning.OTHER


def text_of(event: QKeyEvent) -> str:
    """Return what a key types, with "\\n" for a line end, or ""."""
    if event.matches(QKeySequence.StandardKey.InsertLineSeparator):
        return "\n"  # Qt's own, U+2028, is not a line end to other programs
    text = event.text().replace("\r", "\n")
    if event.modifiers() & _CONTROL:
        return text if _is_alt_gr(event) and all(_is_visible(character) for character in text) else ""
    return text if all(_is_visible(character) or character in _INVISIBLE for character in text) else ""


def is_commit(event: QKeyEvent) -> bool:
    """Return whether an input method of Windows, such as UniKey, sends a character as a key that no keyboard has."""
    return sys.platform == "win32" and event.nativeVirtualKey() == _VK_PACKET


def takes_word(event: QKeyEvent, *, is_right_to_left: bool) -> bool:
    """Return whether a key takes a word of the continuation: the arrow that points at it."""
    return event.key() == _forward(is_right_to_left) and _modifiers(event) == Qt.KeyboardModifier.NoModifier


def takes_all(event: QKeyEvent, *, is_right_to_left: bool) -> bool:
    """Return whether a key takes the whole continuation: End, or the arrow with Ctrl (Cmd on a Mac)."""
    key, modifiers = event.key(), _modifiers(event)
    return (key == Qt.Key.Key_End and modifiers == Qt.KeyboardModifier.NoModifier) or (
        key == _forward(is_right_to_left) and modifiers == _CONTROL
    )


class BarKeys(Protocol):
    """The actions of the keys for the bar; each returns whether it has used the key."""

    def take_focus(self) -> bool:
        """Move the focus to the bar."""

    def hide_words(self) -> bool:
        """Clear the buttons until the next word begins."""

    def is_pointed_at(self) -> bool:
        """Return whether the mouse points at a word."""

    def reject_pointed_at(self) -> bool:
        """Never again suggest the word under the mouse."""

    def take_best(self, *, is_held: bool) -> bool:
        """Insert the best word if Tab means one."""


class HeldKey:
    """Distinguishes a key that is held down from one that is pressed again.

    For each repetition X11 sends a release and a press with the same time, and Qt does not always recognize them.
    """

    def __init__(self) -> None:
        self.is_held = False  # whether the last press was a repetition
        self._released: tuple[int, int] | None = None  # the key, and the time on the system's clock, in milliseconds

    def follow(self, event: QKeyEvent) -> None:
        """Note a press, the shortcut override before it, or a release."""
        key_and_time = event.key(), event.timestamp()
        if event.type() == QEvent.Type.KeyRelease:
            self.is_held = False
            self._released = key_and_time
        else:
            is_repetition = event.timestamp() > 0 and self._released == key_and_time
            self.is_held = event.isAutoRepeat() or is_repetition


_PLAIN = {
    Qt.Key.Key_Tab: Meaning.SUGGESTION,
    Qt.Key.Key_Escape: Meaning.HIDE,
    Qt.Key.Key_Delete: Meaning.DELETE,
}


def _forward(is_right_to_left: bool) -> Qt.Key:
    return Qt.Key.Key_Left if is_right_to_left else Qt.Key.Key_Right


def _modifiers(event: QKeyEvent) -> Qt.KeyboardModifier:
    """Return the modifiers; on a Mac all arrows count as keys of the keypad."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def _is_visible(character: str) -> bool:
    """Return whether a character is printed, or is a space of any kind."""
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _is_alt_gr(event: QKeyEvent) -> bool:
    """Return whether AltGr is held, which Windows reports as Ctrl and Alt; on a Mac these two are a command."""
    held = event.modifiers() & (_CONTROL | _ALT)
    return sys.platform != "darwin" and held == _CONTROL | _ALT


def _is_for_menus(event: QKeyEvent) -> bool:
    """Return whether a letter was meant for a menu; Qt types it if no menu has it. On a Mac, Alt types other letters."""
    is_letter = bool(event.text()) and event.text().isprintable()
    return sys.platform != "darwin" and is_letter and event.modifiers() in {_ALT, _ALT | _SHIFT}

"""Ctrl and the key of a digit, on keyboards where that key types something else without Shift, or a digit of another script.

The shortcuts Ctrl+1, 2, 3 belong to the keys and not to the characters: a French keyboard types "&" with the key of 1, a Czech
one "+", a Persian one "۱".
"""

import sys
import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_KEYPAD, _GROUP = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.GroupSwitchModifier
# The scan code of the key of 1; those of 2 to 9 and 0 follow it.
_KEY_OF_1 = 2 if sys.platform == "win32" else 10
# macOS has virtual key codes in their place, in the order of its first keyboards.
_MAC_KEYS = (18, 19, 20, 21, 23, 22, 26, 28, 25, 29)
# What the row types without Shift, by the data of XKB, for keys without a scan code, as a virtual keyboard sends them. Where two
# rows differ, the one that more layouts have comes first.
_ROWS = ("&é\"'(-è_çà", "&é\"'(§è!çà", "+ěščřžýáíé", "+ľščťžýáíé", '"«»()@+-/*', "ąčęėįšųū„“")
_DIGITS = {character: (place + 1) % 10 for row in reversed(_ROWS) for place, character in enumerate(row)}


class DigitKeys(QObject):
    """Triggers the action of a window whose shortcut is Ctrl and a digit when the digit's key is pressed with Ctrl."""

    def __init__(self, window: QWidget, actions: Sequence[QAction]) -> None:
        """Follow the keys that no widget of the window uses."""
        super().__init__(window)
        self._actions = actions
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the key before another shortcut does, if it is a digit's by its place, and else what is left of it."""
        if not isinstance(event, QKeyEvent) or event.type() not in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}:
            return False
        is_press = event.type() == QEvent.Type.KeyPress
        digit = digit_of(event) if is_press else digit_by_place(event)
        action = self._action_of(digit) if digit is not None else None
        if action is None:
            return False
        event.accept()
        if is_press:
            action.trigger()
        return True

    def _action_of(self, digit: int) -> QAction | None:
        keys = QKeySequence(f"Ctrl+{digit}")
        return next((action for action in self._actions if keys in action.shortcuts() and action.isEnabled()), None)


def digit_of(event: QKeyEvent) -> int | None:
    """Return the digit whose key is pressed with Ctrl, from 0 to 9, or None."""
    held = event.modifiers() & ~(_KEYPAD | _GROUP)
    if held in (_CONTROL, _CONTROL | _SHIFT) and (digit := _own_digit(event)) is not None:
        return digit
    if held != _CONTROL:
        return None
    return _DIGITS.get(chr(event.key()).lower()) if _is_without_place(event) else digit_by_place(event)


def digit_by_place(event: QKeyEvent) -> int | None:
    """Return the digit whose key is pressed with Ctrl, by the key's place and not by what it types, or None.

    A key that types a digit of its own, or a letter from A to Z, is none: on such a keyboard the digits are elsewhere.
    """
    is_ascii_letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
    if event.modifiers() & ~_GROUP != _CONTROL or is_ascii_letter or _own_digit(event) is not None:
        return None
    if sys.platform == "darwin":
        code = event.nativeVirtualKey()
        return (_MAC_KEYS.index(code) + 1) % 10 if code in _MAC_KEYS else None
    place = event.nativeScanCode() - _KEY_OF_1
    return (place + 1) % 10 if 0 <= place < 10 else None


def _own_digit(event: QKeyEvent) -> int | None:
    """Return the digit that a key types, of any script."""
    return unicodedata.digit(chr(event.key()), None) if event.key() <= sys.maxunicode else None


def _is_without_place(event: QKeyEvent) -> bool:
    return event.nativeScanCode() == 0 and event.nativeVirtualKey() == 0 and event.key() <= sys.maxunicode

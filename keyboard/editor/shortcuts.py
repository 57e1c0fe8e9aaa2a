"""The shortcuts of the menu entries: the defaults, the user's own, and the digits' keys on every layout."""

import sys
import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from keyboard.editor.settings.settings_access import SettingsAccess

# The standard keys that move, select or delete in the text cannot become shortcuts.
_OF_TEXT = ("MoveTo", "Select", "Delete", "Backspace", "InsertParagraph", "InsertLine")
_WITH_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Shortcuts(QObject):
    """Sets the shortcuts of actions: the user's, stored in the settings under the actions' object names, else the defaults.

    The user's shortcuts take precedence: an action with such a default loses it.
    """

    changed = Signal()

    def __init__(self, actions: Sequence[QAction], settings: SettingsAccess, parent: QObject) -> None:
        """Take the present shortcuts of the actions as their defaults."""
        super().__init__(parent)
        self.actions = list(actions)
        self._settings = settings
        self._own = {action.objectName(): action.shortcuts() for action in actions}
        self._apply()
        settings.changed.connect(self._apply_setting)

    @property
    def changeable(self) -> list[QAction]:
        """The actions whose shortcuts can be changed: one that is bound to a single widget keeps its own."""
        return [action for action in self.actions if action.shortcutContext() != Qt.ShortcutContext.WidgetShortcut]

    def is_changed(self, action: QAction) -> bool:
        return action.objectName() in self._settings.current.shortcuts

    def refusal(self, action: QAction, keys: QKeySequence) -> str:
        """Return why an action cannot have these keys, in one sentence that names the action with them, or ""."""
        if keys.isEmpty():
            return ""
        name = keys.toString(QKeySequence.SequenceFormat.NativeText)
        first = keys[0]  # type: ignore[index]  # missing in PySide6's stubs
        is_function_key = Qt.Key.Key_F1 <= first.key() <= Qt.Key.Key_F35
        if not is_function_key and not first.keyboardModifiers() & _WITH_COMMAND:
            return self.tr("The text needs {keys}; add Ctrl or Alt.").format(keys=name)
        for other in self.actions:
            if other is not action and keys in other.shortcuts():
                return self.tr("“{title}” already has {keys}; give it other keys first.").format(keys=name, title=title_of(other))
        if keys in _keys_of_text():
            return self.tr("{keys} moves, selects or deletes in the text.").format(keys=name)
        return ""

    def change(self, action: QAction, keys: QKeySequence) -> None:
        """Set the shortcut of an action; an empty sequence removes it. The keys must be ones that `refusal` allows."""
        if [keys] == self._own[action.objectName()][:1]:
            self.reset(action)
            return
        text = keys.toString(QKeySequence.SequenceFormat.PortableText)
        self._settings.change(shortcuts={**self._settings.current.shortcuts, action.objectName(): text})

    def reset(self, action: QAction) -> None:
        given = {name: keys for name, keys in self._settings.current.shortcuts.items() if name != action.objectName()}
        self._settings.change(shortcuts=given)

    def _apply_setting(self, name: str) -> None:
        if name == "shortcuts":
            self._apply()

    def _apply(self) -> None:
        given = self._settings.current.shortcuts
        taken: list[QKeySequence] = []
        for action in sorted(self.actions, key=lambda action: action.objectName() not in given):
            name = action.objectName()
            wanted = QKeySequence.listFromString(given[name]) if name in given else self._own[name]
            keys = [sequence for sequence in wanted if not sequence.isEmpty() and sequence not in taken]
            taken += keys
            if keys != action.shortcuts():
                action.setShortcuts(keys)
        self.changed.emit()


def title_of(action: QAction) -> str:
    """Return the title of a menu entry, without its mnemonic."""
    return action.text().replace("&", "").removesuffix("…")


def keys_of(action: QAction) -> str:
    """Return a menu entry's keys as this system writes them."""
    return ", ".join(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts())


def _keys_of_text() -> list[QKeySequence]:
    standard = [key for key in QKeySequence.StandardKey if key.name.startswith(_OF_TEXT) and key.name != "SelectAll"]
    return [keys for key in standard for keys in QKeySequence.keyBindings(key)]


_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_KEYPAD, _GROUP = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.GroupSwitchModifier
# The scan code of the key of 1; those of 2 to 9 and 0 follow it.
_KEY_OF_1 = 2 if sys.platform == "win32" else 10
# macOS has virtual key codes instead, in the order of its first keyboards.
_MAC_KEYS = (18, 19, 20, 21, 23, 22, 26, 28, 25, 29)
# The row's characters without Shift, from XKB's data, for keys without a scan code, such as those of a virtual keyboard. If two
# rows differ, the one of more layouts comes first.
_ROWS = ("&é\"'(-è_çà", "&é\"'(§è!çà", "+ěščřžýáíé", "+ľščťžýáíé", '"«»()@+-/*', "ąčęėįšųū„“")
_DIGITS = {character: (place + 1) % 10 for row in reversed(_ROWS) for place, character in enumerate(row)}


class DigitKeys(QObject):
    """Triggers the action of a window whose shortcut is Ctrl and a digit when the digit's key is pressed with Ctrl."""

    def __init__(self, window: QWidget, actions: Sequence[QAction]) -> None:
        """Follow the keys that no widget of the window uses."""
        super().__init__(window)
        self._actions = actions
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the key before another shortcut does, if its place is a digit's; otherwise only if no widget uses it."""
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
    """Return the digit whose key is pressed with Ctrl, by the key's place and not by its character, or None.

    A key that types a digit or a letter from A to Z does not count: on such a keyboard the digits are elsewhere.
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

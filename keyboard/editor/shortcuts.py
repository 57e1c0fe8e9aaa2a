"""The shortcuts of the menu entries: the defaults, and those that the user sets."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from keyboard.editor.settings.settings_access import SettingsAccess

# The standard keys that move, select or delete in the text cannot become shortcuts.
_OF_TEXT = ("MoveTo", "Select", "Delete", "Backspace", "InsertParagraph", "InsertLine")
_WITH_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Shortcuts(QObject):
    """Sets the shortcuts of actions: the user's, which the settings have by the actions' object names, else the defaults.

    The user's shortcuts take precedence: an action whose default they are loses it.
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
        """Return whether the user has changed the shortcut of an action or removed it."""
        return action.objectName() in self._settings.current.shortcuts

    def refusal(self, action: QAction, keys: QKeySequence) -> str:
        """Return why an action cannot have these keys, in one sentence that names what has them, or ""."""
        if keys.isEmpty():
            return ""
        name = keys.toString(QKeySequence.SequenceFormat.NativeText)
        first = keys[0]  # type: ignore[index]  # missing in PySide6's stubs
        is_function_key = Qt.Key.Key_F1 <= first.key() <= Qt.Key.Key_F35
        if not is_function_key and not first.keyboardModifiers() & _WITH_COMMAND:
            return self.tr("{keys} is for the text; add Ctrl or Alt.").format(keys=name)
        for other in self.actions:
            if other is not action and keys in other.shortcuts():
                return self.tr("{keys} is taken by “{title}”; give that other keys first.").format(
                    keys=name, title=title_of(other)
                )
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
        """Restore the default shortcut of an action."""
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
    """Return what a menu entry is called, without its mnemonic."""
    return action.text().replace("&", "").removesuffix("…")


def keys_of(action: QAction) -> str:
    """Return a menu entry's keys as this system writes them."""
    return ", ".join(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts())


def _keys_of_text() -> list[QKeySequence]:
    standard = [key for key in QKeySequence.StandardKey if key.name.startswith(_OF_TEXT) and key.name != "SelectAll"]
    return [keys for key in standard for keys in QKeySequence.keyBindings(key)]

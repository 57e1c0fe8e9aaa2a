"""The line of a menu entry's keys."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QWidget

from keyboard.editor.settings.setting_row import SettingRow
from keyboard.editor.shortcuts import Shortcuts, keys_of, title_of

_NO_KEYS = (QKeySequence("Backspace"), QKeySequence("Del"))


class ShortcutRow(SettingRow):
    """A menu entry is given other keys by pressing them, and none by Backspace; keys that are taken are refused by name."""

    def __init__(self, section: str, action: QAction, shortcuts: Shortcuts, parent: QWidget) -> None:
        self._action = action
        self._shortcuts = shortcuts
        self._edit = QKeySequenceEdit(parent, clearButtonEnabled=True, maximumSequenceLength=1)
        super().__init__(section, title_of(action), "", self._edit, parent)
        # Qt tells of a change to no keys already when the first one goes down; only the clear button means it.
        self._edit.editingFinished.connect(self._end_editing)
        if clear := self._edit.findChild(QAction):
            clear.triggered.connect(lambda _checked: self._take(QKeySequence()))
        self.reset_requested.connect(lambda: shortcuts.reset(action))
        shortcuts.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        keys = self._action.shortcuts()
        self._shown = keys[0] if keys else QKeySequence()
        self._edit.setKeySequence(self._shown)
        # Qt tells a screen reader no value of such a control.
        name = self.tr("Keys of {title}: {keys}")
        self._edit.setAccessibleName(name.format(title=self.title, keys=keys_of(self._action) or self.tr("none")))
        self.show_changed(self._shortcuts.is_changed(self._action))

    def _end_editing(self) -> None:
        keys = self._edit.keySequence()
        if keys == self._shown:  # the focus goes; what was refused before stays to be read
            return
        if keys.isEmpty():
            self._show()
        else:
            self._take(QKeySequence() if keys in _NO_KEYS else keys)

    def _take(self, keys: QKeySequence) -> None:
        refusal = self._shortcuts.refusal(self._action, keys)
        self.complain(refusal)
        if refusal:
            self._show()
        else:
            self._shortcuts.change(self._action, keys)

"""The control of a menu entry's keys."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QWidget

from keyboard.editor.settings.setting_row import SettingRow
from keyboard.editor.shortcuts import Shortcuts, keys_of, title_of


def new_shortcut_row(section: str, action: QAction, shortcuts: Shortcuts, parent: QWidget) -> SettingRow:
    """Return a row in which a menu entry is given other keys by pressing them; keys that are taken are refused by name."""
    edit = QKeySequenceEdit(parent, clearButtonEnabled=True, maximumSequenceLength=1)
    title = title_of(action)
    row = SettingRow(section, title, "", edit, parent)

    name, no_keys = edit.tr("Keys of {title}: {keys}"), edit.tr("none")

    def show() -> None:
        keys = action.shortcuts()
        edit.blockSignals(True)
        edit.setKeySequence(keys[0] if keys else QKeySequence())
        edit.blockSignals(False)
        # Qt tells a screen reader no value of such a control.
        edit.setAccessibleName(name.format(title=title, keys=keys_of(action) or no_keys))
        row.show_changed(shortcuts.is_changed(action))

    def take(keys: QKeySequence) -> None:
        refusal = shortcuts.refusal(action, keys)
        row.complain(refusal)
        if refusal:
            show()
        elif [keys] != action.shortcuts()[:1]:
            shortcuts.change(action, keys)

    edit.keySequenceChanged.connect(take)
    row.reset_requested.connect(lambda: shortcuts.reset(action))
    shortcuts.changed.connect(show)
    show()
    return row

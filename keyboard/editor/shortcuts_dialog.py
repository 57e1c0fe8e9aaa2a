"""The list of shortcuts, read from the menus themselves."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QMessageBox, QWidget


def show_shortcuts(menu_bar: QMenuBar, window: QWidget) -> None:
    """Show the shortcut of every menu entry that has one."""
    rows = "".join(
        f"<tr><td style='padding-right: 32px'>{_title(action)}</td><td>{_keys(action)}</td></tr>"
        for menu in menu_bar.findChildren(QMenu)
        for action in menu.actions()
        if _keys(action)
    )
    QMessageBox.information(window, window.tr("Shortcuts"), f"<table cellspacing='4'>{rows}</table>")


def _title(action: QAction) -> str:
    return action.text().replace("&", "").removesuffix("…")


def _keys(action: QAction) -> str:
    return ", ".join(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts())

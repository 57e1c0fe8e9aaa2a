"""Which keys are for the menus and not for the text."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_ALT, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def is_for_menus(event: QKeyEvent) -> bool:
    """Tell whether a letter was meant for a menu: Qt types it where no menu has it. On a Mac Alt makes other letters."""
    is_letter = bool(event.text()) and event.text().isprintable()
    return sys.platform != "darwin" and is_letter and event.modifiers() in {_ALT, _ALT | _SHIFT}

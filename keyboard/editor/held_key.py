"""Whether a key that is pressed is one that is held down."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent


class HeldKey:
    """Tells a key that is held down from one that is pressed again.

    X11 sends a release and a press of the same moment for each repetition, and Qt does not always see that they belong together.

    Attributes:
        is_held: Whether the last press was such a repetition.
    """

    def __init__(self) -> None:
        self.is_held = False
        self._released_at = 0  # on the system's clock, in milliseconds; 0 where events have no time

    def hear(self, event: QKeyEvent) -> None:
        """Note a press, or the question before it whether it is a shortcut, or a release."""
        if event.type() == QEvent.Type.KeyRelease:
            self.is_held = False
            self._released_at = event.timestamp()
        else:
            self.is_held = event.isAutoRepeat() or 0 < event.timestamp() == self._released_at

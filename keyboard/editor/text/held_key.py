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
        self._released: tuple[int, int] | None = None  # the key, and when on the system's clock, in milliseconds

    def hear(self, event: QKeyEvent) -> None:
        """Note a press, or the question before it whether it is a shortcut, or a release."""
        if event.type() == QEvent.Type.KeyRelease:
            self.is_held = False
            self._released = _key_and_time(event)
        else:
            is_repetition = event.timestamp() > 0 and self._released == _key_and_time(event)
            self.is_held = event.isAutoRepeat() or is_repetition


def _key_and_time(event: QKeyEvent) -> tuple[int, int]:
    return event.key(), event.timestamp()

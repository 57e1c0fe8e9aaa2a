"""Windows that are no larger than their screen has room for, as where all is shown at 200 %."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStyle, QWidget


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window this size in device-independent pixels, or as much of it as its screen has beside a title bar."""
    title_height = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    room = window.screen().availableSize() - QSize(0, title_height)
    window.resize(QSize(width, height).boundedTo(room))

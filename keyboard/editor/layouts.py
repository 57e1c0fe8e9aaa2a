"""Widgets in columns, in rows and in halves whose sizes the user can change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSplitter, QVBoxLayout, QWidget

# A widget or a layout, alone or with its stretch; None is free room.
Part = QWidget | QLayout | tuple[QWidget | QLayout, int] | None

_NO_MARGINS = (0, 0, 0, 0)


def column(
    *parts: Part, owner: QWidget | None = None, margins: tuple[int, int, int, int] = _NO_MARGINS, spacing: int = 6
) -> QVBoxLayout:
    """Return parts one below the other, as the layout of `owner` if there is one; margins are left, top, right, bottom."""
    layout = QVBoxLayout(owner) if owner else QVBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    _fill(layout, parts)
    return layout


def row(*parts: Part) -> QHBoxLayout:
    """Return parts side by side."""
    layout = QHBoxLayout()
    _fill(layout, parts)
    return layout


def halves(*shares: tuple[QWidget, int]) -> QSplitter:
    """Return widgets one below the other, with a handle between them; each has its share of further room."""
    splitter = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
    for place, (widget, share) in enumerate(shares):
        splitter.addWidget(widget)
        splitter.setStretchFactor(place, share)
    return splitter


def _fill(layout: QBoxLayout, parts: tuple[Part, ...]) -> None:
    for part in parts:
        widget, stretch = part if isinstance(part, tuple) else (part, 0)
        if isinstance(widget, QWidget):
            layout.addWidget(widget, stretch)
        elif isinstance(widget, QLayout):
            layout.addLayout(widget, stretch)
        else:
            layout.addStretch(1)

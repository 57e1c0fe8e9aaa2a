"""Parts of dialogs and panels: buttons, rows, columns, and halves whose sizes the user can change."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

_Layout = TypeVar("_Layout", bound=QBoxLayout)
# A widget or a layout, alone or with its stretch; None is free room.
Part = QWidget | QLayout | tuple[QWidget | QLayout, int] | None
# Left, top, right and bottom, in pixels.
Margins = tuple[int, int, int, int]
DIALOG_MARGINS = (16, 16, 16, 16)


def arranged(
    layout: _Layout,
    *parts: Part,
    margins: Margins = (0, 0, 0, 0),
    spacing: int | None = None,
    growing: QWidget | None = None,
) -> _Layout:
    """Add the parts to a row or a column, and return it; the part `growing` gets the spare room."""
    layout.setContentsMargins(*margins)
    if spacing is not None:
        layout.setSpacing(spacing)
    for part in parts:
        widget, stretch = part if isinstance(part, tuple) else (part, int(part is not None and part is growing))
        if widget is None:
            layout.addStretch(1)
        elif isinstance(widget, QLayout):
            layout.addLayout(widget, stretch)
        else:
            layout.addWidget(widget, stretch)
    return layout


def column(*parts: Part, owner: QWidget | None = None, margins: Margins = (0, 0, 0, 0), spacing: int = 6) -> QVBoxLayout:
    """Return parts one below the other, as the layout of `owner` if given."""
    return arranged(QVBoxLayout(owner) if owner else QVBoxLayout(), *parts, margins=margins, spacing=spacing)


def row(*parts: Part) -> QHBoxLayout:
    """Return parts side by side."""
    return arranged(QHBoxLayout(), *parts)


def halves(*shares: tuple[QWidget, int]) -> QSplitter:
    """Return widgets one below the other, with a handle between them; each gets its share of spare room."""
    splitter = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
    for place, (widget, share) in enumerate(shares):
        splitter.addWidget(widget)
        splitter.setStretchFactor(place, share)
    return splitter


def new_button(title: str, parent: QWidget, act: Callable[[], object], accessible_name: str = "") -> QPushButton:
    """Return a button that calls `act`; Return in another control of a dialog does not press it."""
    button = QPushButton(title, parent, autoDefault=False)
    button.setAccessibleName(accessible_name)
    button.clicked.connect(lambda _checked: act())
    return button


def scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    """Return an area that shows a page at its full width and scrolls it up and down."""
    area = QScrollArea(parent, widgetResizable=True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area

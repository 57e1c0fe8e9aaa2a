"""What dialogs and panels are made of: buttons, and widgets one beside or below the other."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QPushButton, QScrollArea, QWidget

_Layout = TypeVar("_Layout", bound=QBoxLayout)
# Left, top, right and bottom, in pixels.
DIALOG_MARGINS = (16, 16, 16, 16)


def arranged(
    layout: _Layout,
    *parts: QWidget | QLayout | None,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int | None = None,
    growing: QWidget | None = None,
) -> _Layout:
    """Add the parts to a row or a column, and return it.

    The room left over goes to the part `growing`, and to a part that is None, which is empty space.
    """
    layout.setContentsMargins(*margins)
    if spacing is not None:
        layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part, stretch=int(part is growing))
    return layout


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

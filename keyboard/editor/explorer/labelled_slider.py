"""A slider with its name before it and its value behind."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider


class LabelledSlider(QObject):
    """Three widgets for a row of a grid.

    Attributes:
        slider: The slider itself, over whole numbers.
    """

    def __init__(self, title: str, bounds: tuple[int, int], value: int, told: Callable[[int], str], tip: str) -> None:
        """`told` turns a value into what is shown of it."""
        super().__init__()
        self._told = told
        self._label = QLabel(title)
        self._value = QLabel()
        self._value.setMinimumWidth(max(self._value.fontMetrics().horizontalAdvance(told(bound)) for bound in bounds))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(*bounds)
        self.slider.setAccessibleName(title.replace("&", ""))
        self._label.setBuddy(self.slider)
        for widget in (self._label, self.slider):
            widget.setToolTip(tip)
        self.slider.valueChanged.connect(self._tell)
        self.slider.setValue(value)
        self._tell(value)

    @property
    def value(self) -> int:
        """The slider's value."""
        return self.slider.value()

    def add_to(self, grid: QGridLayout, row: int) -> None:
        """Put the widgets into a row's first three columns."""
        for column, widget in enumerate((self._label, self.slider, self._value)):
            grid.addWidget(widget, row, column)

    def _tell(self, value: int) -> None:
        self._value.setText(self._told(value))
        self.slider.setAccessibleDescription(self._told(value))

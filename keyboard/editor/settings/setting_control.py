"""The control of a setting, made from its type and its description."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from keyboard.described_setting import Description
from keyboard.editor.translation import translated

_NO_BOUND = 1_000_000
Change = Callable[[Any], None]


@dataclass(frozen=True)
class SettingControl:
    """A control, and how it is given a value without taking it for the user's."""

    widget: QWidget
    show: Change


def new_control(description: Description, default: Any, change: Change, parent: QWidget) -> SettingControl:
    """Return a control for a setting of the default's type; it calls `change` with what the user sets."""
    if description.is_font:
        families = [family for family in QFontDatabase.families() if not QFontDatabase.isPrivateFamily(family)]
        system = QCoreApplication.translate("SettingControl", "The system's")
        control = _choice({"": system} | {family: family for family in families}, change, parent)
    elif description.choices is not None:
        control = _choice({value: translated(title) for value, title in description.choices.items()}, change, parent)
    elif isinstance(default, bool):
        control = _switch(change, parent)
    elif isinstance(default, int | float):
        control = _number(description, default, change, parent)
    else:
        control = _text(change, parent)
    control.widget.setAccessibleName(translated(description.title))
    control.widget.setAccessibleDescription(translated(description.sentence))
    control.widget.installEventFilter(_WheelGuard(control.widget))
    return control


def _switch(change: Change, parent: QWidget) -> SettingControl:
    box = QCheckBox(parent)
    box.clicked.connect(change)
    return SettingControl(box, box.setChecked)


def _choice(titles: dict[Any, str], change: Change, parent: QWidget) -> SettingControl:
    values = list(titles)
    box = QComboBox(parent)
    box.addItems(list(titles.values()))
    # The longest name of a font must not make the window wider than the screen.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(10)
    box.activated.connect(lambda place: change(values[place]))

    def show(value: Any) -> None:
        if value not in values:  # a font that is not installed here
            values.append(value)
            box.addItem(str(value))
        box.setCurrentIndex(values.index(value))

    return SettingControl(box, show)


def _number(description: Description, default: float, change: Change, parent: QWidget) -> SettingControl:
    least = -_NO_BOUND if description.minimum is None else description.minimum
    greatest = _NO_BOUND if description.maximum is None else description.maximum
    box: QSpinBox | QDoubleSpinBox
    if isinstance(default, int):
        whole = box = QSpinBox(parent)
        whole.setRange(int(least), int(greatest))
    else:
        fraction = box = QDoubleSpinBox(parent, decimals=1)
        fraction.setRange(least, greatest)
        fraction.setSingleStep(0.1 if greatest < 10 else 0.5)
    # A style sheet's padding does not reach the number.
    box.lineEdit().setTextMargins(6, 0, 0, 0)
    box.setKeyboardTracking(False)
    box.valueChanged.connect(change)

    def show(value: Any) -> None:
        box.blockSignals(True)
        box.setValue(value)
        box.blockSignals(False)

    return SettingControl(box, show)


def _text(change: Change, parent: QWidget) -> SettingControl:
    line = QLineEdit(parent)
    line.editingFinished.connect(lambda: change(line.text()))
    return SettingControl(line, line.setText)


class _WheelGuard(QObject):
    """Lets the wheel scroll the page and change only the control that has the focus."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        if control.focusPolicy() == Qt.FocusPolicy.WheelFocus:
            control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._control = control

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Leave the wheel to the page where the control has no focus."""
        if event.type() != QEvent.Type.Wheel or self._control.hasFocus():
            return False
        event.ignore()
        return True

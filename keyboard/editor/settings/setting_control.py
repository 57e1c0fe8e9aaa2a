"""The control of a setting, made from its type and its description."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from keyboard.editor.background import in_background
from keyboard.editor.translation import translated
from keyboard.settings.description import Description
from keyboard.spelling.dictionaries import SpellingDictionary, installed_dictionaries

_NO_BOUND = 1_000_000
Change = Callable[[Any], None]


@dataclass(frozen=True)
class SettingControl:
    """A control, and how it is given a value without taking it for the user's."""

    widget: QWidget
    show: Change


def new_control(description: Description, default: Any, change: Change, parent: QWidget) -> SettingControl:
    """Return a control for a setting of the default's type; it calls `change` with what the user sets."""
    if description.offers == "fonts":
        families = [family for family in QFontDatabase.families() if not QFontDatabase.isPrivateFamily(family)]
        system = QCoreApplication.translate("SettingControl", "The system's")
        control = _choice({"": system} | {family: family for family in families}, change, parent)
    elif description.offers == "dictionaries":
        control = _dictionary(change, parent)
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
    box = _ChoiceBox(titles, change, parent)
    return SettingControl(box, box.show_value)


def _dictionary(change: Change, parent: QWidget) -> SettingControl:
    """Return a choice of the installed dictionaries, which are looked for on the disk."""
    box = _ChoiceBox({}, change, parent)

    def offer(dictionaries: list[SpellingDictionary]) -> None:
        for dictionary in dictionaries:
            box.offer(dictionary.name, dictionary.name)

    in_background(installed_dictionaries, offer, lambda _: None, box)
    return SettingControl(box, box.show_value)


class _ChoiceBox(QComboBox):
    """One of some values, each with its title; one that is not offered, such as a font of another machine, is shown as it is."""

    def __init__(self, titles: dict[Any, str], change: Change, parent: QWidget) -> None:
        super().__init__(parent)
        self._values: list[Any] = []
        for value, title in titles.items():
            self.offer(value, title)
        # The longest name of a font must not make the window wider than the screen.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.activated.connect(lambda place: change(self._values[place]))

    def offer(self, value: Any, title: str) -> None:
        """Add a value, unless it is there."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(title)

    def show_value(self, value: Any) -> None:
        """Show the value that the setting has."""
        self.offer(value, str(value))
        self.setCurrentIndex(self._values.index(value))


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

"""The dialog of all settings, built from their descriptions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QFontDatabase, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from keyboard.editor.arrangement import DIALOG_MARGINS, arranged, new_button, scrolled
from keyboard.editor.background import in_background
from keyboard.editor.notice import is_agreed, resize_within_screen
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.shortcuts import Shortcuts, keys_of, title_of
from keyboard.editor.translation import translated
from keyboard.settings.description import Description, descriptions
from keyboard.settings.settings import SECTIONS, Settings
from keyboard.spelling.dictionaries import SpellingDictionary, installed_dictionaries
from keyboard.storage.languages import load_languages, ticked_codes

_NO_BOUND = 1_000_000
Change = Callable[[Any], None]


@dataclass(frozen=True)
class SettingControl:
    """A control, and a function that shows a value in it as if the user had not set it."""

    widget: QWidget
    show: Change


def new_control(description: Description, default: Any, change: Change, parent: QWidget) -> SettingControl:
    """Return a control for a setting of the default's type; it calls `change` with the user's value."""
    if description.offers == "fonts":
        families = [family for family in QFontDatabase.families() if not QFontDatabase.isPrivateFamily(family)]
        system = QCoreApplication.translate("SettingControl", "The system's")
        control = _choice({"": system} | {family: family for family in families}, change, parent)
    elif description.offers == "dictionaries":
        control = _dictionary(change, parent)
    elif description.offers == "languages":
        control = _languages(change, parent)
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
    """Return a choice of the dictionaries installed on the disk."""
    box = _ChoiceBox({}, change, parent)

    def offer(dictionaries: list[SpellingDictionary]) -> None:
        for dictionary in dictionaries:
            box.offer(dictionary.name, dictionary.name)

    in_background(installed_dictionaries, offer, lambda _: None, box)
    return SettingControl(box, box.show_value)


def _languages(change: Change, parent: QWidget) -> SettingControl:
    """Return a check box for each language; the value is their comma-separated codes, in the order of ticking."""
    group = QWidget(parent)
    boxes = {code: QCheckBox(language.name, group) for code, language in load_languages().items()}
    arranged(QVBoxLayout(group), *boxes.values(), spacing=2)
    group.setFocusProxy(next(iter(boxes.values())))
    ticked: list[str] = []

    def tick() -> None:
        kept = [code for code in ticked if boxes[code].isChecked()]
        change(", ".join(kept + [code for code, box in boxes.items() if box.isChecked() and code not in kept]))

    def show(value: Any) -> None:
        ticked[:] = ticked_codes(value)
        for code, box in boxes.items():
            box.setChecked(code in ticked)

    for box in boxes.values():
        box.setAccessibleDescription(QCoreApplication.translate("SettingControl", "A language that you write"))
        box.clicked.connect(tick)
    return SettingControl(group, show)


class _ChoiceBox(QComboBox):
    """Offers titled values; it shows an unavailable value, such as another machine's font, as it is."""

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
        with QSignalBlocker(box):
            box.setValue(value)

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

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page where the control has no focus."""
        if event.type() != QEvent.Type.Wheel or self._control.hasFocus():
            return False
        event.ignore()
        return True


_CONTROL_WIDTH = 168


class SettingRow(QFrame):
    """A title and a sentence beside a control."""

    reset_requested = Signal()

    def __init__(
        self, section: str, title: str, sentence: str, control: QWidget, parent: QWidget, *, choices: Sequence[str] = ()
    ) -> None:
        """`choices` are the titles of the values that the control offers, if known; the search finds them too."""
        super().__init__(parent)
        self.setObjectName("settingRow")
        self.section = section
        self.title = title
        self._searched = " ".join((section, title, sentence, *choices)).casefold()
        self._sentence = sentence
        heading = QLabel(title, self, wordWrap=True)
        heading.setBuddy(control)
        self._explanation = QLabel(sentence, self, wordWrap=True)
        self._explanation.setVisible(bool(sentence))
        self._explanation.setObjectName("settingSentence")
        name = self.tr("Reset {title}").format(title=title)
        self._reset = new_button(self.tr("Reset"), self, self.reset_requested.emit, name)
        room = self._reset.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(room)
        layout = arranged(QHBoxLayout(self), margins=(0, 6, 0, 6), spacing=12)
        texts = arranged(QVBoxLayout(), heading, self._explanation, spacing=2)
        texts.insertStretch(0)  # so that the two stay together beside a higher control
        texts.addStretch()
        layout.addLayout(texts, stretch=1)
        control.setFixedWidth(_CONTROL_WIDTH)
        layout.addWidget(control, alignment=Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._reset, alignment=Qt.AlignmentFlag.AlignVCenter)
        QWidget.setTabOrder(control, self._reset)

    def show_changed(self, is_changed: bool) -> None:
        self._reset.setVisible(is_changed)

    def complain(self, sentence: str) -> None:
        """Show why a value cannot be set in place of the explanation; "" restores the explanation."""
        self._explanation.setText(sentence or self._sentence)
        self._explanation.setVisible(bool(sentence or self._sentence))

    @property
    def explanation(self) -> str:
        text: str = self._explanation.text()
        return text

    def matches(self, wanted: str) -> bool:
        """Return whether each word of a search is in the section, the title, the sentence or a choice."""
        return all(word in self._searched for word in wanted.casefold().split())


_NO_KEYS = (QKeySequence("Backspace"), QKeySequence("Del"))


class ShortcutRow(SettingRow):
    """Sets the keys of a menu entry: pressed keys replace them, Backspace removes them, and keys of another entry are refused."""

    def __init__(self, section: str, action: QAction, shortcuts: Shortcuts, parent: QWidget) -> None:
        self._action = action
        self._shortcuts = shortcuts
        self._edit = QKeySequenceEdit(parent, clearButtonEnabled=True, maximumSequenceLength=1)
        super().__init__(section, title_of(action), "", self._edit, parent)
        # Qt reports a change to no keys as soon as the first key goes down; only from the clear button is it meant.
        self._edit.editingFinished.connect(self._end_editing)
        if clear := self._edit.findChild(QAction):
            clear.triggered.connect(lambda _checked: self._change_keys(QKeySequence()))
        self.reset_requested.connect(lambda: shortcuts.reset(action))
        shortcuts.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        keys = self._action.shortcuts()
        self._shown = keys[0] if keys else QKeySequence()
        self._edit.setKeySequence(self._shown)
        # Qt tells a screen reader no value of such a control.
        name = self.tr("Keys of {title}: {keys}")
        self._edit.setAccessibleName(name.format(title=self.title, keys=keys_of(self._action) or self.tr("none")))
        self.show_changed(self._shortcuts.is_changed(self._action))

    def _end_editing(self) -> None:
        keys = self._edit.keySequence()
        if keys == self._shown:  # the focus goes; the earlier refusal stays readable
            return
        if keys.isEmpty():
            self._show()
        else:
            self._change_keys(QKeySequence() if keys in _NO_KEYS else keys)

    def _change_keys(self, keys: QKeySequence) -> None:
        refusal = self._shortcuts.refusal(self._action, keys)
        self.complain(refusal)
        if refusal:
            self._show()
        else:
            self._shortcuts.change(self._action, keys)


class SettingsDialog(QDialog):
    """All described settings, under their headings, and the keys of the menus; changes apply at once."""

    def __init__(self, settings: SettingsAccess, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._shortcuts = shortcuts
        self._defaults = Settings()
        self._controls: dict[str, SettingControl] = {}
        self._headings: dict[str, QLabel] = {}
        self.rows: dict[str, SettingRow] = {}  # by the setting's name, or the name of the menu entry's action
        self.search = QLineEdit(self, placeholderText=self.tr("Search"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.tr("Search the settings"))
        self.said = QLabel(self)  # one sentence if nothing is found
        self.said.hide()
        self._page = QWidget(self)
        self._page.setObjectName("settingsPage")
        self._list = arranged(QVBoxLayout(self._page), margins=(2, 0, 12, 12), spacing=0)
        self._fill()
        self._lay_out()
        self.search.textChanged.connect(self._find)
        settings.changed.connect(self._show)
        self.setWindowTitle(self.tr("Settings"))
        resize_within_screen(self, 680, 560)
        self.search.setFocus()

    def reset_all(self) -> None:
        """Reset everything shown here to its default, once the user confirms."""
        question = self.tr("Reset all settings and shortcuts? Your words, models and texts stay as they are.")
        if is_agreed(self, question):
            defaults = {name: getattr(self._defaults, name) for name in (*self._controls, "shortcuts")}
            self._settings.change(**defaults)

    def _fill(self) -> None:
        described = descriptions(Settings)
        for section in SECTIONS:
            names = [name for name, description in described.items() if description.section == section]
            if names:
                self._add_heading(translated(section))
            for name in names:
                self._add_setting(name, described[name])
        title = self.tr("Shortcuts")
        self._add_heading(title)
        for action in self._shortcuts.changeable:
            row = ShortcutRow(title, action, self._shortcuts, self._page)
            self.rows[action.objectName()] = row
            self._list.addWidget(row)
        self._list.addStretch(1)

    def _add_heading(self, title: str) -> None:
        heading = QLabel(title, self._page)
        heading.setObjectName("settingsHeading")
        heading.setIndent(0)
        self._headings[title] = heading
        self._list.addWidget(heading)

    def _add_setting(self, name: str, description: Description) -> None:
        default = getattr(self._defaults, name)
        control = new_control(description, default, lambda value: self._settings.change(**{name: value}), self._page)
        titles = (description.choices or {}).values()
        names = [language.name for language in load_languages().values()] if description.offers == "languages" else []
        row = SettingRow(
            translated(description.section),
            translated(description.title),
            translated(description.sentence),
            control.widget,
            self._page,
            choices=[*map(translated, titles), *names],
        )
        row.reset_requested.connect(lambda: self._settings.change(**{name: default}))
        self._controls[name] = control
        self.rows[name] = row
        self._list.addWidget(row)
        self._show(name)

    def _show(self, name: str) -> None:
        if name in self._controls:
            value: Any = getattr(self._settings.current, name)
            self._controls[name].show(value)
            self.rows[name].show_changed(value != getattr(self._defaults, name))

    def _find(self, wanted: str) -> None:
        for row in self.rows.values():
            row.setVisible(row.matches(wanted))
        shown = {row.section for row in self.rows.values() if row.matches(wanted)}
        for title, heading in self._headings.items():
            heading.setVisible(title in shown)
        self.said.setText("" if shown else self.tr("No setting has this name."))
        self.said.setVisible(not shown)

    def _lay_out(self) -> None:
        scroll = scrolled(self._page, self)
        reset = new_button(self.tr("&Reset All…"), self, self.reset_all)
        buttons = arranged(QHBoxLayout(), reset, None, new_button(self.tr("Close"), self, self.accept))
        arranged(QVBoxLayout(self), self.search, self.said, scroll, buttons, margins=DIALOG_MARGINS, spacing=10, growing=scroll)

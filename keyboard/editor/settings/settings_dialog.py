"""The dialog of all settings, made from their descriptions."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from keyboard.editor.looks.screen_room import resize_within_screen
from keyboard.editor.notice import is_agreed
from keyboard.editor.settings.setting_control import SettingControl, new_control
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.shortcuts import Shortcuts, keys_of, title_of
from keyboard.editor.translation import translated
from keyboard.settings.description import Description, descriptions
from keyboard.settings.settings import SECTIONS, Settings

_CONTROL_WIDTH = 168


class SettingRow(QFrame):
    """A title and a sentence beside a control.

    Signals:
        reset_requested: The default is wanted back.
    """

    reset_requested = Signal()

    def __init__(
        self, section: str, title: str, sentence: str, control: QWidget, parent: QWidget, *, choices: Sequence[str] = ()
    ) -> None:
        """`choices` are the titles of the values that the control offers, where they are known; they are found too."""
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
        self._reset = QPushButton(self.tr("Reset"), self, autoDefault=False)
        self._reset.setAccessibleName(self.tr("Reset {title}").format(title=title))
        self._reset.clicked.connect(lambda _checked: self.reset_requested.emit())
        room = self._reset.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(room)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(heading)
        texts.addWidget(self._explanation)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(12)
        layout.addLayout(texts, stretch=1)
        control.setFixedWidth(_CONTROL_WIDTH)
        layout.addWidget(control, alignment=Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._reset, alignment=Qt.AlignmentFlag.AlignVCenter)
        QWidget.setTabOrder(control, self._reset)

    def show_changed(self, is_changed: bool) -> None:
        """Offer the default where another value is set."""
        self._reset.setVisible(is_changed)

    def complain(self, sentence: str) -> None:
        """Say in the sentence's place why something cannot be set; "" says again what the setting does."""
        self._explanation.setText(sentence or self._sentence)
        self._explanation.setVisible(bool(sentence or self._sentence))

    @property
    def explanation(self) -> str:
        """What stands under the title."""
        text: str = self._explanation.text()
        return text

    def matches(self, wanted: str) -> bool:
        """Tell whether each word of a search is in the section, the title, the sentence or a choice."""
        return all(word in self._searched for word in wanted.casefold().split())


_NO_KEYS = (QKeySequence("Backspace"), QKeySequence("Del"))


class ShortcutRow(SettingRow):
    """A menu entry is given other keys by pressing them, and none by Backspace; keys that are taken are refused by name."""

    def __init__(self, section: str, action: QAction, shortcuts: Shortcuts, parent: QWidget) -> None:
        self._action = action
        self._shortcuts = shortcuts
        self._edit = QKeySequenceEdit(parent, clearButtonEnabled=True, maximumSequenceLength=1)
        super().__init__(section, title_of(action), "", self._edit, parent)
        # Qt tells of a change to no keys already when the first one goes down; only the clear button means it.
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
        if keys == self._shown:  # the focus goes; what was refused before stays to be read
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
    """Each setting that is described, under its heading, and the keys of the menus; what is set holds at once.

    Attributes:
        search: Words that the settings shown contain.
        rows: A row a setting, by its name, and a row a menu entry, by the name of its action.
        said: One sentence where nothing is found.
    """

    def __init__(self, settings: SettingsAccess, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._shortcuts = shortcuts
        self._defaults = Settings()
        self._controls: dict[str, SettingControl] = {}
        self._headings: dict[str, QLabel] = {}
        self.rows: dict[str, SettingRow] = {}
        self.search = QLineEdit(self, placeholderText=self.tr("Search"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.tr("Search the settings"))
        self.said = QLabel(self)
        self.said.hide()
        self._page = QWidget(self)
        self._page.setObjectName("settingsPage")
        self._list = QVBoxLayout(self._page)
        self._fill()
        self._lay_out()
        self.search.textChanged.connect(self._find)
        settings.changed.connect(self._show)
        self.setWindowTitle(self.tr("Settings"))
        resize_within_screen(self, 680, 560)
        self.search.setFocus()

    def reset_all(self) -> None:
        """Set everything that is shown here to its default, once the user has confirmed it."""
        question = self.tr("Reset all settings and shortcuts? Your words, models and texts stay as they are.")
        if is_agreed(self, question):
            defaults = {name: getattr(self._defaults, name) for name in (*self._controls, "shortcuts")}
            self._settings.change(**defaults)

    def _fill(self) -> None:
        self._list.setContentsMargins(2, 0, 12, 12)
        self._list.setSpacing(0)
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
        row = SettingRow(
            translated(description.section),
            translated(description.title),
            translated(description.sentence),
            control.widget,
            self._page,
            choices=[translated(title) for title in (description.choices or {}).values()],
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
        self.said.setText("" if shown else self.tr("No setting is called that."))
        self.said.setVisible(not shown)

    def _lay_out(self) -> None:
        scroll = QScrollArea(self, widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._page)
        reset = QPushButton(self.tr("&Reset All…"), self, autoDefault=False)
        reset.clicked.connect(lambda _checked: self.reset_all())
        close = QPushButton(self.tr("Close"), self, autoDefault=False)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(reset)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self.search)
        layout.addWidget(self.said)
        layout.addWidget(scroll, stretch=1)
        layout.addLayout(buttons)

"""The dialog of all settings, made from their descriptions."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from keyboard.described_setting import Description, descriptions
from keyboard.editor.looks.screen_room import resize_within_screen
from keyboard.editor.message import is_agreed
from keyboard.editor.settings.setting_control import SettingControl, new_control
from keyboard.editor.settings.setting_row import SettingRow
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.settings.shortcut_row import ShortcutRow
from keyboard.editor.shortcuts import Shortcuts
from keyboard.editor.translation import translated
from keyboard.settings import SECTIONS, Settings


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

"""The window speaks another language where there is one, and settings.toml stays the same in all."""

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from keyboard.editor.settings.settings_dialog import SettingsDialog

_GERMAN = {
    ("", "&New"): "&Neu",
    ("", "Take Suggestion &{number}"): "Vorschlag &{number} nehmen",
    ("", "Number of buttons"): "Anzahl der Knöpfe",
    ("Menus", "&File"): "&Datei",
}


class German(QTranslator):
    def translate(self, context, source, disambiguation=None, n=-1):
        return _GERMAN.get((context, source), "")

    def isEmpty(self):  # noqa: N802 - Qt's name
        return False


@pytest.fixture(autouse=True)
def in_german(qapp):
    translator = German()
    QApplication.installTranslator(translator)
    yield
    QApplication.removeTranslator(translator)


def test_menus_and_settings_are_translated_and_the_names_of_the_entries_are_not(window):
    titles = {action.objectName(): action.text() for action in window.actions()}
    assert titles["new"] == "&Neu"
    assert titles["take-suggestion-2"] == "Vorschlag &2 nehmen"
    assert window.menuBar().actions()[0].text() == "&Datei"
    window.show_settings("knöpfe anzahl")
    dialog = next(child for child in window.children() if isinstance(child, SettingsDialog))
    assert [name for name, row in dialog.rows.items() if not row.isHidden()] == ["suggestion_count"]

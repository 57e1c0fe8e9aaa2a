"""The window speaks the user's language, and settings.toml stays the same in all."""

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from keyboard.editor.settings.settings_dialog import SettingsDialog
from keyboard.editor.text.text_counts import CountsLabel
from keyboard.editor.translation import ENGLISH, language_for, languages, speak


@pytest.fixture
def speaking(qapp):
    """Speak a language until the test ends."""
    before = QLocale()
    own = set(qapp.findChildren(QTranslator))
    yield lambda language: speak(qapp, language)
    for translator in set(qapp.findChildren(QTranslator)) - own:
        QApplication.removeTranslator(translator)
    QLocale.setDefault(before)


@pytest.fixture
def german(speaking):
    speaking("de")


@pytest.fixture
def system_speaks(monkeypatch):
    """Say which languages the system's user prefers, the best first."""

    def say(*tags):
        class System:
            def uiLanguages(self):  # noqa: N802 - Qt's name
                return list(tags)

        monkeypatch.setattr("keyboard.editor.translation.QLocale.system", System)

    return say


def test_menus_and_settings_are_translated_and_the_names_of_the_entries_are_not(german, window):
    titles = {action.objectName(): action.text() for action in window.actions()}
    assert titles["new"] == "&Neu"
    assert titles["take-suggestion-2"] == "Vorschlag &2 übernehmen"
    assert window.menuBar().actions()[0].text() == "&Datei"
    window.show_settings("knöpfe anzahl")
    dialog = next(child for child in window.children() if isinstance(child, SettingsDialog))
    assert [name for name, row in dialog.rows.items() if not row.isHidden()] == ["suggestion_count"]


def test_qts_own_texts_are_translated_too(german, qtbot):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text() == "Abbrechen"


def test_keys_have_their_names_and_stay_what_they_are(german, window):
    save = window.findChild(QAction, "save")
    assert save.shortcut().toString() == "Ctrl+S"
    assert save.shortcut().toString(save.shortcut().SequenceFormat.NativeText) == "Strg+S"


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "1 word · 6 characters", "1,234 words · 4,936 characters"),
        ("de", "1 Wort · 6 Zeichen", "1.234 Wörter · 4.936 Zeichen"),
    ],
)
def test_a_count_is_said_as_the_language_says_it(speaking, story, window, language, one, many):
    speaking(language)
    label = window.findChild(CountsLabel)
    window.text_area.setPlainText("Robots")
    story.until(lambda: label.text() == one)
    window.text_area.setPlainText("one " * 1234)
    story.until(lambda: label.text() == many)


@pytest.mark.parametrize("language", languages())
def test_no_two_entries_of_a_menu_have_the_same_letter(speaking, request, language):
    speaking(language)
    bar = request.getfixturevalue("window").menuBar()
    for menu in (bar, *(action.menu() for action in bar.actions())):
        titles = [action.text() for action in menu.actions() if "&" in action.text()]
        letters = {title[title.index("&") + 1].lower() for title in titles}
        assert len(letters) == len(titles), titles


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        (("de-AT", "de", "en-US"), "de"),
        (("en-US", "en", "de-DE", "de"), "en"),
        (("tlh", "de-DE", "de"), "de"),
        (("C",), ENGLISH),
    ],
)
def test_without_a_wish_it_is_the_first_of_the_systems_languages_that_is_there(system_speaks, tags, language):
    system_speaks(*tags)
    assert language_for("") == language


def test_a_wish_comes_before_the_system(system_speaks):
    system_speaks("de-DE", "de")
    assert language_for("en") == "en"
    assert language_for("tlh") == ENGLISH

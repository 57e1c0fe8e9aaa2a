"""The status bar shows the language of the text, and a click fixes it."""

import pytest

from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.written_language import LanguageButton
from keyboard.writing.query import Suggestions

ANSWER = Suggestions(1, "", "", (), 0, 0.0, language="de")


@pytest.fixture
def button(qtbot, empty_home):
    text_area = TextArea()
    qtbot.addWidget(text_area)
    return LanguageButton(text_area, SettingsAccess(), text_area)


def choose(button, title):
    button.menu().aboutToShow.emit()
    next(action for action in button.menu().actions() if action.text() == title).trigger()


def chosen(button):
    button.menu().aboutToShow.emit()
    return [action.text() for action in button.menu().actions() if action.isChecked()]


def test_the_language_of_the_last_answer_is_shown(qtbot, button):
    with qtbot.waitSignal(button.changed) as heard:
        button.show_language(ANSWER)
    assert (button.text(), heard.args) == ("Deutsch", ["de"])
    button.show_language(replace_language(""))
    assert button.text() == "Deutsch"
    button.show_language(replace_language("en"))
    assert button.text() == "English"


def replace_language(code):
    return Suggestions(2, "", "", (), 0, 0.0, language=code)


def test_a_click_fixes_the_language_and_another_lets_it_be_found_out(button):
    assert chosen(button) == ["Detected from the Text"]
    choose(button, "Deutsch")
    assert button._settings.current.languages == "de"
    assert chosen(button) == ["Deutsch"]
    choose(button, "Detected from the Text")
    assert button._settings.current.languages == ""


def test_several_languages_are_found_out_among_them(button):
    button._settings.change(languages="en, de")
    assert chosen(button) == ["Detected from the Text"]

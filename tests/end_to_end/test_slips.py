"""Slips in the real window with the real engine: on the buttons, at the space, and further back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.driven import type_text, wait_for_words


@pytest.fixture
def window(open_window):
    window = open_window()
    wait_for_words(window)
    return window


@pytest.fixture
def write(window, until):
    """Type words; each key that ends one comes when the engine has answered to the word."""

    def write(text):
        for character in text:
            if not character.isalpha():
                until(lambda: window.text_area.session.offer.answered)
            type_text(window, character, key_interval_ms=10)
        return window.text_area.whole_text()

    return write


def test_a_slip_is_on_a_button_and_a_tap_repairs_it(window, until, write):
    write("I will see teh")
    until(lambda: window.bar.words[:1] == ["the"])
    assert window.bar.buttons.buttons[0].replaced == "teh"
    QTest.keyClick(window.text_area, Qt.Key.Key_Tab)
    assert window.text_area.whole_text() == "I will see the "
    window.text_area.undo()
    assert window.text_area.whole_text() == "I will see teh"


def test_after_the_space_the_last_button_keeps_the_correction(window, until, write):
    assert write("We will meet tommorow ") == "We will meet tommorow "
    until(lambda: window.bar.words[2:] == ["tomorrow"])
    QTest.keyClick(window.text_area, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.text_area.whole_text() == "We will meet tomorrow "


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Please let me knwo. ", "Please let me know. "),
        ("We will definately meet becuase I want to ", "We will definitely meet because I want to "),
        ("I dont think so, wiht all that ", "I don't think so, with all that "),
        ("I put the key inthe drawer ", "I put the key in the drawer "),
    ],
)
def test_done_when_sure_repairs_slips_as_their_words_end(window, write, typed, text):
    window.settings.change(corrections_at_space="done")
    assert write(typed) == text


@pytest.mark.parametrize(
    "text",
    [
        "I met Keisha and Oluwaseun in Wroclaw today. ",
        "Ask me at teh@example.org or www.exampel.org about teh_file. ",
        "The NASAA and the TEH have 2nd and 3rd and b2b meetings. ",
        "Wir gehen heute mit den Kindern in die Stadt und danach nach Hause. ",
        "We run `git comit teh` and `teh comit` there. ",
    ],
)
def test_names_addresses_capitals_other_languages_and_code_stay_as_they_are(window, write, text):
    window.settings.change(corrections_at_space="done", capital_at_sentence=False)
    assert write(text) == text


def test_backspace_gives_the_word_back_and_it_is_left_alone(window, write):
    window.settings.change(corrections_at_space="done")
    assert write("I will see teh ") == "I will see the "
    QTest.keyClick(window.text_area, Qt.Key.Key_Backspace)
    assert write("and then teh ") == "I will see teh and then teh "


def test_the_last_slip_becomes_what_fits_its_sentence_while_one_writes_on(window, until, write):
    write("Would you like a cup of cofee with your breakfast")
    QTest.keyClick(window.text_area, Qt.Key.Key_F7)
    until(lambda: "coffee" in window.text_area.whole_text())
    type_text(window, " now", key_interval_ms=10)
    assert window.text_area.whole_text() == "Would you like a cup of coffee with your breakfast now"

"""Stories of capitals that come by themselves, and of taking one back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.outcomes import TypingSettings
from keyboard.editor.text.text_area import TextArea
from keyboard.settings.settings import Settings

Key = Qt.Key


def test_sentences_begin_with_a_capital(story):
    story.type("we know. they do not. is it 3.5, e.g. so? yes")
    assert story.text == "We know. They do not. Is it 3.5, e.g. so? Yes"


def test_a_line_begins_with_one_too(story):
    story.type("dear ann,")
    story.press(Key.Key_Return)
    story.press(Key.Key_Return)
    story.type("thanks")
    assert story.text == "Dear ann,\n\nThanks"


def test_i_alone_becomes_a_capital_when_it_is_finished(story):
    story.type("so i think i'm right, as i'll say. am i? yes")
    assert story.text == "So I think I'm right, as I'll say. Am I? Yes"


def test_one_undo_takes_i_back_with_the_space_that_changed_it(story):
    story.type("so i ")
    story.window.text_area.undo()
    assert story.text.startswith("So i"[: len(story.text)])
    assert "I" not in story.text


def test_backspace_right_after_takes_the_capital_back_and_leaves_the_place_alone(story):
    story.type("h")
    assert story.text == "H"
    story.press(Key.Key_Backspace)
    assert story.text == "h"
    story.press(Key.Key_Backspace)
    assert story.text == ""
    story.type("hi")
    assert story.text == "hi"


def test_backspace_after_i_takes_that_back_and_not_the_space(story):
    story.type("so i ")
    story.press(Key.Key_Backspace)
    assert story.text == "So i "
    story.press(Key.Key_Backspace)
    story.type(" am")
    assert story.text == "So i am"


def test_backspace_later_deletes(story):
    story.type("he")
    story.press(Key.Key_Backspace)
    assert story.text == "H"
    story.press(Key.Key_Left)
    story.press(Key.Key_Right)
    story.press(Key.Key_Backspace)
    assert story.text == ""


def test_who_begins_three_sentences_in_lower_case_is_left_alone_until_they_capitalize(story):
    for _ in range(3):
        story.type("a")
        story.press(Key.Key_Backspace)
        story.type("h. ")
    story.type("so. now. ")
    assert story.text == "ah. ah. ah. so. now. "
    story.type("We. Do. it. is")
    assert story.text.endswith("We. Do. It. Is")


def test_the_engine_is_told_of_the_habit_with_automatic_capitals_or_without(story):
    story.window.settings.change(capital_at_sentence=False)
    story.type("we do. ")
    assert not story.is_asked().lower_case
    story.type("so. now. ")
    assert story.is_asked().lower_case
    assert story.text == "we do. so. now. "


def test_the_engine_is_told_whether_capitals_come_by_themselves(story):
    story.type("We do. ")
    assert story.is_asked().automatic_capital
    story.window.settings.change(capital_at_sentence=False)
    story.type("It is. ")
    assert not story.is_asked().automatic_capital
    story.window.settings.change(capital_at_sentence=True, lower_case_habit=True)
    story.type("so. ")
    assert not story.is_asked().automatic_capital


def test_the_habit_is_kept_shown_and_can_be_taken_back(story):
    settings = story.window.settings
    for _ in range(3):
        story.type("a")
        story.press(Key.Key_Backspace)
        story.type("h. ")
    assert settings.current.lower_case_habit
    settings.change(lower_case_habit=False)
    story.type("so. now")
    assert story.text.endswith("So. Now")
    settings.change(lower_case_habit=True)
    story.type(". then. so")
    assert story.text.endswith(". then. so")


def test_a_habit_of_last_time_holds_from_the_first_letter_on(story, qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    TypingSettings(area, SettingsAccess(Settings(lower_case_habit=True)))
    QTest.keyClicks(area, "so it is. now")
    assert area.toPlainText() == "so it is. now"


def test_a_private_window_keeps_no_habit(story):
    story.window.set_private(True)
    for _ in range(3):
        story.type("a")
        story.press(Key.Key_Backspace)
        story.type("h. ")
    assert story.window.text_area.session.capitals.habit.is_lower_case
    assert not story.window.settings.current.lower_case_habit


@pytest.mark.parametrize("word", ["https://example.com/a", "example.com", "me@example.com", "iPhone", "snake_case", "f()"])
def test_addresses_and_names_of_programs_keep_their_first_letter(story, word):
    story.type(word)
    assert story.text == word


def test_code_is_left_alone(story):
    story.type("    for i in x: y. z ")
    story.press(Key.Key_Return)
    assert story.text == "    for i in x: y. z \n"


def test_an_input_method_gets_its_capital_too(story):
    story.compose("´")
    story.commit("é")
    assert story.text == "É"


def test_a_word_that_is_begun_before_another_letter_is_left_alone(story):
    story.window.text_area.setPlainText("ouse")
    story.type("h")
    assert story.text == "house"


def test_a_selection_that_is_typed_over_begins_the_sentence(story):
    story.window.text_area.setPlainText("All of it.")
    story.window.text_area.selectAll()
    story.type("so")
    assert story.text == "So"


def test_what_is_learnt_is_the_word_with_its_capital(story, monkeypatch):
    learnt = []
    monkeypatch.setattr(story.window.learner, "_learn", learnt.extend)
    story.type("h")
    story.press(Key.Key_Backspace)
    story.type("ello there ")
    story.window.learner.settle()
    assert [word.word for word in learnt] == ["hello", "there"]


@pytest.mark.parametrize(
    ("off", "text"), [("capital_at_sentence", "so I. am"), ("capital_i", "So i. Am"), ("space_after_tap", "So I. Am")]
)
def test_each_can_be_turned_off(story, off, text):
    story.window.settings.change(**{off: False})
    story.type("so i. am")
    assert story.text == text


def test_without_the_space_after_a_tap_there_is_none(story):
    story.window.settings.change(space_after_tap=False)
    story.type("to com")
    story.is_offered("come")
    story.control(Key.Key_1)
    assert story.text == "To come"

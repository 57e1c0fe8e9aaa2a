"""Stories of the bar beside all that happens to a text: what is on the buttons always belongs to what stands at the cursor."""

import pytest
from PySide6.QtCore import QMimeData, Qt

Key = Qt.Key


def paste(story, text):
    data = QMimeData()
    data.setText(text)
    story.window.text_area.insertFromMimeData(data)


def test_lines_that_are_pasted_stand_as_they_are_and_the_bar_asks_about_their_end(story):
    story.type("We ")
    story.is_offered("have", "are", "will")
    paste(story, "met, yes.\r\n\n\tAnd  then\nwe ")
    assert not story.words
    assert story.is_asked().text == "We met, yes.\n\n\tAnd  then\nwe "
    story.engine.answer("left")
    story.control(Key.Key_1)
    assert story.text == "We met, yes.\n\n\tAnd  then\nwe left "
    story.window.text_area.undo()
    story.window.text_area.undo()
    assert story.text == "We "


def test_undo_across_taps_asks_about_each_text_that_comes_back(story):
    for word in ("we", "will", "see"):
        story.is_offered(word)
        story.control(Key.Key_1)
    texts = []
    while story.window.text_area.document().isUndoAvailable():
        story.control(Key.Key_Z)
        assert not story.words
        texts.append(story.is_asked().text)
    assert texts == ["we will ", "we ", ""]


def test_the_bar_follows_the_cursor_wherever_it_jumps(story):
    story.type("One two")
    story.press(Key.Key_Return)
    story.type("three")
    story.is_offered("threefold")
    story.control(Key.Key_Home)
    assert not story.words
    assert story.is_asked().text == ""
    story.press(Key.Key_End)
    assert story.is_asked().text == "One two"
    story.control(Key.Key_Left)
    assert story.is_asked().text == "One "
    assert story.text == "One two\nThree"


def test_an_answer_to_where_the_cursor_was_is_not_shown(story):
    story.type("One two")
    asked = story.is_asked()
    story.control(Key.Key_Home)
    story.engine.answer("twofold", request=asked)
    assert not story.words


def test_a_dead_key_takes_the_words_away_until_its_letter_is_there(story):
    story.type("Caf")
    story.is_offered("cafe", "cafeteria")
    story.compose("´")
    assert not story.words
    story.control(Key.Key_1)
    assert story.text == "Caf"
    story.commit("é")
    assert story.is_asked().text == "Café"
    assert story.text == "Café"


@pytest.mark.parametrize("steps", [["n", "ni", "に", "にほん", "日本"], ["ㅎ", "하", "한"], ["z", "zh", "zhong"]])
def test_what_an_input_method_composes_is_no_text_until_it_is_finished(story, steps):
    story.type("In ")
    story.is_offered("the", "a")
    requests = len(story.engine.requests)
    for step in steps:
        story.compose(step)
        story.let_pass(1)
        story.control(Key.Key_1)
        assert not story.words
    assert len(story.engine.requests) == requests
    assert story.text == "In "
    story.commit(steps[-1])
    assert story.is_asked().text == f"In {steps[-1]}"
    story.window.text_area.undo()
    assert story.text == "In "


def test_composing_that_is_given_up_leaves_the_text_and_asks_again(story):
    story.type("In ")
    story.compose("ni")
    story.compose("")
    assert story.is_asked().text == "In "
    assert story.text == "In "


def test_what_is_composed_after_a_tap_takes_its_mark_like_any_other(story):
    story.is_offered("word")
    story.control(Key.Key_1)
    story.compose("、")
    story.commit(",")
    assert story.text == "word, "

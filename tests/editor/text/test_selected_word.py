"""A word that is selected has others on the buttons that may stand in its place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from keyboard.editor.text.text_area import TextArea
from keyboard.writing.key_counts import KeyCounts

Key, Modifier = Qt.Key, Qt.KeyboardModifier
BY_WORDS = Modifier.ControlModifier | Modifier.ShiftModifier


def select(story, start, end):
    cursor = story.window.text_area.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    story.window.text_area.setTextCursor(cursor)


def is_asked_for_others(story, word):
    story.until(lambda: story.engine.requests[-1].instead_of == word)
    return story.engine.requests[-1]


def offered_instead(story, word, *words):
    story.engine.answer(*words, request=is_asked_for_others(story, word))


def test_a_tap_puts_another_word_in_the_place_of_the_selected_one_and_undo_takes_it_back(story):
    story.type("One two three")
    select(story, 4, 7)
    offered_instead(story, "two", "more", "big")
    assert story.words == ["more", "big"]
    assert (story.engine.requests[-1].text, story.engine.requests[-1].rest) == ("One ", "")
    story.control(Key.Key_1)
    assert story.text == "One more three"
    assert story.window.text_area.textCursor().position() == 8
    story.control(Key.Key_Z)
    assert story.text == "One two three"


def test_a_double_click_selects_a_word_that_others_are_offered_for(story):
    story.type("One two")
    area = story.window.text_area
    QTest.mouseDClick(area.viewport(), Qt.MouseButton.LeftButton, pos=area.cursorRect().center() - _to_the_left(area))
    assert is_asked_for_others(story, "two").text == "One "


def _to_the_left(area):
    point = area.cursorRect().center()
    point.setX(area.fontMetrics().horizontalAdvance("wo"))
    point.setY(0)
    return point


def test_by_keys_a_word_is_selected_with_its_space_which_stays(story):
    story.type("One two three")
    story.control(Key.Key_Home)
    story.press(Key.Key_Right, BY_WORDS)
    assert story.window.text_area.textCursor().selectedText() == "One "
    offered_instead(story, "One", "just")
    story.control(Key.Key_1)
    assert story.text == "just two three"


def test_what_is_typed_next_follows_the_new_word(story):
    story.type("One two")
    story.press(Key.Key_Left, BY_WORDS)
    offered_instead(story, "two", "more")
    story.control(Key.Key_1)
    story.type(", and")
    assert story.text == "One more, and"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("One two", 0, 7),
        ("One two", 0, 2),
        ("One two", 1, 3),
        ("One two", 3, 7),
        ("One, two", 0, 4),
        ("Word" + "word" * 20, 0, 80),
        ("...", 0, 3),
    ],
)
def test_more_or_less_than_a_word_has_no_suggestions_and_is_left_by_a_tap(story, text, start, end):
    story.type(text)
    story.is_offered("any")
    select(story, start, end)
    story.let_pass(5)
    assert not story.words
    assert not story.engine.requests[-1].instead_of
    story.control(Key.Key_1)
    assert story.text == text


def test_tab_takes_the_place_of_a_selected_word_as_ever(story):
    story.type("One two")
    story.press(Key.Key_Left, BY_WORDS)
    offered_instead(story, "two", "more")
    story.press(Key.Key_Tab)
    assert story.text == "One \t"


def test_what_a_search_has_found_is_not_for_other_words_until_one_is_back_in_the_text(story):
    story.type("One two")
    story.window.find_bar.open_bar()
    QTest.keyClicks(story.window.find_bar.fields.wanted, "One")
    story.until(lambda: story.window.text_area.textCursor().selectedText() == "One")
    story.let_pass(5)
    assert not any(request.instead_of for request in story.engine.requests)
    story.window.text_area.setFocus()
    assert is_asked_for_others(story, "One")


def test_another_word_counts_as_one_key(story):
    story.type("One two")
    story.press(Key.Key_Left, BY_WORDS)
    offered_instead(story, "two", "several")
    story.control(Key.Key_1)
    assert story.window.key_counter.document == KeyCounts(8, 14, (1,))


@pytest.mark.parametrize("text", ["don't", "o’clock", "café", "e\u0301te\u0301", "COVID19", "naïve"])
def test_words_of_all_kinds_are_words(qtbot, text):
    area = TextArea()
    qtbot.addWidget(area)
    area.setPlainText(f"({text})")
    cursor = area.textCursor()
    cursor.setPosition(1)
    cursor.setPosition(1 + len(text), QTextCursor.MoveMode.KeepAnchor)
    area.setTextCursor(cursor)
    assert area.surroundings().selected_word == text

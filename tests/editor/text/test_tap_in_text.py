"""Stories of taps in the middle of a word and of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from keyboard.writing.edits import Surroundings, tap_edit

Key = Qt.Key


def given_text(story, text):
    """Put a text in, with the cursor where "|" stands."""
    area = story.window.text_area
    area.setPlainText(text.replace("|", ""))
    cursor = area.textCursor()
    cursor.setPosition(len(text[: text.index("|")].encode("utf-16-le")) // 2)
    area.setTextCursor(cursor)


def text_with_cursor(story):
    before = story.window.text_area.text_before_cursor().text
    return f"{before}|{story.text[len(before) :]}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("we mee|ting", "we meeting |"),
        ("we mee|t at ten", "we meeting |at ten"),
        ("we mee|, then", "we meeting|, then"),
        ("we mee|t.", "we meeting|."),
        ("we mee|n't it", "we meeting |it"),
        ("we mee|t-up", "we meeting|-up"),
        ("(we mee|t)", "(we meeting|)"),
        ("we mee|t\nthen", "we meeting |\nthen"),
        ("we | at ten", "we meeting |at ten"),
        ("we |at ten", "we meeting |at ten"),
        ("😀 mee|té 😀", "😀 meeting |😀"),
    ],
)
def test_a_tap_replaces_the_words_rest_and_doubles_nothing(story, before, after):
    given_text(story, before)
    story.is_offered("meeting")
    story.control(Key.Key_1)
    assert text_with_cursor(story) == after
    story.window.text_area.undo()
    assert story.text == before.replace("|", "")


def test_a_comma_typed_after_a_tap_before_a_space_takes_that_space(story):
    given_text(story, "we mee|t at ten")
    story.is_offered("meet")
    story.control(Key.Key_1)
    story.type(",")
    assert text_with_cursor(story) == "we meet, |at ten"


def test_the_engine_is_told_the_words_rest(story):
    given_text(story, "we mee|t at ten")
    assert story.is_asked().rest == "t"
    given_text(story, "we |meet")
    assert story.is_asked().rest == ""


TEXTS = st.text(st.sampled_from("ab'é1 ,.-(\"\u0301😀"), max_size=12)


@given(typed=st.text("ab", max_size=4), word=st.text("ab", min_size=1, max_size=6), following=TEXTS)
def test_what_follows_the_word_stays_and_no_space_is_doubled(typed, word, following):
    edit = tap_edit(len(typed), word + " ", Surroundings(typed, following))
    stays = following[edit.after :]
    assert typed[: len(typed) - edit.before] + edit.text in (word, word + " ")
    assert edit.text.endswith(" ") != stays.startswith(" ") or not stays.startswith(" ")
    assert edit.skip == stays.startswith(" ")
    replaced = following[: edit.after]
    assert replaced.isalnum() or not replaced or "'" in replaced or "\u0301" in replaced


@pytest.mark.parametrize(
    ("begun", "word", "keys", "text"),
    [
        ("Visit goo", "google", ".com today", "Visit google.com today"),
        ("See the read", "readme", ".txt", "See the readme.txt"),
        ("Mail ann", "anna", "@example.org. we", "Mail anna@example.org. We"),
        ("We d", "did", ".we", "We did. We"),
    ],
)
def test_what_goes_on_with_a_tapped_word_stands_in_one_piece_and_a_sentence_apart(story, begun, word, keys, text):
    story.type(begun)
    story.is_offered(word)
    story.control(Qt.Key.Key_1)
    story.type(keys)
    assert story.text == text


def test_one_undo_brings_the_sentence_back(story):
    story.type("Visit goo")
    story.is_offered("google")
    story.control(Qt.Key.Key_1)
    story.type(".com")
    story.window.text_area.undo()
    assert story.text == "Visit google. Co"
    story.type("me")
    assert story.text == "Visit google. Come"

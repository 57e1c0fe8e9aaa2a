"""The typing session, by stories that need neither a window nor an engine: these keys and taps, and then that text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.edits import Characters, Edit, Surroundings
from keyboard.writing.key_counts import KeyCounts
from keyboard.writing.session import TypingSession
from tests.writing.session_text import SessionText, offer

LETTERS = st.text(st.sampled_from("ai .,-/'\"(:)“”\n中éक्\u200d𐐨😀\b"), max_size=30)


def plain():
    session = TypingSession()
    session.capitals.at_sentence = session.capitals.first_person = False
    return SessionText(session=session)


def test_a_tap_enters_the_word_and_a_mark_takes_its_space():
    text = SessionText()
    text.keys("we had a mee")
    text.tap("meeting")
    assert text.before == "We had a meeting "
    text.keys(". it")
    assert text.before == "We had a meeting. It"


def test_a_second_space_is_swallowed_once_and_counts_a_key():
    text = plain()
    text.tap("we")
    text.keys(" ")
    assert text.before == "we "
    assert text.outcomes[-1].counts == KeyCounts(1, 0)
    text.keys(" ")
    assert text.before == "we  "


def test_a_tap_within_a_word_replaces_the_rest_of_it():
    text = SessionText("we mee", "t at ten")
    text.tap("meeting")
    assert (text.before, text.after) == ("we meeting ", "at ten")


def test_a_moved_caret_makes_a_taps_space_an_ordinary_one():
    text = plain()
    text.tap("we")
    text.left()
    text.right()
    text.keys(",")
    assert text.text == "we ,"


def test_another_text_before_the_caret_is_noticed_without_a_word():
    session = TypingSession()
    session.type("w", Surroundings(""))
    offer(session, "W", "We")
    session.take(0, Surroundings("W"))
    assert session.type(",", Surroundings("another text ")).edit == Edit(text=",")


def test_a_tail_that_begins_further_on_is_the_same_text():
    session = TypingSession()
    before = "word " * 100
    session.made(Edit(), Surroundings(before))
    offer(session, before, "we")
    session.take(0, Surroundings(before))
    tail = (before + "we ")[-40:]
    assert session.type(",", Surroundings(tail, offset=Characters(463))).edit == Edit(1, 0, ", ")


def test_backspace_takes_a_capital_back_and_the_place_is_left_alone():
    text = SessionText()
    text.keys("h\bello. n\bow\b\b\bn")
    assert text.before == "hello. n"


def test_the_i_of_the_first_person_becomes_a_capital_with_the_space_after_it():
    text = SessionText("so ")
    text.keys("i ")
    assert text.before == "so I "
    text.keys("\b")
    assert text.before == "so i "


def test_an_address_loses_the_sentences_capital():
    text = SessionText()
    text.keys("https://a")
    assert text.before == "https://a"


def test_who_begins_sentences_in_lower_case_is_asked_for_such_words():
    text = SessionText()
    text.keys("s\bo. n\bow. n\bot. ")
    assert text.session.capitals.habit.is_lower_case
    assert text.session.query(text.around, 3, 3).lower_case


def test_each_word_is_one_undo_step():
    text = plain()
    text.keys("one two three")
    text.undo()
    assert text.text == "one two "
    text.undo()
    assert text.text == "one "


def test_a_composed_word_counts_a_key_for_each_character():
    text = plain()
    text.commit("日本語")
    assert text.outcomes[-1].counts == KeyCounts(3, 3)


def test_a_tap_is_counted_on_its_button_with_what_it_entered():
    text = plain()
    text.keys("mee")
    offer(text.session, text.before, "meet", "meeting")
    text.make(text.session.take(1, text.around))
    assert text.outcomes[-1].counts == KeyCounts(1, 5, (0, 1))


def test_a_word_is_learnt_once_three_others_have_followed():
    text = plain()
    text.keys("we saw Zelda and went home ")
    assert text.learnt == ["we", "saw", "Zelda"]
    assert [learnt.word for learnt in text.session.settle()] == ["and", "went", "home"]
    assert not text.session.settle()


def test_a_slip_that_is_corrected_later_is_not_learnt():
    text = plain()
    text.keys("see teh cat")
    for _ in range(5):
        text.left()
    text.keys("\bh")  # te|h cat -> th|h cat
    text.delete()
    text.keys("e")
    words = [learnt.word for learnt in text.session.settle()]
    assert "teh" not in words
    assert "the" in words


def test_what_is_undone_is_not_learnt():
    text = plain()
    text.keys("hello wrold")
    text.undo()
    assert [learnt.word for learnt in text.session.settle()] == ["hello"]


def test_nothing_is_learnt_or_counted_in_private():
    text = plain()
    text.session.is_private = True
    text.keys("we saw Zelda and went home ")
    assert not text.learnt
    assert not text.session.settle()
    assert {outcome.counts for outcome in text.outcomes} == {KeyCounts()}


@pytest.mark.parametrize(("selection", "word"), [("meet", "meet"), ("meet ", "meet"), ("ee", ""), ("meet at", ""), (" ", "")])
def test_a_selected_word_and_nothing_else_is_replaced(selection, word):
    start = 4 if selection == "ee" else 3
    line = "we meet at ten"
    around = Surroundings(line[:start], line[start + len(selection) :], selection)
    assert around.selected_word == word


def test_words_are_hidden_until_the_next_word():
    session = TypingSession()
    offer(session, "we mee", "meet")
    session.offer.hide()
    offer(session, "we meet", "meeting")
    assert not session.offer.suggestions
    offer(session, "we meet ", "at")
    assert [suggestion.word for suggestion in session.offer.suggestions] == ["at"]


def test_tab_means_the_words_of_a_moment_ago_and_is_a_tab_later():
    now = [0.0]
    session = TypingSession(clock=lambda: now[0])
    assert not session.offer.tab_takes_word(is_held=False)
    offer(session, "we", "week")
    session.offer.void()
    now[0] = 0.2
    assert session.offer.tab_takes_word(is_held=False)
    assert session.offer.tab_takes_word(is_held=True)
    now[0] = 0.4
    assert not session.offer.tab_takes_word(is_held=False)


@given(LETTERS)
def test_backspace_deletes_whole_characters_and_nothing_is_doubled(keys):
    text = plain()
    text.keys(keys)
    text.text.encode("utf-8")
    for _ in range(len(text.text)):
        text.backspace()
    assert text.text == ""


@given(LETTERS)
def test_what_is_counted_is_what_stands_there(keys):
    text = SessionText()
    text.keys(keys)
    assert sum(outcome.counts.characters for outcome in text.outcomes) == len(text.text)

"""The gray text after the caret: what is shown, what typing does to it, and what taking it leaves in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.continuation import WhenShown
from keyboard.writing.edits import Surroundings
from keyboard.writing.key_counts import KeyCounts
from keyboard.writing.session import TypingSession
from keyboard.writing.words import word_end, word_start
from tests.writing.session_text import SessionText, offer

WORDS = ("meeting", "tomorrow", ",", "at", "ten", ".", "Thanks", "don't", "“", "(", "-", "naïve", "𐐨𐐨")


def writes(keys):
    text = SessionText(session=_plain())
    text.keys(keys)
    return text


def _plain():
    session = TypingSession()
    session.capitals.at_sentence = session.capitals.first_person = False
    return session


def test_a_pause_shows_the_rest_of_the_word_and_the_words_after_it():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow at ten", "meet")
    assert text.gray == "ting tomorrow at ten"
    assert text.before == "we had a mee"


def test_between_two_keys_nothing_appears():
    text = writes("we had a mee")
    text.hurries("meeting tomorrow at ten")
    assert text.gray == ""


def test_a_word_alone_is_not_shown_because_the_first_button_has_it():
    text = writes("we had a mee")
    text.pauses("meeting")
    assert text.gray == ""


def test_right_takes_a_word_and_end_the_rest_as_a_tap_would():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow at ten")
    assert text.take_word()
    assert (text.before, text.gray) == ("we had a meeting ", "tomorrow at ten")
    assert text.take_all()
    assert (text.before, text.gray) == ("we had a meeting tomorrow at ten ", "")
    text.keys(". so")
    assert text.before == "we had a meeting tomorrow at ten. so"
    assert not text.take_word()


def test_each_taking_is_one_undo_step():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow at ten")
    text.take_word()
    text.take_all()
    text.undo()
    assert text.text == "we had a meeting "
    text.undo()
    assert (text.text, text.gray) == ("we had a mee", "")


def test_a_mark_has_no_space_before_it_and_one_after_it():
    text = writes("we had a mee")
    text.pauses("meeting , but not")
    assert text.gray == "ting, but not"
    text.take_word()
    assert (text.before, text.gray) == ("we had a meeting", ", but not")
    text.take_word()
    assert (text.before, text.gray) == ("we had a meeting, ", "but not")


def test_a_space_that_is_owed_comes_first():
    text = writes("well,")
    text.pauses("we had")
    assert text.gray == " we had"
    text.take_word()
    assert text.before == "well, we "


def test_without_the_taps_space_each_word_brings_the_one_before_it():
    text = writes("we had a mee")
    text.session.brings_space = False
    text.pauses("meeting tomorrow")
    text.take_word()
    assert (text.before, text.gray) == ("we had a meeting", " tomorrow")
    text.take_all()
    assert text.before == "we had a meeting tomorrow"


def test_a_word_that_is_whole_goes_on_with_the_next_one():
    text = writes("we had a meeting")
    text.pauses("meeting tomorrow at")
    assert text.gray == " tomorrow at"
    text.take_word()
    assert text.before == "we had a meeting tomorrow "


@pytest.mark.parametrize(("when", "shown"), [("off", ""), ("sure", "ting tomorrow at"), ("often", "ting tomorrow at ten")])
def test_all_of_it_is_as_probable_as_the_setting_wants(when, shown):
    text = writes("we had a mee")
    text.session.continuation.when = WhenShown(when)
    text.pauses("meeting tomorrow at ten", probability=0.8)
    assert text.gray == shown


def test_a_word_that_was_typed_past_in_a_pause_is_not_begun_with():
    text = writes("we had a m")
    text.pauses("my", "meeting tomorrow")
    text.keys("e")
    text.pauses("meeting tomorrow", "me")
    assert text.gray == ""
    text.pauses("meeting tomorrow")
    assert text.gray == ""
    text.keys("eting ")
    text.pauses("meeting tomorrow")
    assert text.gray == "meeting tomorrow"


def test_a_word_that_was_offered_between_two_keys_was_not_typed_past():
    text = writes("we had a m")
    text.hurries("my", "meeting tomorrow")
    text.keys("e")
    text.pauses("meeting tomorrow", "me")
    assert text.gray == "eting tomorrow"


def test_what_is_typed_like_it_stays_and_shortens_it():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow at")
    text.keys("t")
    assert text.gray == "ing tomorrow at"
    text.hurries("meeting", "meetings")
    assert text.gray == "ing tomorrow at"
    text.keys("ing")
    text.hurries("meetings", "meeting")
    assert text.gray == " tomorrow at"
    text.keys(" tom")
    assert text.gray == "orrow at"
    text.keys("orrow at")
    assert text.gray == ""


def test_a_tap_on_its_first_word_shortens_it_too():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow at")
    text.make(text.session.take(0, text.around))
    assert (text.before, text.gray) == ("we had a meeting ", "tomorrow at")


def test_it_becomes_longer_in_a_pause_and_only_then():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow")
    text.take_word()
    text.hurries("tomorrow at ten")
    assert text.gray == "tomorrow"
    text.pauses("tomorrow at ten")
    assert text.gray == "tomorrow at ten"


def test_a_longer_one_does_not_exchange_a_word():
    text = writes("we had a mee")
    text.pauses("meeting about mon")
    text.pauses("meeting about money and")
    assert text.gray == "ting about mon"


def test_a_space_after_a_mark_is_taken_with_the_word_after_it():
    text = writes("we had a meeting")
    text.pauses("meeting , but not")
    text.keys(",")
    text.hurries("but")
    assert text.gray == " but not"
    text.take_word()
    assert (text.before, text.gray) == ("we had a meeting, but ", "not")


def test_it_ends_where_the_first_button_has_another_word():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow")
    text.keys("t")
    text.hurries("meet", "meeting")
    assert text.gray == ""


@pytest.mark.parametrize("key", ["x", "\b", ",", "\n"])
def test_any_other_key_ends_it_and_does_what_it_does(key):
    text, without = writes("we had a mee"), writes("we had a mee")
    text.pauses("meeting tomorrow")
    text.keys(key)
    without.keys(key)
    assert (text.text, text.gray) == (without.text, "")


def test_moves_of_the_caret_and_changes_by_others_end_it():
    for change in ("left", "undo", lambda text: text.paste("x")):
        text = writes("we had a mee")
        text.pauses("meeting tomorrow")
        change(text) if callable(change) else getattr(text, change)()
        assert text.gray == ""
        assert not text.take_word()


def test_a_text_that_was_just_opened_or_gone_to_shows_none():
    text = SessionText("we had a mee", session=_plain())
    text.pauses("meeting tomorrow")
    assert text.gray == ""
    text.left()
    text.right()
    text.pauses("meeting tomorrow")
    assert text.gray == ""


def test_within_a_line_and_over_a_selection_none_is_shown():
    text = writes("we had a mee")
    text.after = " with Anna"
    text.pauses("meeting tomorrow")
    assert text.gray == ""
    text = writes("we had a mee")
    text.session.update_continuation(Surroundings("we had a ", selection="mee"), is_pause=True)
    assert text.gray == ""


def test_a_correction_or_another_case_is_not_gray_text():
    text = writes("we had a mete")
    text.pauses("meet tomorrow")
    assert text.gray == ""
    text = writes("on mon")
    text.pauses("Monday morning")
    assert text.gray == ""


def test_after_esc_none_is_shown_until_the_next_word():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow")
    text.session.hide()
    assert text.gray == ""
    text.pauses("meeting tomorrow")
    assert text.gray == ""
    text.keys("t ")
    text.pauses("at ten")
    text.pauses("at ten")
    assert text.gray == "at ten"


def test_who_types_past_it_three_times_sees_it_again_in_the_next_sentence():
    text = writes("so ")
    for letter in "abc":
        text.pauses("we had")
        assert text.gray == "we had"
        text.keys(letter + " ")
    text.pauses("we had")
    assert text.gray == ""
    text.keys("d. ")
    text.pauses("we had")
    assert text.gray == "we had"


def test_taking_a_word_forgives_what_was_typed_past():
    text = writes("so ")
    for _ in range(2):
        text.pauses("we had")
        text.keys("x ")
    text.pauses("we had")
    text.take_all()
    for _ in range(3):
        text.pauses("we had")
        assert text.gray == "we had"
        text.keys("x ")
    text.pauses("we had")
    assert text.gray == ""


def test_it_counts_as_a_tap_on_the_first_button_with_what_it_puts_in():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow at")
    text.take_word()
    assert text.outcomes[-1].counts == KeyCounts(1, len("ting "), (1,))
    text.take_all()
    assert text.outcomes[-1].counts == KeyCounts(1, len("tomorrow at "), (1,))


def test_its_words_are_learnt_as_typed_ones_are():
    text = writes("we had a mee")
    text.pauses("meeting with Zelda tomorrow")
    text.take_all()
    words = [*text.learnt, *(learnt.word for learnt in text.session.settle())]
    assert words == ["we", "had", "a", "meeting", "with", "Zelda", "tomorrow"]


def test_a_second_line_has_the_words_that_differ_from_those_after_the_first():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow at", "meet and greet", "meetings tomorrow at", "meek")
    assert text.gray == "ting tomorrow at"
    assert text.session.continuation.lines(text.session.offer.suggestions) == ["", "and greet", "", ""]
    text.make(text.session.take(1, text.around, takes_line=True))
    assert text.before == "we had a meet and greet "
    assert text.outcomes[-1].counts == KeyCounts(1, len("t and greet "), (0, 1))


def test_the_first_button_has_a_second_line_where_nothing_is_shown_in_gray():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow at", "meet and greet", probability=0.36)
    assert text.gray == ""
    assert text.session.continuation.lines(text.session.offer.suggestions) == ["tomorrow at", "and greet"]
    text.make(text.session.take(0, text.around, takes_line=True))
    assert text.before == "we had a meeting tomorrow at "


def test_words_that_have_no_room_are_left_out():
    text = writes("we had a mee")
    text.pauses("meeting tomorrow at ten")
    text.session.continuation.keep_within(len("ting tomorrow at"))
    assert text.gray == "ting tomorrow at"
    text.session.continuation.keep_within(2)
    assert text.gray == ""


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4), st.booleans(), st.data())
def test_typing_it_letter_by_letter_never_changes_the_rest(words, brings_space, data):
    text = writes("so ")
    text.session.brings_space = brings_space
    text.pauses(" ".join(words))
    whole = text.before + text.gray
    while text.gray:
        text.type(text.gray[0])
        assert text.before + text.gray == whole
        start = word_start(text.before)
        rest = whole[start:].lstrip(" ")
        if data.draw(st.booleans()) and (word := rest[: word_end(rest, 0)]):
            text.hurries(word)
            assert text.before + text.gray == whole


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4), st.booleans())
def test_word_by_word_and_as_a_whole_it_leaves_what_was_shown(words, brings_space):
    texts = []
    for is_whole in (True, False):
        text = writes("so ")
        text.session.brings_space = brings_space
        text.pauses(" ".join(words))
        shown = text.before + text.gray
        if is_whole:
            text.take_all()
        else:
            while text.take_word():
                pass
        assert text.before.rstrip(" ") == shown.rstrip(" ")
        texts.append(text.before)
    assert texts[0] == texts[1]


@given(st.lists(st.tuples(st.sampled_from("tmwex ,.\b"), st.sampled_from(WORDS), st.sampled_from(WORDS)), max_size=30))
def test_whatever_is_shown_meanwhile_the_keys_leave_the_text_as_without_it(script):
    shown, plain = writes(""), writes("")
    for key, word, following in script:
        shown.keys(key)
        plain.keys(key)
        shown.pauses(f"{word} {following}")
        offer(plain.session, plain.before, word)
        assert shown.text == plain.text

"""What a key after a tap does to the text: whatever it is, no character is lost but a space, and none comes but one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.soft_space import AfterTap, KeyEffect, key_effect
from tests.writing.session_text import SessionText

KEYS = "ab1 .,:;!?()-–/*_'’\"“”„«»\n中"


def without_spaces(text):
    return text.replace(" ", "")


@given(st.text(st.sampled_from(KEYS)), st.text(st.sampled_from(KEYS), min_size=1, max_size=12))
def test_keys_after_a_tap_change_nothing_but_spaces(before, keys):
    text, after_tap = before + "word ", AfterTap.SPACE
    for key in keys:
        effect = key_effect(after_tap, text, key)
        gone = text[len(text) - effect.replaced :]
        assert without_spaces(effect.text) == without_spaces(gone + key)
        text, after_tap = text[: len(text) - effect.replaced] + effect.text, effect.leaves


@given(st.sampled_from(AfterTap), st.text(st.sampled_from(KEYS)), st.sampled_from(KEYS))
def test_any_text_has_an_answer_whatever_was_left_by_the_last_key(after_tap, before, key):
    effect = key_effect(after_tap, before, key)
    assert 0 <= effect.replaced <= len(before)


@pytest.mark.parametrize("key", [*KEYS, "", "ab", "\b", "\t"])
def test_without_a_tap_a_key_enters_what_it_is(key):
    assert key_effect(AfterTap.NOTHING, "word ", key) == KeyEffect(0, key)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
@pytest.mark.parametrize("mark", "!?;:»")
def test_a_no_break_space_takes_the_taps_place_and_the_mark_stands_after_it(space, mark):
    text = SessionText(before="Il a dit « ")
    text.tap("Salut")
    text.keys(space + mark)
    assert text.before == f"Il a dit « Salut{space}{mark}"


def test_a_no_break_space_before_a_word_takes_it_too():
    text = SessionText()
    text.tap("M")
    text.keys("\u00a0Dupont")
    assert text.before == "M\u00a0Dupont"


@pytest.mark.parametrize("word", ["हिन्दी", "cafe\u0301", "சொல்"])
def test_a_hyphen_takes_the_space_after_a_word_that_ends_in_a_mark(word):
    text = SessionText()
    text.tap(word)
    text.keys("-")
    assert text.before == f"{word}-"

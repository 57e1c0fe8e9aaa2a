"""What a key after a tap does to the text: whatever it is, no character is lost but a space, and none comes but one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.soft_space import AfterTap, KeyEffect, key_effect

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

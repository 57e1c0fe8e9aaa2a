"""What may be learnt of a text: words and their neighbours, and nothing that a person keeps to themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.learning import LearntWord, may_be_learnt, words_to_learn


def learnt(text):
    return [found.word for found in words_to_learn(text)]


def test_words_are_learnt_with_the_one_before():
    assert list(words_to_learn("Ask Ms Quillby. She knows.")) == [
        LearntWord("", "Ask"),
        LearntWord("Ask", "Ms"),
        LearntWord("Ms", "Quillby"),
        LearntWord("", "She"),
        LearntWord("She", "knows"),
    ]


NAMES = ["O'Brien", "McDonald", "iPhone", "NASA", "LaTeX", "Zürich", "naïve", "don't", "Москва", "well-known"]
SECRETS = ["Tr0ub4dor&3", "hunter2hunter9", "kXqTrWzP", "pa$$word", "a1b2c3", "4111111111111111", "12345", "user_name", "x" * 41]
ADDRESSES = ["me@example.org", "https://example.org/x", "www.example.org", "/home/anna/x", "C:\\Users\\anna"]


@pytest.mark.parametrize("word", NAMES)
def test_names_and_words_of_any_script_are_learnt(word):
    assert learnt(f"It is {word}, they say.")[2:-2] == word.split("-")


@pytest.mark.parametrize("secret", SECRETS + ADDRESSES)
def test_what_looks_like_a_secret_an_address_or_a_long_number_is_not(secret):
    assert learnt(f"with {secret} there") == ["with", "there"]


def test_single_letters_are_not_learnt_but_for_i_and_a():
    assert learnt("I b a c d") == ["I", "a"]


@given(st.text())
def test_any_text_yields_words_that_stand_in_it(text):
    for found in words_to_learn(text):
        assert found.word in text.replace("’", "'")
        assert may_be_learnt(found.word)
        assert not found.word.isdigit()

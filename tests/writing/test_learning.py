"""What may be learnt of a text: words and their neighbours, and nothing that a person keeps to themselves."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.learning import LearntWord, may_be_learnt, words_to_learn
from keyboard.writing.words import WORD, is_spelt_out, is_word_character, word_start


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
NAMES += [
    "iOS",
    "macOS",
    "watchOS",
    "OpenAI",
    "YouTube",
    "McGregor",
    "LibreOffice",
    "ChatGPT",
    "PhD",
    "mRNA",
    "eBay",
    "NumPy",
    "PCs",
]
NAMES += [
    "B2B",
    "MP3",
    "mp3",
    "H2O",
    "HTML5",
    "e-mail",
    "rhythm",
    "rock'n'roll",
    "Škoda",
    "D'Artagnan",
    "hmmmm",
    "Nietzsche",
    "CEO's",
]
NAMES += [
    "हिन्दी",
    "अच्छा",
    "क्षत्रिय",
    "தமிழ்",
    "മലയാളം",
    "ന്\u200d",
    "می\u200cروم",
    "مُحَمَّد",
    "שָׁלוֹם",
    "ภาษาไทย",
    "tie\u0302\u0301ng",
    "cafe\u0301",
]
SECRETS = [
    "hunter2",
    "Summer24",
    "P@ssw0rd",
    "xK9vQ2",
    "correcthorse1",
    "Dragon7",
    "abc123",
    "qwerty123",
    "letmein!x",
    "pass;word",
]
SECRETS += [
    "passWord",
    "PaSsWoRd",
    "pAsSwOrD",
    "xkqzvbn",
    "Xqtrwzk",
    "Tr0ub4dor",
    "trustno1",
    "iloveyou2",
    "Admin2024",
    "ABCDE12345",
]
SECRETS += ["Tr0ub4dor&3", "hunter2hunter9", "kXqTrWzP", "pa$$word", "a1b2c3", "4111111111111111", "12345", "user_name", "x" * 41]
ADDRESSES = ["me@example.org", "https://example.org/x", "www.example.org", "/home/anna/x", "C:\\Users\\anna"]


@pytest.mark.parametrize("word", NAMES)
def test_names_and_words_of_any_script_are_learnt(word):
    assert learnt(f"It is {word}, they say.")[2:-2] == [part for part in word.split("-") if len(part) > 1]


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


def test_hindi_is_learnt_in_whole_words():
    text = Path(__file__).parent.joinpath("hindi.txt").read_text("utf-8")
    assert learnt(text) == text.replace("।", "").split()


@given(st.text(st.sampled_from("कखिीु्ंa\u0301e\u200d\u200c \u0e31กั"), max_size=20))
def test_what_is_learnt_are_whole_runs_between_spaces(text):
    for found in words_to_learn(text):
        assert not unicodedata.category(found.word[0]).startswith("M")
        ends = [match.end() for match in re.finditer(re.escape(found.word), text)]
        assert any(end == len(text) or not is_word_character(text[end]) for end in ends)


@pytest.mark.parametrize("emoji", ["😀", "👩‍👩‍👧", "1️⃣", "🇫🇷", "❤️"])
def test_an_emoji_is_no_word(emoji):
    assert learnt(f"We saw {emoji} there") == ["We", "saw", "there"]


@pytest.mark.parametrize("word", ["हिन्दी", "मुझे", "ന്\u200d", "می\u200cروم", "cafe\u0301", "שָׁלוֹם", "Zelensky"])
def test_a_word_with_marks_and_joiners_is_whole_and_spelt_out(word):
    assert is_spelt_out(word)
    assert WORD.findall(f"x {word}. y") == ["x", word, "y"]
    assert word_start(f"x {word}") == 2
    assert [split_at_cursor(f"x {word}").prefix, split_at_cursor(f"x {word} ").prefix] == [word, ""]


@pytest.mark.parametrize("word", ["", "1", "e-mail", "don't", "a b", "\u0301a", "😀"])
def test_other_tokens_are_not_spelt_out(word):
    assert not is_spelt_out(word)

"""Which words of a text are judged, and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.spelling.dictionaries import spellings_of, words_to_judge


def judged(text):
    return [word.word for word in words_to_judge(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said: “don’t”, and went.", ["She", "said", "don't", "and", "went"]),
        ("see https://exampel.org/paht now", ["see", "now"]),
        ("see exampel.com or www.exampel now", ["see", "or", "now"]),
        ("mail anna.smiht@exampel.org soon", ["mail", "soon"]),
        ("in /usr/shaer/hunspell there", ["in", "there"]),
        ("the 2nd b2b word_part x4", ["the"]),
        ("foo_2_bar don't_say _private the", ["the"]),
        ("the 80'ies name'2x say_'hello", ["the"]),
        ("the BBC and NATO", ["the", "and", "NATO"]),
        ("a well-known I", ["well", "known"]),
        ("end of line.\nNext", ["end", "of", "line", "Next"]),
        ("", []),
    ],
)
def test_addresses_numbers_and_short_acronyms_are_not_judged(text, words):
    assert judged(text) == words


def test_combining_marks_and_joiners_are_part_of_a_word_and_soft_hyphens_are_not():
    assert judged("cafe\u0301s") == ["cafe\u0301s"]
    assert judged("می\u200cخواهم") == ["می\u200cخواهم"]
    assert judged("key\u00adboard") == ["keyboard"]


@given(st.text())
def test_each_word_stands_where_it_is_said_to(text):
    last = 0
    for word in words_to_judge(text):
        assert text[word.start : word.end].replace("’", "'").replace("\u00ad", "") == word.word
        assert last <= word.start
        last = word.end


def test_a_word_of_the_user_is_right_in_its_other_forms_too():
    assert "Quillby" in spellings_of("Quillby's")
    assert "gnarfle" in spellings_of("Gnarfle")
    assert "Quillby" in spellings_of("QUILLBY")
    assert "Quillby" not in spellings_of("Quillbys")

"""Which words of a text are judged, and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.spelling.dictionaries import _AS_IN_DICTIONARIES as AS_IN_DICTIONARIES
from keyboard.spelling.dictionaries import _INVISIBLE as INVISIBLE
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
        ("PDFs and URLs", ["and"]),
        ("a Ph.D. or B.Sc. in the U.S., e.g. at 5 p.m. (i.e. late)", ["or", "in", "the", "at", "late"]),
        ("Louis XIV's chapter xii, MCMXCIX and XXXVIII", ["Louis", "chapter", "and"]),
        ("the 21st and 3rd", ["the", "and"]),
        ("camelCase JavaScript iPhone LaTeX", []),
        ("open notes.txt, README.md, song.mp3, main.c, .bashrc or src/ now", ["open", "or", "now"]),
        ("~/lettres /tmp $HOMEE #haschtag --verbos &nbps; C:\\Usres\\x mailto:anan", []),
        ("mixed mild dim civil", ["mixed", "mild", "dim", "civil"]),
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
    for text in ("key\u00adboard", "key\u00ad\u00adboard", "keyboard\u00ad", "\u00adkeyboard", "key\u2060board"):
        assert judged(text) == ["keyboard"]
    assert judged("ﬁnd aﬃx") == ["find", "affix"]


@pytest.mark.parametrize(
    ("text", "compounds"),
    [
        ("Wi-Fi and sci‑fi", ["Wi-Fi", "Wi-Fi", "", "sci-fi", "sci-fi"]),
        ("’tis 'tis don’t", ["'tis", "'tis", ""]),
        ("mother-in-law's", ["mother-in-law's"] * 3),
        ("one - two -- three", [""] * 3),
        ("well-\u00adknown", ["well-known"] * 2),
    ],
)
def test_a_part_of_a_compound_knows_the_whole(text, compounds):
    assert [word.compound for word in words_to_judge(text)] == compounds


@given(st.text() | st.text("aé \u00ad\u2060-'’ﬁ.@/"))
def test_each_word_stands_where_it_is_said_to(text):
    last = 0
    for word in words_to_judge(text):
        assert INVISIBLE.sub("", text[word.start : word.end]).translate(AS_IN_DICTIONARIES) == word.word
        assert last <= word.start < word.end
        last = word.end


def test_a_word_of_the_user_is_right_in_its_other_forms_too():
    assert "Quillby" in spellings_of("Quillby's")
    assert "gnarfle" in spellings_of("Gnarfle")
    assert "Quillby" in spellings_of("QUILLBY")
    assert "Quillby" not in spellings_of("Quillbys")

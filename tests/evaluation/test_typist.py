"""The perfect typist: what each key costs, by hand-counted examples and for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.evaluation.typist import answer_with, oracle, type_perfectly, words_of

TEXTS = st.text(st.sampled_from("abñé'’ .,:;!?\"„“”»«()-–/\n3中"), max_size=60)


def never(before, _word):
    return answer_with(before, ())


def after_letters(count):
    """Buttons that show the word once so many of its letters are typed."""

    def buttons(before, word):
        typed = len(before) - len(before.rstrip("abcdefghijklmnopqrstuvwxyzWM'"))
        return answer_with(before, (word,) if typed >= count else ())

    return buttons


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", 0),
        ("word", 1),
        ("two words", 2),  # the tap's space is the text's
        ("word, word", 3),  # the comma takes the space's place and brings its own
        ("word. Word", 3),
        ("(word)", 3),
        ("word\nword", 3),  # the line end takes the space's place
        ("word\n\nword", 4),
        ("mock-up", 3),  # the hyphen takes the space's place and brings none
        ("up-to-date", 5),
        ("and/or", 3),
        ("up - down", 4),  # the space after the hyphen brings back the one before it
        ("up -- down", 5),
        ("two- or", 5),  # the tap's space is deleted first
        ("up -3", 4),  # a space that is swallowed makes the tap's stay
        ("up .", 3),
        ("up  down", 4),
        ("don't", 1),
        ("google.com", 5),  # the ending takes the full stop's space with its last letter
        ("did. net", 4),  # where that is not meant, a space is typed first
        ("3.5", 3),  # the digit takes the full stop's space
        ("he said: 'no'", 7),  # without a swallowed space the quotation mark would stand at the colon
        ("you :)", 3),  # the mouth brings the colon's space back
        ("you :) and", 4),
        ("you :(", 4),  # nothing follows that would tell it from a bracket, so the space is made to stay
        ("you :( and", 5),
        ("ways: (a)", 5),
        ("“word”, »word« „word“", 10),  # closing marks take the space's place, opening ones leave it
        ("1,000", 4),  # the first digit takes the comma's space
    ],
)
def test_each_tap_mark_and_line_end_is_one_key(text, keys):
    assert len(list(type_perfectly(text, oracle))) == keys


def test_without_any_word_each_character_is_a_key():
    text = "Nothing, nothing at all."
    assert [stroke.text for stroke in type_perfectly(text, never)] == list(text)


def test_letters_are_typed_until_the_word_is_there():
    strokes = list(type_perfectly("We had a meeting", after_letters(2)))
    assert [stroke.text for stroke in strokes] == ["W", "e", " ", "h", "a", "d ", "a", " ", "m", "e", "eting"]
    assert [stroke.letters_before for stroke in strokes if stroke.is_tap] == [2, 2]


def test_a_word_in_another_case_is_none():
    assert [stroke.text for stroke in type_perfectly("The", lambda before, _word: answer_with(before, ("the",)))] == [
        "T",
        "h",
        "e",
    ]


@given(TEXTS)
def test_the_keys_give_the_text_whatever_the_buttons_show(text):
    for buttons in (never, oracle, after_letters(1)):
        assert "".join(stroke.text for stroke in type_perfectly(text, buttons)) == text


@given(TEXTS)
def test_the_buttons_are_asked_with_the_text_before_the_cursor(text):
    asked = []

    def buttons(before, word):
        asked.append((before, word))
        return answer_with(before, ())

    list(type_perfectly(text, buttons))
    for before, word in asked:
        assert text.startswith(before)
        assert any(before.endswith(word[:n]) and text[len(before) - n :].startswith(word) for n in range(len(word)))


@given(TEXTS)
def test_nobody_saves_more_than_the_oracle(text):
    best = len(list(type_perfectly(text, oracle)))
    assert best <= len(list(type_perfectly(text, after_letters(1)))) + text.count("-") + text.count("3") + words_of(text)

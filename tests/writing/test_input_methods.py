"""Input methods that correct with Backspace, as UniKey and ibus-bamboo do: no letter is doubled, none is left out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.writing.session_text import SessionText

# What is typed, and what Telex makes of it with Backspaces and a commit.
TELEX = [("d", "\b", "đ"), ("o", "\b", "ô"), ("a", "\b", "ă"), ("e", "\b", "ê"), ("u", "\b", "ư"), ("E", "\b", "É")]


@pytest.mark.parametrize(("key", "backspaces", "commit"), TELEX)
def test_a_letter_that_an_input_method_corrects_at_a_sentences_start_stands_once(key, backspaces, commit):
    text = SessionText()
    text.keys(key + backspaces)
    text.commit(commit)
    assert text.before == commit.upper()
    text.keys(" la")
    assert text.before == commit.upper() + " la"


def test_a_commit_of_several_characters_takes_the_place_of_the_letter():
    text = SessionText("We did. ")
    text.keys("d\b")
    text.commit("đi")
    assert text.before == "We did. đi"


def test_any_commit_does_where_the_front_end_says_that_it_is_one():
    text = SessionText("We did. ")
    text.keys("w\b")
    text.make(text.session.type("ư", text.around, is_commit=True))
    assert text.before == "We did. Ư"


def test_what_was_replaced_is_counted_and_learnt_once():
    text = SessionText()
    text.keys("d\b")
    text.commit("đ")
    text.keys("i mot hai ba ")
    assert sum(outcome.counts.characters for outcome in text.outcomes) == len(text.before)
    assert text.learnt == ["Đi"]


def test_a_person_who_takes_a_capital_back_goes_on_with_the_word():
    text = SessionText()
    text.keys("h\bello. e\bé")
    assert text.before == "hello. É"


LETTERS = "aeodi𐐨ǆკß. !?\n"
EVENTS = st.lists(st.one_of(st.sampled_from(LETTERS), st.sampled_from("đêôưi𐐩").map(lambda letter: "\b" + letter)), max_size=20)


@given(EVENTS)
def test_keys_and_corrections_leave_each_letter_once_and_whole(events):
    text, wanted = SessionText(), ""
    for event in events:
        if event.startswith("\b") and text.before:
            text.backspace()
            text.make(text.session.type(event[1:], text.around, is_commit=True))
            wanted = wanted[:-1] + event[1:]
        elif not event.startswith("\b"):
            text.keys(event)
            wanted += event
        text.before.encode()
    assert text.before.casefold() == wanted.casefold()


@pytest.mark.parametrize("letter", "აბჰ")
def test_georgian_has_no_capitals_in_sentences(letter):
    text = SessionText()
    text.keys(f"{letter}ე. {letter}ს! {letter}")
    assert text.before == f"{letter}ე. {letter}ს! {letter}"


@pytest.mark.parametrize("letter", ["ß", "ŉ", "中", "अ", "ا", "א", "ก", "ა", "ʻ", "ª"])
def test_a_letter_without_a_capital_of_its_own_stays_as_it_is(letter):
    text = SessionText()
    text.keys(letter)
    assert text.before == letter


@pytest.mark.parametrize(
    ("letter", "capital"), [("𐐨", "𐐀"), ("𞤢", "𞤀"), ("𐓘", "𐒰"), ("ǆ", "ǅ"), ("é", "É"), ("я", "Я"), ("σ", "Σ")]
)
def test_one_with_a_capital_gets_it_and_gives_it_back_whole(letter, capital):
    assert unicodedata.category(letter) == "Ll"
    text = SessionText()
    text.keys(letter)
    assert text.before == capital
    text.keys("\b")
    assert text.before == letter
    text.keys("\b")
    assert text.before == ""

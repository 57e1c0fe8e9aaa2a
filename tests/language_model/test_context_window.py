"""Which tokens are read: the primer before a document's start, and never more than the window holds."""

import pytest

from keyboard.language_model.context_window import ContextWindow, longest_next_window
from keyboard.language_model.tokenizer_kinds import load_tokenizer

BEGIN = 0
LIMIT = 64
PRIMER = "Thank you for the letter.\n"


@pytest.fixture(scope="module")
def encoding(installed_model, home):
    return load_tokenizer(installed_model, home / "cache")


@pytest.fixture
def window(encoding):
    return ContextWindow(encoding, BEGIN, LIMIT, PRIMER)


def test_the_primer_stands_before_a_documents_start(window, encoding):
    assert window.tokens("We had a", 0) == [BEGIN, *encoding.encode(PRIMER), *encoding.encode("We had a")]


def test_an_empty_document_is_the_primer_alone(window, encoding):
    assert window.tokens("", 0) == [BEGIN, *encoding.encode(PRIMER)]


def test_the_primer_goes_when_the_document_needs_its_room(window, encoding):
    text = " word" * (LIMIT - 3)
    assert window.tokens(text, 0) == [BEGIN, *encoding.encode(text)]


def test_a_window_within_a_document_has_no_primer(window, encoding):
    tokens = window.tokens(" word" * 40, 5000)
    assert set(tokens[1:]) == set(encoding.encode(" word"))


@pytest.mark.parametrize("length", range(0, 200, 7))
def test_no_window_is_longer_than_its_limit(window, length):
    assert len(window.tokens(" word" * length, 0)) <= LIMIT


def growing_text(n_words):
    """A text as it is typed: sentences of five words."""
    words = [word + "." * (place % 5 == 4) for place, word in enumerate(["We", "had", "a", "quiet", "evening"] * n_words)]
    return [" ".join(words[:count]) for count in range(1, n_words + 1)]


def test_the_next_window_is_known_before_the_present_one_is_full_and_stays_the_same(window, encoding):
    starts = []
    for text in growing_text(45):
        tokens = window.tokens(text, 0)
        if (following := window.next_tokens()) is not None:
            start = len(text) - len(encoding.decode(following[1:]))
            starts.append(start)
            assert following == [BEGIN, *encoding.encode(text[start:])]
            assert len(following) <= longest_next_window(LIMIT)
            assert len(tokens) > LIMIT / 2
    assert len(starts) > 5
    assert len(set(starts)) == 1
    assert text[starts[0] - 2 : starts[0]] == ". "


def test_a_full_window_is_followed_by_the_one_that_was_announced(window):
    for text in growing_text(80):
        announced = window.next_tokens()
        before = window.start
        tokens = window.tokens(text, 0)
        if window.start != before:
            assert announced is not None
            assert tokens[: len(announced) - 1] == announced[:-1]  # the last word may have grown
            break
    assert window.start > 0


def test_a_window_can_take_over_before_the_other_is_full(window):
    for text in growing_text(80):
        window.tokens(text, 0)
        if window.is_nearly_full:
            break
    following = window.next_tokens()
    window.advance()
    assert window.start > 0
    assert window.room == LIMIT - len(following)
    assert window.tokens(text, 0) == following

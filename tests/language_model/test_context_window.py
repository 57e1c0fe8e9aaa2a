"""Which tokens are read: the primer before a document's start, and never more than the window holds."""

import pytest

from keyboard.language_model.context_window import ContextWindow
from keyboard.language_model.encoding import load_encoding

BEGIN = 0
LIMIT = 64
PRIMER = "Thank you for the letter.\n"


@pytest.fixture(scope="module")
def encoding(installed_model, home):
    return load_encoding(installed_model, home / "cache")


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

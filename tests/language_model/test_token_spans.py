"""The characters of tokens: every character belongs to the token in which it begins."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.language_model.tokenizer import token_spans
from keyboard.language_model.tokenizer_kinds import load_tokenizer


@pytest.fixture(scope="module")
def encoding(installed_model, tmp_path_factory):
    return load_tokenizer(installed_model, tmp_path_factory.mktemp("cache"))


@given(st.text(), st.data())
def test_wherever_a_texts_bytes_are_cut_the_spans_are_the_text_and_leave_out_none(text, data):
    written = text.encode("utf-8", "replace")
    cuts = sorted(data.draw(st.sets(st.integers(0, len(written)))) | {0, len(written)})
    spans = token_spans(text, [written[start:end] for start, end in pairwise(cuts)])
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start <= end for start, end in spans)


@given(st.text(st.characters(codec="utf-8")))
def test_a_token_of_whole_characters_is_what_its_span_says(encoding, text):
    pieces = [encoding.pieces[token] for token in encoding.encode(text)]
    spans = token_spans(text, pieces)
    for piece, (start, end) in zip(pieces, spans, strict=True):
        if piece == text[start:end].encode():
            continue
        with pytest.raises(UnicodeDecodeError):
            piece.decode("utf-8")


def test_a_character_of_several_tokens_begins_in_the_first_of_them():
    first, second = "😀".encode()[:3], "😀".encode()[3:]
    assert token_spans("a😀b", [b"a", first, second, b"b"]) == [(0, 1), (1, 2), (2, 2), (2, 3)]


def test_a_byte_that_the_model_has_no_token_for_is_in_no_span():
    assert token_spans("a\x07bc", [b"a", b"bc"]) == [(0, 1), (2, 4)]


def test_half_a_surrogate_pair_is_read_as_the_replacement_character():
    assert token_spans("a\ud83db", [b"a", "\ufffd".encode(), b"b"]) == [(0, 1), (1, 2), (2, 3)]


def test_an_empty_text_has_no_spans():
    assert token_spans("", []) == []

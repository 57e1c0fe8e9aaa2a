"""The words of the document: what a writer has used comes again, the latest first."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyboard.suggestion import document_words
from keyboard.suggestion.document_words import DocumentWords
from keyboard.suggestion.lexicon import forms_of, load_lexicon


@pytest.fixture(scope="module")
def forms():
    return forms_of(load_lexicon())


def test_older_words_fade(forms):
    words = DocumentWords(forms)
    words.read("Quillby met Mirvath " + "and so on " * 200)
    words.read("Quillby met Mirvath " + "and so on " * 200 + "with Mirvath ")
    shares = words.unknown_words()
    assert shares["Mirvath"] > 2 * shares["Quillby"] > 0


@pytest.mark.parametrize("in_pieces", [False, True])
def test_a_text_of_a_million_words_is_read_to_its_end(forms, monkeypatch, in_pieces):
    monkeypatch.setattr(document_words, "_HALF_LIFE_WORDS", 1)  # what 400 words fade by, each does
    text = "Quillby " + "met him " * 1250 + "Mirvath "
    words = DocumentWords(forms)
    for end in range(100, len(text), 100) if in_pieces else ():
        words.read(text[:end].rpartition(" ")[0] + " ")
    words.read(text)
    assert words.unknown_words() == {"Mirvath": pytest.approx(0.5)}


def test_words_of_the_document_begin_with_a_letter_and_may_hold_figures(forms):
    words = DocumentWords(forms)
    words.read("the 2ndq mp3q and 1984 q cafe\u0301q ")
    assert set(words.unknown_words()) == {"mp3q", "cafe\u0301q"}


def shown(words, forms):
    """What the words of a text make of the same probabilities, as numbers that can be compared."""
    mixture = words.mixed_into(np.full(len(forms.texts), 1 / len(forms.texts), dtype=np.float32), {}, starts_sentence=False)
    return {item.word: item.probability for prefix in "abcdefgh" for item in mixture.most_probable(prefix, 20)}


EDITS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.text(alphabet="abc' é-1\n", max_size=12)), max_size=12)


@pytest.mark.long
@given(EDITS)
@settings(max_examples=60, deadline=None)
def test_after_any_edits_the_counts_are_those_of_the_text_as_it_is(forms, edits):
    words, text = DocumentWords(forms), ""
    for start, end, new in edits:
        text = text[:start] + new + text[max(start, end) :]
        words.read(text)
        fresh = DocumentWords(forms)
        fresh.read(text)
        assert words.unknown_words() == pytest.approx(fresh.unknown_words())
        assert shown(words, forms) == pytest.approx(shown(fresh, forms))


def counted_by(words, call):
    """How many words were counted or undone."""
    with pytest.MonkeyPatch.context() as patch:
        calls = []
        for name in ("_count", "_undo_last"):
            done = getattr(words, name)
            patch.setattr(words, name, lambda *values, done=done: (calls.append(values), done(*values)))
        call()
    return len(calls)


def test_a_key_counts_no_more_words_in_a_long_text_than_in_a_short_one(forms):
    words, text = DocumentWords(forms), "Mirvath met Quillby there and " * 400
    words.read(text)
    assert counted_by(words, lambda: words.read(text + "then ")) <= 4
    assert counted_by(words, lambda: words.read(text)) <= 4  # Backspace over a word
    assert counted_by(words, lambda: words.read(text[4096:] + "now ", offset=4096)) <= 4  # the start of the tail moves on
    assert words.unknown_words().keys() == {"Mirvath", "Quillby"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Flibbering is fun. Flibbering is hard. I like ", "flibbering"),
        ("Flibbering is fun.\nFlibbering is hard. I like ", "flibbering"),
        ("Flibbering is fun. I see Flibbering. Flibbering is hard. I like ", "Flibbering"),
        ("I see Flibbering. Flibbering is hard. Flibbering is fun. I like ", "Flibbering"),
        ("Flibbering is fun. I like ", "Flibbering"),
        ("FlibberCo is fun. FlibberCo is hard. I like ", "FlibberCo"),
        ("FLIBBER is fun. FLIBBER is hard. I like ", "FLIBBER"),
    ],
)
def test_a_word_that_no_list_has_keeps_its_capital_within_a_sentence_where_it_had_it_there(forms, text, word):
    words = DocumentWords(forms)
    for end in range(len(text)):
        words.read(text[:end])
    words.read(text)
    assert set(words.unknown_words(has_capital=False)) == {word}
    assert set(words.unknown_words(has_capital=True)) == {word[0].upper() + word[1:]}
    words.read("")
    assert not words.unknown_words(has_capital=False)


@pytest.mark.parametrize("word", ["हिन्दी", "अच्छा", "தமிழ்", "مُحَمَّد", "می\u200cروم", "שָׁלוֹם", "tie\u0302\u0301ng"])
def test_a_word_with_combining_marks_counts_whole(forms, word):
    words = DocumentWords(forms)
    words.read(f"{word} is {word} ")
    assert set(words.unknown_words()) == {word}

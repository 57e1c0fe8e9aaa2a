"""The words of the document: what a writer has used comes again, the latest first."""

import pytest

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
    assert words.unknown_words() == {"Mirvath": pytest.approx(0.5), "Quillby": 0.0}

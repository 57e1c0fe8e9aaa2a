"""Words that no list has: a capital at a sentence's start says nothing, one within a sentence is the word's own."""

import pytest

from keyboard.storage.vocabulary import PersonalVocabulary, VocabularyEntry
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.suggestion.lexicon_predictor import LexiconPredictor
from keyboard.writing.learning import words_to_learn
from keyboard.writing.query import Query


@pytest.fixture
def vocabulary(tmp_path):
    vocabulary = PersonalVocabulary(tmp_path / "vocabulary.sqlite3")
    yield vocabulary
    vocabulary.close()


def offered(vocabulary, text):
    return [item.word for item in LexiconPredictor(load_lexicon(), vocabulary).predict(Query(text=text)).words]


@pytest.mark.long
@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Flibbering is fun. Flibbering is hard.", "flibbering"),
        ("Flibbering is fun.\nFlibbering is hard.", "flibbering"),
        ("Flibbering is fun. Flibbering is hard. I like flibbering.", "flibbering"),
        ("Flibbering is fun. Flibbering is hard. I like Flibbering.", "Flibbering"),
        ("I like Flibbering. We like Flibbering.", "Flibbering"),
        ("FlibberCo is fun. FlibberCo is hard.", "FlibberCo"),
    ],
)
def test_within_a_sentence_a_word_has_the_capital_that_it_had_there(vocabulary, written, word):
    vocabulary.learn(words_to_learn(written))
    assert word in offered(vocabulary, "We like flib")
    assert word[0].upper() + word[1:] in offered(vocabulary, "We like Flib")


def test_a_name_that_was_added_by_hand_keeps_its_capital(vocabulary):
    vocabulary.add([VocabularyEntry("Flibbering", 3, is_never=False)])
    assert "Flibbering" in offered(vocabulary, "We like flib")


def test_in_the_text_itself_it_is_so_before_it_is_learnt(vocabulary):
    assert "flibbering" in offered(vocabulary, "Flibbering is fun. Flibbering is hard. I like flib")
    assert "Quillby" in offered(vocabulary, "I met Quillby. Quillby was there. Quillby left. I like quil")


def test_a_deleted_word_is_learnt_anew(vocabulary):
    vocabulary.learn(words_to_learn("Flibbering is fun. Flibbering is hard."))
    vocabulary.delete(["Flibbering"])
    vocabulary.learn(words_to_learn("We saw Flibbering and Flibbering."))
    assert "Flibbering" in offered(vocabulary, "We like flib")


def test_a_vocabulary_of_an_earlier_version_is_read(vocabulary, tmp_path):
    vocabulary.learn(words_to_learn("I like Flibbering. We like Flibbering."))
    vocabulary._connection.execute("ALTER TABLE known_words DROP COLUMN begun")
    vocabulary.close()
    again = PersonalVocabulary(tmp_path / "vocabulary.sqlite3")
    assert "Flibbering" in offered(again, "We like flib")
    again.close()

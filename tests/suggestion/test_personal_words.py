"""The user's own words on the buttons: names, pairs, and what is never suggested."""

import pytest

from keyboard.storage.vocabulary import Vocabulary
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.suggestion.lexicon_predictor import LexiconPredictor
from keyboard.suggestion.word_predictor import WordPredictor
from keyboard.writing.learning import words_to_learn
from keyboard.writing.query import Query


@pytest.fixture
def vocabulary(tmp_path):
    vocabulary = Vocabulary(tmp_path / "vocabulary.sqlite3")
    yield vocabulary
    vocabulary.close()


@pytest.fixture
def predictor(language_model, home, vocabulary):
    return WordPredictor(language_model, load_lexicon(), home / "cache", vocabulary)


def offered(predictor, text):
    return [item.word for item in predictor.predict(Query(text=text)).words]


@pytest.mark.parametrize("before", ["Yesterday I met ", "I will ask ", "This is from ", "We had lunch with Tom and "])
def test_a_name_typed_twice_is_offered_at_its_third_first_letter(predictor, vocabulary, before):
    assert "Quillby" not in offered(predictor, before + "Q")
    vocabulary.learn(words_to_learn("I wrote to Quillby. Then Quillby wrote back."))
    assert "Quillby" in offered(predictor, before + "Q")


def test_so_it_is_when_much_else_was_learnt(predictor, vocabulary):
    vocabulary.learn(words_to_learn("the cat sat on the mat and the dog did not\n" * 400))
    vocabulary.learn(words_to_learn("I wrote to Mirvath. Then Mirvath wrote back."))
    assert "Mirvath" in offered(predictor, "Please tell M")


def test_a_word_typed_once_is_no_name_yet(predictor, vocabulary):
    vocabulary.learn(words_to_learn("I wrote teh letter."))
    assert "teh" not in offered(predictor, "She opened t")


def test_nor_does_it_take_the_place_of_a_word_after_the_one_that_it_followed(predictor, vocabulary):
    vocabulary.learn(words_to_learn("We had a meetin"))
    assert offered(predictor, "We had a mee")[0] == "meeting"
    assert "meetin" not in offered(predictor, "We had a mee")


def test_what_the_writer_puts_after_a_word_is_offered_after_it(predictor, vocabulary):
    assert "lighthouse" not in offered(predictor, "She painted the old ")
    vocabulary.learn(words_to_learn("the old lighthouse\n" * 10))
    assert "lighthouse" in offered(predictor, "She painted the old ")


def test_the_words_know_a_sentences_start(predictor, vocabulary):
    vocabulary.learn(words_to_learn("we saw lighthouses there\n" * 10))
    assert "Lighthouses" in offered(predictor, "It was late. L")


def test_a_word_that_is_never_suggested_makes_room_for_another(predictor, vocabulary):
    shown = offered(predictor, "Thank ")
    assert "you" in shown
    vocabulary.set_never("you", never=True)
    assert "you" not in offered(predictor, "Thank ")
    assert "You" not in offered(predictor, "It is late. Y")
    assert len(offered(predictor, "Thank ")) == 3
    vocabulary.set_never("you", never=False)
    assert offered(predictor, "Thank ") == shown


def test_without_a_model_the_words_count_too(vocabulary):
    predictor = LexiconPredictor(load_lexicon(), vocabulary)
    vocabulary.learn(words_to_learn("I wrote to Quillby. Then Quillby wrote back."))
    assert "Quillby" in offered(predictor, "I will ask Q")


def test_a_vocabulary_that_cannot_be_read_any_more_is_done_without(predictor, vocabulary):
    shown = offered(predictor, "Thank ")
    vocabulary.close()
    assert offered(predictor, "Thank ") == shown

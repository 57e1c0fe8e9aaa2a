"""The user's own words on the buttons: names, pairs, and what is never suggested."""

import random
import sqlite3
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keyboard.storage import vocabulary as storage
from keyboard.storage.vocabulary import PersonalVocabulary, VocabularyEntry
from keyboard.suggestion import personal_words
from keyboard.suggestion.lexicon import forms_of, load_lexicon
from keyboard.suggestion.lexicon_predictor import LexiconPredictor
from keyboard.suggestion.personal_words import PersonalWords
from keyboard.suggestion.word_distribution import WordDistribution
from keyboard.suggestion.word_predictor import WordPredictor
from keyboard.writing.learning import LearntWord, words_to_learn
from keyboard.writing.query import Query


@pytest.fixture
def vocabulary(tmp_path):
    vocabulary = PersonalVocabulary(tmp_path / "vocabulary.sqlite3")
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


WORDS = st.sampled_from(["the", "The", "old", "lighthouse", "Quillby", "Mirvath", "teh", "may", "May"])
STEPS = st.one_of(
    st.tuples(st.just("learn"), st.lists(st.builds(LearntWord, st.one_of(st.just(""), WORDS), WORDS), max_size=30)),
    st.tuples(st.just("rename"), st.tuples(WORDS, WORDS)),
    st.tuples(st.just("delete"), st.lists(WORDS, max_size=3)),
    st.tuples(st.just("never"), st.tuples(WORDS, st.booleans())),
    st.tuples(st.just("add"), st.lists(st.builds(VocabularyEntry, WORDS, st.integers(0, 9), st.booleans()), max_size=4)),
    st.tuples(st.just("age"), st.integers(1, 60_000)),
    st.tuples(st.just("wipe"), st.none()),
)


def change(vocabulary, what, how):
    match what:
        case "learn":
            vocabulary.learn(how)
        case "rename":
            vocabulary.rename(*how)
        case "delete":
            vocabulary.delete(how)
        case "never":
            vocabulary.set_never(how[0], never=how[1])
        case "add":
            vocabulary.add(how)
        case "age":
            with sqlite3.connect(vocabulary.file) as connection:
                connection.execute("UPDATE clock SET words = words + ?", (how,))
            connection.close()
            vocabulary.learn([LearntWord("", "and")])
        case "wipe":
            vocabulary.wipe()


@pytest.fixture(scope="module")
def forms():
    return forms_of(load_lexicon())


def shown(words, forms):
    """What the user's words make of the same probabilities, as numbers that can be compared."""
    same = WordDistribution(forms, np.full(len(forms.texts), 1 / len(forms.texts), dtype=np.float32), {})
    return {
        (previous, starts_sentence, item.word): item.probability
        for previous in ("", "the", "old", "Quillby", "may")
        for starts_sentence in (False, True)
        for item in words.mixed_into(same, previous, starts_sentence=starts_sentence).most_probable("", 12)
    }


def read_all(words):
    words.has_changed()
    words.catch_up(lambda: False)
    return words


@pytest.mark.long
@given(st.lists(STEPS, max_size=14), st.booleans())
@settings(max_examples=50, deadline=None)
def test_what_came_in_as_changes_is_what_a_fresh_reading_gives(forms, steps, log_is_short):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "_WORDS_BETWEEN_PRUNINGS", 7)
        patch.setattr(storage, "_CHANGES_KEPT", 3 if log_is_short else 1000)
        patch.setattr(personal_words, "_ROWS_BEFORE_ANSWER", 2)
        writer = PersonalVocabulary(Path(folder) / "vocabulary.sqlite3")
        reader = PersonalVocabulary(writer.file)
        words = PersonalWords(forms, reader)
        for what, how in steps:
            change(writer, what, how)
            words.has_changed()  # as before each answer, whether or not there is idle time
        fresh = PersonalWords(forms, writer)
        assert shown(read_all(words), forms) == pytest.approx(shown(fresh, forms), rel=1e-4)
        writer.close()
        reader.close()


def rows_read_by(words, call):
    """How many rows of the vocabulary were read."""
    counts = []
    with pytest.MonkeyPatch.context() as patch:
        read = words._reader.read

        def count(limit):
            new = read(limit)
            counts.append(len(new.rows) if new else 0)
            return new

        patch.setattr(words._reader, "read", count)
        call()
    return sum(counts)


def calls_of(call):
    """How many functions, of Python and of C, were called."""
    n_calls = 0

    def count(_frame, event, _argument):
        nonlocal n_calls
        n_calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        call()
    finally:
        sys.setprofile(None)
    return n_calls


def much_writing(n_words):
    """Words as a person may write them in a year: some often, most of them seldom, and many that no list has."""
    chance = random.Random(3)
    texts = forms_of(load_lexicon()).texts
    before = ""
    for _ in range(n_words):
        rank = int(20_000 ** chance.random())
        word = f"name{rank}" if rank % 10 == 0 else texts[rank * 7]
        yield LearntWord(before, word)
        before = word


@pytest.mark.long
@pytest.mark.parametrize("n_words", [0, 40_000])
def test_a_key_after_a_learnt_word_reads_that_word_alone_however_many_were_written(vocabulary, forms, n_words):
    vocabulary.learn(much_writing(n_words))
    words = PersonalWords(forms, vocabulary)
    vocabulary.learn([LearntWord("name20", "lighthouse")])
    same = WordDistribution(forms, np.zeros(len(forms.texts), dtype=np.float32), {})
    assert rows_read_by(words, lambda: words.has_changed() or pytest.fail("no change")) == 2  # the word and the pair
    vocabulary.learn([LearntWord("name20", "lighthouse")])
    calls = calls_of(lambda: (words.has_changed(), words.mixed_into(same, "name20", starts_sentence=False)))
    assert calls < 1_000  # some for each of the few hundred words that may be offered


def test_many_changes_at_once_come_in_when_idle(vocabulary, forms):
    words = PersonalWords(forms, vocabulary)
    vocabulary.add(VocabularyEntry(f"word{number}x", 3, is_never=False) for number in range(1_000))
    assert rows_read_by(words, words.has_changed) == 32
    assert rows_read_by(words, lambda: words.catch_up(lambda: True)) == 0
    assert rows_read_by(words, lambda: words.catch_up(lambda: False)) == 968
    assert words.has_changed()
    assert not words.has_changed()


def test_a_slip_in_a_name_that_was_learnt_has_the_name_on_a_button(predictor, vocabulary):
    vocabulary.learn([LearntWord("", "Oaxaquita")] * 3)
    assert "Oaxaquita" in offered(predictor, "This morning I met Oaxaqiuta")

"""The words that probably follow those on the buttons, with the real small model."""

import pytest

from keyboard.engine.answering import answer_of
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import TokenCounts
from keyboard.storage.vocabulary import PersonalVocabulary
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.suggestion.query import Prediction
from keyboard.suggestion.word_distribution import WordProbability
from keyboard.suggestion.word_predictor import WordPredictor
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.learning import words_to_learn
from keyboard.writing.query import FollowingWord, Query


def never():
    return False


def settled(predictor, text, **wishes):
    """The answer that stays on the buttons while the typist pauses."""
    prediction = predictor.predict(Query(text=text, **wishes))
    for better in predictor.improve(never):
        prediction = better
    return prediction


def following(prediction, place=0):
    return [one.word for one in prediction.words[place].following]


def cost_of(predictor, text):
    before = predictor.tokens_evaluated
    predictor.predict(Query(text=text))
    return predictor.tokens_evaluated - before


@pytest.mark.parametrize(
    ("text", "word", "after"),
    [
        ("She was on the other ", "side", ["of", "the"]),
        ("She was on the other si", "side", ["of", "the"]),
        ("I am looking forw", "forward", ["to"]),
        ("He lives in New Y", "York", ["City"]),
        ("In the middle of the n", "night", [","]),
    ],
)
def test_a_pause_names_the_words_that_follow_the_first(predictor, text, word, after):
    shown = settled(predictor, text)
    assert shown.words[0].word == word
    assert following(shown)[: len(after)] == after


def test_the_words_after_the_other_buttons_are_named_as_far_as_they_are_known(predictor):
    shown = settled(predictor, "She was on the other ")
    assert shown.words[1].word == "end"
    assert following(shown, 1) == ["of"]


def test_each_word_is_probable_after_those_before_it_and_there_are_at_most_four(predictor):
    for text in ("Once upon a ", "We are looking forward to ", "In the ", "as soon as ", "Happy birth"):
        for item in settled(predictor, text).words:
            assert len(item.following) <= 4
            assert all(0.3 <= one.probability <= 1 for one in item.following)


def test_letters_that_are_typed_change_nothing_of_it_and_cost_nothing(predictor):
    after = following(settled(predictor, "She was on the other "))
    assert after
    for typed in ("s", "si", "sid"):
        text = "She was on the other " + typed
        assert cost_of(predictor, text) == 0
        assert following(predictor.predict(Query(text=text))) == after


def test_words_that_are_taken_cost_no_evaluation(predictor):
    taken = "She was on the other side " + " ".join(following(settled(predictor, "She was on the other "))[:2])
    assert cost_of(predictor, taken + " ") == 0


def test_without_looking_ahead_nothing_is_named(predictor):
    assert not any(item.following for item in settled(predictor, "He was on the other ", look_ahead=False).words)


@pytest.mark.parametrize("wishes", [{"rest": "de"}, {"instead_of": "side"}])
def test_nothing_is_named_where_a_word_stands_in_the_way(predictor, wishes):
    assert not any(item.following for item in settled(predictor, "She was on the other ", **wishes).words)


def test_a_key_that_comes_ends_the_search_and_the_next_pause_names_all(predictor):
    shown = settled(predictor, "It happened on the other ")
    aborts = 0
    for limit in range(12):
        text = "It happened on the other "
        predictor.predict(Query(text=f"Something else {limit}"))
        predictor.predict(Query(text=text))
        calls = iter(range(limit))
        try:
            for _ in predictor.improve(lambda calls=calls: next(calls, None) is None):
                pass
        except EvaluationAbortedError:
            aborts += 1
        assert following(settled(predictor, text)) == following(shown)
    assert aborts


def test_the_words_that_follow_have_the_apostrophes_of_the_text():
    split = split_at_cursor("He’s here and ")
    words = (WordProbability("we", 0.5, following=(FollowingWord("don't", 0.5), FollowingWord("know", 0.4))),)
    answer = answer_of(0, Prediction(split, words, complete=True), TokenCounts(), 0.0, final=True)
    assert [one.word for one in answer.suggestions[0].following] == ["don’t", "know"]


@pytest.fixture
def vocabulary(tmp_path):
    vocabulary = PersonalVocabulary(tmp_path / "vocabulary.sqlite3")
    yield vocabulary
    vocabulary.close()


@pytest.fixture
def writer(language_model, home, vocabulary):
    return WordPredictor(language_model, load_lexicon(), home / "cache", vocabulary)


def test_what_the_writer_puts_after_a_word_follows_it(writer, vocabulary):
    vocabulary.learn(words_to_learn("Many thanks and sunny greetings\n" * 40))
    assert following(settled(writer, "Many thanks and sun"))[:1] == ["greetings"]


def test_a_word_that_is_never_suggested_does_not_follow_either(writer, vocabulary):
    assert following(settled(writer, "She was on the other "))[:2] == ["of", "the"]
    vocabulary.set_never("the", never=True)
    assert "the" not in following(settled(writer, "She was on the other "))
    vocabulary.set_never("of", never=True)
    assert "of" not in following(settled(writer, "She was on the other "))

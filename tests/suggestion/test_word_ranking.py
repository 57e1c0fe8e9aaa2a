"""Which of several words a sentence wants, by the real small model."""

import pytest

from keyboard.writing.query import Query
from tests.suggestion.test_word_predictor import settled, words


def best(predictor, text, *candidates):
    scores = predictor.rank(text, 0, candidates)
    return max(zip(scores, candidates, strict=True))[1]


@pytest.mark.parametrize(
    ("text", "candidates", "meant"),
    [
        ("I would like a cup of ", ("the", "tea", "tech", "eh"), "tea"),
        ("We went to ", ("the", "tea", "tech", "eh"), "the"),
        ("The leaves fall from the ", ("tress", "trees", "threes", "trews"), "trees"),
        ("He has three cats and two (big) ", ("dogs", "digs", "does"), "dogs"),
    ],
)
def test_the_same_misspelling_means_another_word_in_another_sentence(predictor, text, candidates, meant):
    assert best(predictor, text, *candidates) == meant


def test_more_words_than_fit_in_one_batch_are_ranked_alike(predictor):
    few = ("table", "internationalization", "tab")
    many = (*few, *(f"word{number}" for number in range(20)))
    assert predictor.rank("on the ", 0, many)[:3] == pytest.approx(predictor.rank("on the ", 0, few), abs=0.05)


def test_nothing_is_a_word_that_cannot_be(predictor):
    nothing, word = predictor.rank("(", 0, ("", "a"))
    assert nothing < word


def test_suggestions_are_the_same_after_a_ranking(predictor):
    before = words(settled(predictor, "See you tomo"))
    predictor.rank("We saw ", 0, ("the", "tea"))
    assert words(settled(predictor, "See you tomo")) == before
    assert predictor.predict(Query(text="See you tomo")).split.prefix == "tomo"

"""Two primers before a document: the one that foretells it better counts more, and nothing is evaluated twice."""

import numpy as np
import pytest

from keyboard.language_model.backends import backend_named
from keyboard.language_model.context_reader import LONGEST_START
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import never
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.probabilities import log_softmax

PLAIN = "the dog sleeps\nthe cat eats fish\nthe bird sings\n"
MAIL = "Dear Anna, thank you for your letter.\nDear Tom, thank you for the call.\n"


@pytest.fixture(scope="module")
def language_model(installed_model, home):
    model = LanguageModel(installed_model, backend_named("cpu"), home / "cache", primers=(PLAIN, MAIL))
    yield model
    model.close()


def after(model, text):
    """The log-probabilities after a text by the first primer alone, and by both."""
    reading = model.read(text)
    logits = reading.logits if reading.complete else model.reader.catch_up(never).logits
    first = log_softmax(logits)
    return first, model.mixed_with_second_primer(first, never)


def token_of(model, text):
    return model.tokenizer.encode(text)[0]


def test_the_mixture_is_a_distribution(language_model):
    _, mixed = after(language_model, "")
    assert np.exp(mixed).sum() == pytest.approx(1, abs=1e-3)


def test_before_the_first_word_both_primers_are_heard(language_model):
    first, mixed = after(language_model, "")
    dear, the = token_of(language_model, "Dear"), token_of(language_model, "the")
    assert mixed[dear] > first[dear]
    assert np.exp(mixed[the]) == pytest.approx(np.exp(first[the]) / 2, abs=0.2)


def test_the_primer_that_foretold_the_text_counts_more(language_model):
    for text in ("", "Dear", "Dear Tom", "Dear Tom,", "Dear Tom, thank"):
        first, mixed = after(language_model, text)
    you = token_of(language_model, " you")
    assert mixed[you] > first[you]
    weight_of_first = np.exp((mixed - first).min())
    assert weight_of_first < 0.5


def test_the_evidence_of_a_text_that_was_taken_back_is_forgotten(language_model):
    _, fresh = after(language_model, "")
    for text in ("Dear", "Dear Tom", "Dear Tom, thank you"):
        after(language_model, text)
    _, back = after(language_model, "")
    np.testing.assert_allclose(back, fresh, atol=0.05)


def test_nothing_is_evaluated_twice(language_model):
    after(language_model, "the dog")
    before = language_model.cache.tokens_evaluated
    after(language_model, "the dog and")
    assert language_model.cache.tokens_evaluated - before == 2  # one token, by each primer
    after(language_model, "the dog and")
    assert language_model.cache.tokens_evaluated - before == 2


def test_a_longer_text_speaks_for_itself(language_model):
    text = " word" * (LONGEST_START + 1)
    first, _ = after(language_model, text)
    before = language_model.cache.tokens_evaluated
    assert language_model.mixed_with_second_primer(first, never) is None
    assert language_model.cache.tokens_evaluated == before


def test_an_abort_loses_nothing(language_model):
    first, _ = after(language_model, "It was a fine day and")
    language_model.read("It was a fine day and we")
    with pytest.raises(EvaluationAbortedError):
        language_model.mixed_with_second_primer(first, lambda: True)
    first, mixed = after(language_model, "It was a fine day and we")
    assert mixed is not None
    assert np.exp(mixed).sum() == pytest.approx(1, abs=1e-3)


GERMAN_PLAIN = "der Hund schläft\ndie Katze frisst Fisch\nder Vogel singt\n"
GERMAN_MAIL = "Liebe Anna, vielen Dank für deinen Brief.\nLieber Tom, danke für den Anruf.\n"


def test_a_text_is_read_after_other_primers_as_if_it_had_always_been(language_model, installed_model, home):
    text = "Lieber Tom,"
    _, before = after(language_model, text)
    reading = language_model.use_primers((GERMAN_PLAIN, GERMAN_MAIL), never)
    fresh = LanguageModel(installed_model, backend_named("cpu"), home / "cache", primers=(GERMAN_PLAIN, GERMAN_MAIL))
    first, mixed = after(fresh, text)
    fresh.close()
    np.testing.assert_allclose(log_softmax(reading.logits), first, atol=0.05)
    again, mixed_again = after(language_model, text)
    np.testing.assert_allclose(again, first, atol=0.05)
    np.testing.assert_allclose(mixed_again, mixed, atol=0.05)
    danke = token_of(language_model, " vielen")
    assert mixed_again[danke] > before[danke]
    language_model.use_primers((PLAIN, MAIL), never)


def test_what_was_read_of_the_first_primer_before_is_not_read_again(language_model):
    after(language_model, "Dear Tom,")
    language_model.use_primers((GERMAN_PLAIN, GERMAN_MAIL), never)
    before = language_model.cache.tokens_evaluated
    language_model.use_primers((PLAIN, MAIL), never)
    assert language_model.cache.tokens_evaluated - before == len(language_model.tokenizer.encode("Dear Tom,"))


def test_primers_stay_where_nothing_would_change(language_model):
    after(language_model, "Dear Tom,")
    assert language_model.use_primers((PLAIN, MAIL), never) is None
    after(language_model, " word" * (LONGEST_START + 1))
    assert language_model.use_primers((GERMAN_PLAIN, GERMAN_MAIL), never) is None
    first, _ = after(language_model, "Dear Tom,")
    assert np.exp(first).sum() == pytest.approx(1, abs=1e-3)


def test_a_key_aborts_the_reading_of_other_primers_and_loses_nothing(language_model):
    first, _ = after(language_model, "Dear Tom,")
    with pytest.raises(EvaluationAbortedError):
        language_model.use_primers((GERMAN_PLAIN, GERMAN_MAIL), lambda: True)
    again, _ = after(language_model, "Dear Tom,")
    np.testing.assert_allclose(again, first, atol=0.05)

"""Following a word through the model: what it costs, and that a key ends it."""

import pytest

from keyboard.language_model import look_ahead
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import never
from keyboard.language_model.probabilities import log_softmax
from keyboard.storage.languages import load_language
from keyboard.suggestion.open_vocabulary import OpenVocabulary, log_probabilities_of
from keyboard.suggestion.sensitive import is_sensitive


@pytest.fixture
def follow(language_model):
    """Follows "Zelensk" to its end after a text."""
    text = "Yesterday President"
    reading = language_model.read(text, has_space=True)
    logits = reading.logits if reading.complete else language_model.reader.catch_up(never).logits
    words = OpenVocabulary(language_model)
    return lambda abort_when=never: words.complete(" Zelensk", log_softmax(logits), load_language("en"), abort_when)


@pytest.fixture
def softmaxes(monkeypatch):
    """The distributions that are made of logits."""
    made = []
    monkeypatch.setattr(look_ahead, "log_softmax", lambda logits: (made.append(logits), log_softmax(logits))[1])
    return made


def test_the_distribution_after_a_branch_is_computed_once(follow, language_model, softmaxes):
    for _ in range(2):
        softmaxes.clear()
        before = language_model.cache.tokens_evaluated
        assert "Zelensky" in follow()
        assert len(softmaxes) <= language_model.cache.tokens_evaluated - before


def test_a_key_ends_it_between_two_tokens_even_where_nothing_is_left_to_evaluate(follow):
    follow()
    asked = iter([False, True])
    with pytest.raises(EvaluationAbortedError):
        follow(lambda: next(asked))


def test_ranking_ends_between_two_batches_too(language_model):
    words = [f"word{number}" for number in range(16)]
    log_probabilities_of(language_model, "We saw the ", 0, words, never)
    asked = []

    def abort():
        asked.append(None)
        return True

    with pytest.raises(EvaluationAbortedError):
        log_probabilities_of(language_model, "We saw the ", 0, words[8:], abort)
    assert len(asked) == 1


@pytest.mark.parametrize(("text", "typed"), [("What the", " fuck"), ("This is bull", "shi"), ("He is a mother", "fuc")])
def test_it_finds_no_word_that_is_never_offered(language_model, text, typed):
    reading = language_model.read(text, has_space=typed.startswith(" "))
    logits = reading.logits if reading.complete else language_model.catch_up(never).logits
    words = OpenVocabulary(language_model).complete(typed, log_softmax(logits), load_language("en"), never)
    assert not [word for word in words if is_sensitive(word, load_language("en"))]

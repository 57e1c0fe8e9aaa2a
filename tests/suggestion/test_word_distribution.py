"""Which words fit, and which of two cases of a word is shown."""

import numpy as np
import pytest

from keyboard.suggestion.lexicon import Lexicon, forms_of
from keyboard.suggestion.word_distribution import WordDistribution


@pytest.fixture
def distribution_of():
    """Makes the distribution that gives words of a small lexicon these probabilities."""

    def make(probabilities):
        words = ("always", "cat", "iPhone", "may", "May", "never")
        forms = forms_of(Lexicon(words, np.full(len(words), 1 / len(words), dtype=np.float32)))
        values = np.zeros(len(forms.texts), dtype=np.float32)
        for word, probability in probabilities.items():
            values[forms.texts.index(word)] = probability
        return WordDistribution(forms, values, {})

    return make


def test_of_two_cases_of_a_word_the_likelier_takes_the_one_button(distribution_of):
    distribution = distribution_of({"always": 0.4, "Always": 0.3, "never": 0.2, "cat": 0.1})
    assert [item.word for item in distribution.most_probable("", 3)] == ["always", "never", "cat"]
    distribution = distribution_of({"always": 0.2, "Always": 0.3, "never": 0.4, "cat": 0.1})
    assert [item.word for item in distribution.most_probable("", 3)] == ["never", "Always", "cat"]


def test_where_a_capital_is_due_words_in_lower_case_get_one(distribution_of):
    distribution = distribution_of({"always": 0.4, "Always": 0.2, "never": 0.3, "iPhone": 0.1, "cat": 0.02})
    assert [item.word for item in distribution.most_probable("", 4, capital=True)] == ["Always", "Never", "iPhone", "Cat"]


def test_a_word_that_was_rejected_with_its_capital_does_not_get_one_again(distribution_of):
    distribution = distribution_of({"always": 0.4, "never": 0.3, "cat": 0.1}).without(frozenset({"Always"}))
    assert [item.word for item in distribution.most_probable("", 2, capital=True)] == ["Never", "Cat"]


def test_iphone_has_no_form_with_another_capital(distribution_of):
    assert distribution_of({"iPhone": 1}).most_probable("IP", 3) == ()


def test_a_typed_capital_finds_the_word_with_one(distribution_of):
    distribution = distribution_of({"may": 0.7, "May": 0.3})
    assert [item.word for item in distribution.most_probable("M", 3)][:1] == ["May"]
    assert [item.word for item in distribution.most_probable("m", 3)][:1] == ["may"]


def test_a_word_that_stands_there_is_offered_in_another_case_only_where_that_is_likelier(distribution_of):
    shown = [item.word for item in distribution_of({"may": 0.7, "May": 0.3}).most_probable("may", 3)]
    assert "May" not in shown
    assert distribution_of({"may": 0.3, "May": 0.7}).most_probable("may", 3)[0].word == "May"


@pytest.mark.parametrize(("word", "shown"), [("ის", "ის"), ("мы", "Мы"), ("ǆep", "ǅep"), ("𐐨𐐩", "𐐀𐐩"), ("हम", "हम")])
def test_a_word_at_a_sentences_start_has_the_capital_of_its_script(word, shown):
    forms = forms_of(Lexicon((word,), np.array([1.0], dtype=np.float32)))
    distribution = WordDistribution(forms, np.ones(len(forms.texts), dtype=np.float32), {})
    assert [item.word for item in distribution.most_probable("", 3, capital=True)] == [shown]


@pytest.mark.parametrize("prefix", ["caf\u00e9", "cafe\u0301"])
@pytest.mark.parametrize("other", ["caf\u00e9teria", "cafe\u0301teria"])
def test_letters_with_marks_match_composed_and_decomposed(prefix, other):
    forms = forms_of(Lexicon(("caf\u00e9", "caf\u00e9s"), np.array([1.0, 1.0], dtype=np.float32)))
    distribution = WordDistribution(forms, np.ones(len(forms.texts), dtype=np.float32), {other: 0.5})
    assert {item.word for item in distribution.most_probable(prefix, 3)} == {"caf\u00e9s", other}

"""Masked tokens: what follows sees nothing of them, against a NumPy GPT-2 with the same mask."""

import numpy as np
import pytest

from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.inspection.inspected_sequence import KnockoutSequence
from tests.gpt2_checkpoints import TINY
from tests.language_model.numpy_gpt2 import NumpyGPT2, softmax

TOKENS = np.random.default_rng(5).integers(0, TINY.vocabulary, 80).tolist()
TOLERANCE = 0.01


class MaskedGPT2(NumpyGPT2):
    """Hides the tokens at some positions from those after them."""

    def __init__(self, weights, masked):
        super().__init__(weights, TINY.layers, TINY.heads)
        self.masked = masked

    def attend(self, x, name):
        t, c = x.shape
        query, key, value = (self.heads(part) for part in np.split(self.linear(x, f"{name}.c_attn"), 3, axis=-1))
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(c / self.n_heads)
        scores[:, np.triu(np.ones((t, t), dtype=bool), 1)] = -np.inf
        for position in self.masked:
            scores[:, position + 1 :, position] = -np.inf
        probabilities = softmax(scores)
        mixed = (probabilities @ value).transpose(1, 0, 2).reshape(t, c)
        return self.linear(mixed, f"{name}.c_proj"), probabilities


@pytest.fixture
def knockout(sequence):
    return KnockoutSequence(sequence.cache, sequence=2, scratch=1, layers=TINY.layers)


@pytest.mark.parametrize("masked", [(0,), (3,), (0, 1, 2), (15, 16), (40, 70, 78), tuple(range(79))])
def test_the_logits_are_those_of_a_model_with_that_mask(sequence, knockout, weights, masked):
    found = knockout.read_without(masked, TOKENS, sequence)
    assert np.abs(found - MaskedGPT2(weights, masked)(TOKENS).logits[-1]).max() < TOLERANCE
    unmasked = sequence.read(TOKENS)
    assert np.abs(found - unmasked).max() > 10 * TOLERANCE


def test_the_whole_text_is_read_as_ever_before_and_after(sequence, knockout, numpy_gpt2):
    for _ in range(2):
        knockout.read_without([7], TOKENS, sequence)
        assert np.abs(sequence.read(TOKENS) - numpy_gpt2(TOKENS).logits[-1]).max() < TOLERANCE


def test_hiding_the_last_token_from_nobody_changes_nothing(sequence, knockout):
    assert np.abs(knockout.read_without([79], TOKENS, sequence) - sequence.read(TOKENS)).max() < TOLERANCE


def test_another_mask_costs_what_stands_after_the_first_difference(sequence, knockout, weights):
    sequence.read(TOKENS)
    for masked, cost in (((20, 50), 59), ((20, 60), 29), ((20, 60), 0), ((20,), 19), ((70,), 9)):
        before = sequence.cache.tokens_evaluated
        found = knockout.read_without(masked, TOKENS, sequence)
        assert sequence.cache.tokens_evaluated - before == cost
        assert np.abs(found - MaskedGPT2(weights, masked)(TOKENS).logits[-1]).max() < TOLERANCE


def test_a_text_that_goes_on_costs_its_new_tokens(sequence, knockout, weights):
    knockout.read_without([5], TOKENS[:60], sequence)
    before = sequence.cache.tokens_evaluated
    found = knockout.read_without([5], TOKENS[:70], sequence)
    assert sequence.cache.tokens_evaluated == before + 10
    assert np.abs(found - MaskedGPT2(weights, [5])(TOKENS[:70]).logits[-1]).max() < TOLERANCE


def test_a_key_aborts_it_and_it_goes_on_from_there(sequence, knockout, weights):
    asked = 0

    def after_some_time():
        nonlocal asked
        asked += 1
        return asked > 250

    with pytest.raises(EvaluationAbortedError):
        knockout.read_without([2], TOKENS, sequence, after_some_time)
    assert 3 < len(knockout.tokens) < 80
    kept, before = len(knockout.tokens), sequence.cache.tokens_evaluated
    found = knockout.read_without([2], TOKENS, sequence)
    assert sequence.cache.tokens_evaluated == before + 80 - kept
    assert np.abs(found - MaskedGPT2(weights, [2])(TOKENS).logits[-1]).max() < TOLERANCE


def test_in_the_real_small_model_too_it_makes_no_difference_what_a_masked_token_was(real_sequence):
    knockout = KnockoutSequence(real_sequence.cache, sequence=2, scratch=1, layers=30)
    masked, unmasked = [], []
    for token in (500, 900):
        tokens = [0, token, *range(1000, 1020)]
        for each in (knockout, real_sequence):
            each.truncate(0)  # in the same cells sums are the same to the last bit
        masked.append(knockout.read_without([1], tokens, real_sequence))
        unmasked.append(real_sequence.read(tokens))
    assert (masked[0] == masked[1]).all()
    assert np.abs(unmasked[0] - unmasked[1]).max() > 0.5


def test_another_text_is_read_beside_the_whole_one(sequence, knockout, numpy_gpt2):
    sequence.read(TOKENS)
    other = [*TOKENS[:50], *TOKENS[60:80]]
    before = sequence.cache.tokens_evaluated
    found = knockout.read_without((), other, sequence)
    assert sequence.cache.tokens_evaluated == before + 20
    assert np.abs(found - numpy_gpt2(other).logits[-1]).max() < TOLERANCE
    assert sequence.tokens == TOKENS


def test_a_mask_that_is_taken_off_is_off(sequence, knockout, numpy_gpt2):
    knockout.read_without([3], TOKENS, sequence)
    assert np.abs(knockout.read_without((), TOKENS, sequence) - numpy_gpt2(TOKENS).logits[-1]).max() < TOLERANCE

"""The logit lens: each block's output through the last norm and the output matrix, against plain NumPy."""

from itertools import pairwise

import numpy as np
import pytest

from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.inspection.inspector import LogitLens
from keyboard.language_model.kv_cache import never
from tests.gpt2_checkpoints import TINY

TOKENS = np.random.default_rng(4).integers(0, TINY.vocabulary, 40).tolist()


@pytest.mark.parametrize("position", [0, 1, 2, 39])
def test_each_block_predicts_what_numpy_says(sequence, numpy_gpt2, weights, position):
    found = LogitLens(sequence, TINY.layers).read(TOKENS[: position + 1])
    forward = numpy_gpt2(TOKENS)
    for layer, logits in zip(forward.layers, found, strict=True):
        expected = numpy_gpt2.norm(layer, "ln_f") @ weights["wte.weight"].T
        assert np.abs(logits - expected[position]).max() < 0.01
        assert logits.std() > 0.5
    assert np.abs(found[-1] - forward.logits[position]).max() < 0.01


def test_the_last_block_is_the_real_small_models_own_prediction_and_the_first_is_not(real_sequence):
    tokens = [0, *range(1000, 1040)]
    found = LogitLens(real_sequence, 30).read(tokens)
    expected = real_sequence.read(tokens, never)
    assert len(found) == 30
    assert np.abs(found[-1] - expected).max() < 0.05
    assert np.abs(found[0] - expected).max() > 1
    # Each block but the last is seen as itself: neighbours differ.
    assert all(np.abs(one - other).max() > 0.05 for one, other in pairwise(found))


def test_asked_again_it_goes_on_where_it_was_aborted_and_then_costs_nothing(sequence):
    """At the second token two blocks are seen at once, so the third is another evaluation."""
    lens, evaluated = LogitLens(sequence, TINY.layers), []

    def at_the_second_evaluation():
        evaluated.append(sequence.cache.tokens_evaluated)
        return evaluated[-1] > evaluated[0]

    with pytest.raises(EvaluationAbortedError):
        lens.read(TOKENS[:2], at_the_second_evaluation)
    before = sequence.cache.tokens_evaluated
    rows = lens.read(TOKENS[:2])
    assert sequence.cache.tokens_evaluated - before == 2  # a token that is held, and the one that is looked at
    assert [row.tolist() for row in lens.read(TOKENS[:2])] == [row.tolist() for row in rows]
    assert sequence.cache.tokens_evaluated - before == 2
    lens.read(TOKENS[:3])
    assert sequence.cache.tokens_evaluated - before == 5

"""The logit lens: each block's output through the last norm and the output matrix, against plain NumPy."""

from itertools import pairwise

import numpy as np
import pytest

from keyboard.language_model.inspection.logit_lens import logit_lens
from keyboard.language_model.kv_cache import never
from tests.gpt2_checkpoints import TINY

TOKENS = np.random.default_rng(4).integers(0, TINY.vocabulary, 40).tolist()


@pytest.mark.parametrize("position", [0, 1, 2, 39])
def test_each_block_predicts_what_numpy_says(sequence, numpy_gpt2, weights, position):
    found = logit_lens(sequence, TOKENS, position, TINY.layers)
    forward = numpy_gpt2(TOKENS)
    for layer, logits in zip(forward.layers, found, strict=True):
        expected = numpy_gpt2.norm(layer, "ln_f") @ weights["wte.weight"].T
        assert np.abs(logits - expected[position]).max() < 0.01
        assert logits.std() > 0.5
    assert np.abs(found[-1] - forward.logits[position]).max() < 0.01


def test_the_last_block_is_the_real_small_models_own_prediction_and_the_first_is_not(real_sequence):
    tokens = [0, *range(1000, 1040)]
    found = logit_lens(real_sequence, tokens, 40, 30)
    expected = real_sequence.read(tokens, never)
    assert len(found) == 30
    assert np.abs(found[-1] - expected).max() < 0.05
    assert np.abs(found[0] - expected).max() > 1
    # Each block but the last is seen as itself: neighbours differ.
    assert all(np.abs(one - other).max() > 0.05 for one, other in pairwise(found))

"""The real small model, a Llama in four bits, against plain NumPy with the same weights.

llama.cpp rounds activations to eight bits before it multiplies them with such weights, which NumPy does not: the largest of some
hundred weights of attention differs by some hundredths, the mean by a thousandth.
"""

import numpy as np
import pytest

from keyboard.language_model.inspection.inspector import LogitLens, attention_of
from tests.language_model.numpy_llama import NumpyLlama

TOKENS = [0, 504, 4101, 1250, 441, 3893, 260, 3655, 975, 357, 282, 260]
BLOCKS = 4


@pytest.fixture(scope="module")
def forward(installed_model):
    """What NumPy makes of the first blocks."""
    return NumpyLlama(installed_model)(TOKENS, BLOCKS)


def test_the_attention_of_its_first_blocks_is_numpys_head_by_head(real_sequence, forward):
    for position in (1, 5, 11):
        found = attention_of(real_sequence, TOKENS, position, 30)[:BLOCKS]
        expected = np.stack([layer[:, position, : position + 1] for layer in forward.attention])
        difference = np.abs(found - expected)
        assert difference.max() < 0.05
        assert difference.mean() < 0.005
        # Another head, or another order of the tokens, would be noticed.
        assert np.abs(found - np.roll(expected, 1, axis=1)).mean() > 0.02
        assert np.abs(found - np.roll(expected, 1, axis=2)).mean() > 0.02


def test_its_lens_applies_the_last_norm_and_the_output_matrix(real_sequence, forward):
    """Of the logits of all blocks, those of the last one that NumPy has gone through are the nearest to its own."""
    found = LogitLens(real_sequence, 30).read(TOKENS)
    differences = np.array([np.abs(logits - forward.logits[-1]).mean() for logits in found])
    assert differences.argmin() == BLOCKS - 1
    assert differences.min() < 0.15 < 3 < differences.max()

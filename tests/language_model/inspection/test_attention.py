"""The attention weights are those of the model: checked against plain NumPy, and in the real small model's sums."""

import numpy as np
import pytest

from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.inspection.inspector import attention_of
from keyboard.language_model.kv_cache import Row, never
from tests.gpt2_checkpoints import TINY

TOKENS = np.random.default_rng(3).integers(0, TINY.vocabulary, 90).tolist()
# The keys in the cache are F16.
TOLERANCE = 1e-3


def expected(numpy_gpt2, tokens, position):
    """NumPy's weights of one token, (layers, heads, position + 1)."""
    return np.stack([layer[:, position, : position + 1] for layer in numpy_gpt2(tokens).attention])


@pytest.mark.parametrize("position", [0, 1, 15, 16, 63, 89])
def test_the_weights_of_each_token_equal_numpys_in_every_layer_and_head(sequence, numpy_gpt2, position):
    found = attention_of(sequence, TOKENS, position, TINY.layers)
    assert found.shape == (TINY.layers, TINY.heads, position + 1)
    assert found.dtype == np.float32
    assert np.abs(found - expected(numpy_gpt2, TOKENS, position)).max() < TOLERANCE
    assert np.abs(found.sum(-1) - 1).max() < 1e-5


def test_a_second_token_costs_one_evaluation_and_what_is_cached_stays(sequence, numpy_gpt2):
    attention_of(sequence, TOKENS, 80, TINY.layers)
    before = sequence.cache.tokens_evaluated
    for position in (40, 7, 80):
        found = attention_of(sequence, TOKENS, position, TINY.layers)
        assert np.abs(found - expected(numpy_gpt2, TOKENS, position)).max() < TOLERANCE
    assert sequence.cache.tokens_evaluated == before + 3
    assert sequence.tokens == TOKENS[:80]


def test_the_weights_are_right_where_the_tokens_lie_in_any_cells(sequence, numpy_gpt2):
    """Another sequence has the first cells; when they are free again, the text's next tokens take them."""
    cache = sequence.cache
    cache.evaluate([Row(token, position, (2,), wants_logits=False) for position, token in enumerate(TOKENS[:5])])
    sequence.hold(TOKENS[:20], never)
    cache.truncate(2, 0)
    sequence.hold(TOKENS[:60], never)
    positions = cache.positions(0, 60).tolist()
    assert positions != sorted(positions)
    found = attention_of(sequence, TOKENS, 60, TINY.layers)
    assert np.abs(found - expected(numpy_gpt2, TOKENS, 60)).max() < TOLERANCE


def test_a_key_aborts_it_and_it_goes_on_from_there(sequence, numpy_gpt2):
    asked = 0

    def after_some_time():
        nonlocal asked
        asked += 1
        return asked > 200

    with pytest.raises(EvaluationAbortedError):
        attention_of(sequence, TOKENS, 89, TINY.layers, after_some_time)
    assert 0 < len(sequence.tokens) < 89
    kept = len(sequence.tokens)
    before = sequence.cache.tokens_evaluated
    found = attention_of(sequence, TOKENS, 89, TINY.layers)
    assert sequence.cache.tokens_evaluated == before + 90 - kept
    assert np.abs(found - expected(numpy_gpt2, TOKENS, 89)).max() < TOLERANCE


def test_another_text_keeps_what_agrees(sequence, numpy_gpt2):
    attention_of(sequence, TOKENS, 50, TINY.layers)
    other = [*TOKENS[:30], *TOKENS[60:80]]
    before = sequence.cache.tokens_evaluated
    found = attention_of(sequence, other, 49, TINY.layers)
    assert sequence.cache.tokens_evaluated == before + 20
    assert np.abs(found - expected(numpy_gpt2, other, 49)).max() < TOLERANCE


def test_the_real_small_models_rows_add_up_to_1(real_sequence):
    tokens = [0, *range(1000, 1040)]
    found = attention_of(real_sequence, tokens, 40, 30)
    assert found.shape == (30, 9, 41)
    assert np.abs(found.sum(-1) - 1).max() < 1e-5
    assert (found >= 0).all()
    assert found.std() > 0

"""Each step of a block is the model's own: checked against plain NumPy, head by head."""

from dataclasses import fields

import numpy as np
import pytest

from keyboard.language_model.backends import backend_named
from keyboard.language_model.errors import EvaluationAbortedError, LanguageModelError
from keyboard.language_model.inspection.block_steps import ScoreReader, block_norms, block_steps
from keyboard.language_model.inspection.inspected_sequence import InspectedCache, InspectedSequence
from keyboard.language_model.model import Model
from tests.gpt2_checkpoints import TINY
from tests.language_model.numpy_llama import NumpyLlama
from tests.language_model.numpy_steps import differences, gpt2_steps, llama_steps
from tests.tiny_models import SLIDING_WINDOW, write_gemma3

pytestmark = pytest.mark.long

TOKENS = np.random.default_rng(3).integers(0, TINY.vocabulary, 90).tolist()
POSITIONS = (0, 44, 89)
# Relative errors. Keys and values in the program's own cache are F16, and so are the queries and weights that they meet.
TOLERANCE = 1e-3
CACHE_TOLERANCE = 4e-3

# "The animal did not cross the street because it was a": SmolLM2's tokens, the begin token first.
REAL_TOKENS = [0, 504, 4101, 1250, 441, 3893, 260, 3655, 975, 357, 282, 260]
# llama.cpp rounds activations to eight bits before it multiplies them with weights of four, which NumPy does not.
REAL_TOLERANCE = {0: 0.05, 1: 0.1, 2: 0.2}


@pytest.mark.parametrize("layer", range(TINY.layers))
@pytest.mark.parametrize("position", POSITIONS)
def test_every_step_of_a_gpt2_equals_numpys_in_every_head(exact_sequence, numpy_gpt2, layer, position):
    steps = block_steps(exact_sequence, TOKENS, position, layer)
    off = differences(steps, gpt2_steps(numpy_gpt2, TOKENS, layer), position)
    assert max(off.values()) <= TOLERANCE, off
    compared = {*off, "keys", "values", "scale", "first"}
    assert {field.name for field in fields(steps)} - compared == {"query_unturned", "key_unturned", "gate"}
    assert steps.gate is steps.query_unturned is steps.key_unturned is None  # a GPT-2 has neither gate nor rotary positions


@pytest.mark.parametrize("layer", range(TINY.layers))
@pytest.mark.parametrize("position", POSITIONS)
def test_with_the_programs_own_cache_every_step_is_as_near_as_that_rounds(sequence, numpy_gpt2, layer, position):
    off = differences(block_steps(sequence, TOKENS, position, layer), gpt2_steps(numpy_gpt2, TOKENS, layer), position)
    assert max(off.values()) <= CACHE_TOLERANCE, off


@pytest.mark.parametrize("position", POSITIONS)
def test_the_keys_and_values_of_all_earlier_tokens_are_those_in_the_cache(sequence, numpy_gpt2, position):
    steps = block_steps(sequence, TOKENS, position, 1)
    expected = gpt2_steps(numpy_gpt2, TOKENS, 1)
    for found, right in ((steps.keys, expected["key"]), (steps.values, expected["value"])):
        right = right[: position + 1].transpose(1, 0, 2)
        assert np.abs(found - right).max() <= TOLERANCE * np.abs(right).max()


@pytest.mark.parametrize("layer", range(TINY.layers))
@pytest.mark.parametrize("position", POSITIONS)
def test_the_sum_of_values_follows_from_the_scores(sequence, layer, position):
    steps = block_steps(sequence, TOKENS, position, layer)
    assert_sum_follows(steps, TOLERANCE)
    assert steps.scale == pytest.approx(1 / np.sqrt(TINY.width / TINY.heads))


def assert_sum_follows(steps, tolerance):
    """Step 5 from steps 3 and 4: the scores from query and keys, the weights from the scores, the sum from weights and values."""
    shared = len(steps.query) // len(steps.keys)
    keys, values = (np.repeat(cached, shared, axis=0) for cached in (steps.keys, steps.values))
    scores = np.einsum("hd,htd->ht", steps.query, keys) * steps.scale
    assert np.abs(scores - steps.scores).max() <= tolerance * np.abs(steps.scores).max()
    exponentials = np.exp(steps.scores - steps.scores.max(-1, keepdims=True))
    weights = exponentials / exponentials.sum(-1, keepdims=True)
    assert np.abs(weights - steps.weights).max() <= tolerance
    mixed = np.einsum("ht,htd->hd", weights, values)
    assert np.abs(mixed - steps.mixed).max() <= tolerance * np.abs(steps.mixed).max()


@pytest.mark.parametrize("position", POSITIONS)
def test_what_comes_in_and_what_is_added_is_the_next_blocks_input(sequence, position):
    blocks = [block_steps(sequence, TOKENS, position, layer) for layer in range(TINY.layers)]
    stream = blocks[0].embedding + blocks[0].position_embedding
    for steps in blocks:
        assert np.allclose(stream, steps.block_input, rtol=0, atol=1e-5)
        stream = stream + steps.attention_output + steps.feed_forward_output
    assert np.allclose(stream, blocks[-1].block_output, rtol=0, atol=1e-5)
    norms = block_norms(sequence, TOKENS, position, TINY.layers)
    for row, steps in zip(norms, blocks, strict=True):
        added = steps.attention_output, steps.feed_forward_output, steps.block_output
        assert row == pytest.approx([np.linalg.norm(vector) for vector in added], rel=1e-4)


@pytest.mark.parametrize("layer", range(TINY.layers))
@pytest.mark.parametrize("rows", [range(90), range(10, 41), range(89, 90)])
def test_the_square_tables_are_numpys_in_every_head(exact_sequence, numpy_gpt2, layer, rows):
    found = ScoreReader(exact_sequence).read(TOKENS, layer, rows)
    expected = gpt2_steps(numpy_gpt2, TOKENS, layer)
    for table, name in ((found.scores, "scores"), (found.weights, "weights")):
        right = expected[name][rows.start : rows.stop].transpose(1, 0, 2)
        assert table.shape == right.shape == (TINY.heads, len(rows), len(TOKENS))
        assert np.linalg.norm(table - right) <= TOLERANCE * np.linalg.norm(right)
    assert np.abs(found.weights.sum(-1) - 1).max() < 1e-5
    assert not np.triu(found.weights[0], rows.start + 1).any()


def test_another_head_of_the_table_costs_nothing_and_the_text_stays_cached(sequence):
    reader = ScoreReader(sequence)
    reader.read(TOKENS, 1, range(90))
    before = sequence.cache.tokens_evaluated
    reader.read(TOKENS, 1, range(90))
    assert sequence.cache.tokens_evaluated == before
    reader.read(TOKENS, 2, range(20, 24))
    assert sequence.tokens == TOKENS


def test_the_table_of_a_text_is_right_where_a_longer_one_was_read_before(exact_sequence, numpy_gpt2):
    reader = ScoreReader(exact_sequence)
    reader.read(TOKENS, 1, range(3))
    found = reader.read(TOKENS[:40], 1, range(40))
    right = gpt2_steps(numpy_gpt2, TOKENS[:40], 1)["scores"].transpose(1, 0, 2)
    assert np.linalg.norm(found.scores - right) <= TOLERANCE * np.linalg.norm(right)


def test_of_two_tokens_in_a_row_nothing_is_evaluated_twice(sequence):
    block_steps(sequence, TOKENS[:30], 29, 0)
    before = sequence.cache.tokens_evaluated
    block_steps(sequence, TOKENS[:31], 30, 0)
    assert sequence.cache.tokens_evaluated == before + 1
    assert sequence.tokens == TOKENS[:31]


def test_a_key_aborts_the_table_and_the_next_one_is_right(sequence, numpy_gpt2):
    reader, asked = ScoreReader(sequence), 0

    def after_some_time():
        nonlocal asked
        asked += 1
        return asked > 300

    with pytest.raises(EvaluationAbortedError):
        reader.read(TOKENS, 2, range(90), after_some_time)
    found = reader.read(TOKENS, 2, range(90))
    right = gpt2_steps(numpy_gpt2, TOKENS, 2)["weights"].transpose(1, 0, 2)
    assert np.abs(found.weights - right).max() < CACHE_TOLERANCE


def test_a_block_that_the_model_lacks_is_refused_in_a_sentence(sequence):
    with pytest.raises(LanguageModelError, match="explore a GPT-2 or SmolLM2"):
        block_steps(sequence, TOKENS, 3, TINY.layers)


@pytest.fixture(scope="module")
def numpy_llama(installed_model):
    return NumpyLlama(installed_model)


@pytest.mark.parametrize("layer", REAL_TOLERANCE)
@pytest.mark.parametrize("position", [1, 6, 11])
def test_every_step_of_the_real_models_first_blocks_is_near_numpys(real_sequence, numpy_llama, layer, position):
    steps = block_steps(real_sequence, REAL_TOKENS, position, layer)
    off = differences(steps, llama_steps(numpy_llama, REAL_TOKENS, layer), position)
    assert max(off.values()) <= REAL_TOLERANCE[layer], off
    assert steps.position_embedding is None  # rotary positions turn queries and keys instead
    assert_sum_follows(steps, 2e-3)


def test_its_heads_share_keys_and_values_in_threes(real_sequence):
    steps = block_steps(real_sequence, REAL_TOKENS, 11, 4)
    assert steps.query.shape == (9, 64)
    assert steps.key.shape == steps.value.shape == (3, 64)
    assert steps.keys.shape == steps.values.shape == (3, 12, 64)
    # Turning changes no length.
    assert np.linalg.norm(steps.query, axis=-1) == pytest.approx(np.linalg.norm(steps.query_unturned, axis=-1), rel=1e-4)
    assert steps.query != pytest.approx(steps.query_unturned)


@pytest.fixture(scope="module")
def gemma3(tmp_path_factory):
    model = Model(write_gemma3(tmp_path_factory.mktemp("gemma3") / "gemma3.gguf"), backend_named("cpu"))
    yield model
    model.close()


@pytest.mark.parametrize(("layer", "first"), [(0, 61 - SLIDING_WINDOW), (4, 61 - SLIDING_WINDOW), (5, 0)])
def test_a_sliding_window_shows_the_tokens_in_sight_and_the_steps_follow_from_each_other(gemma3, layer, first):
    cache = InspectedCache(gemma3, n_cells=256, n_sequences=4, n_batch=16)
    sequence = InspectedSequence(cache, sequence=0, scratch=1)
    tokens = np.random.default_rng(5).integers(3, 100, 61).tolist()
    steps = block_steps(sequence, tokens, 60, layer)
    rows = ScoreReader(sequence).read(tokens, layer, range(50, 61))
    norms = block_norms(sequence, tokens, 60, gemma3.layers - 1)
    cache.close()
    assert steps.first == first
    assert steps.scores.shape == (2, 61 - first)
    assert_sum_follows(steps, 5e-3)
    # Queries and keys have a norm of their own, and the query is scaled too.
    assert np.linalg.norm(steps.key, axis=-1) == pytest.approx(np.linalg.norm(steps.key_unturned, axis=-1), rel=1e-3)
    assert steps.block_input + steps.attention_output + steps.feed_forward_output == pytest.approx(steps.block_output, abs=1e-4)
    assert norms[layer] == pytest.approx(
        [np.linalg.norm(vector) for vector in (steps.attention_output, steps.feed_forward_output, steps.block_output)], rel=1e-3
    )
    assert rows.weights[:, -1, first:] == pytest.approx(steps.weights, abs=2e-3)
    assert rows.scores[:, -1, first:] == pytest.approx(steps.scores, abs=2e-2)
    assert not rows.weights[:, -1, :first].any()
    assert np.isfinite(rows.scores[:, 0, 62 - SLIDING_WINDOW :]).all()  # of later tokens too

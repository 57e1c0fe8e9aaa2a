"""Decoders that are not of GPT-2's kind: what a sliding window, a state or an encoder means for the engine."""

import gguf
import numpy as np
import pytest

from keyboard.engine.installation import install_file
from keyboard.language_model.backends import backend_named
from keyboard.language_model.cached_sequence import CachedSequence
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.inspection.inspected_sequence import InspectedCache, InspectedSequence, KnockoutSequence
from keyboard.language_model.inspection.inspector import attention_of
from keyboard.language_model.kv_cache import KVCache, Row, never
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.model import Model
from keyboard.model_store.store import ModelStore
from tests.tiny_models import SLIDING_WINDOW, write_gemma3, write_llama, write_mamba

GEMMA = ModelStore().installed_whole(ModelStore().offer("gemma3-270m"))
TOKENS = [1, *np.random.default_rng(5).integers(3, 400, 200).tolist()]
TOLERANCE = 5e-3  # keys and values are float16, and a batch adds in another order than single tokens


@pytest.fixture(scope="module")
def gemma3_file(tmp_path_factory):
    return write_gemma3(tmp_path_factory.mktemp("gemma3") / "gemma3.gguf")


@pytest.fixture(scope="module")
def gemma3(gemma3_file):
    model = Model(gemma3_file, backend_named("cpu"))
    yield model
    model.close()


@pytest.fixture
def cache(gemma3):
    cache = KVCache(gemma3, n_cells=256, n_sequences=4, n_batch=16)
    yield cache
    cache.close()


def afresh(model, tokens):
    """Return the logits after tokens that a new cache evaluates one by one."""
    cache = KVCache(model, n_cells=256, n_sequences=1, n_batch=16)
    for position, token in enumerate(tokens):
        logits = cache.evaluate([Row(token, position, (0,), wants_logits=True)])
    cache.close()
    return logits[0]


@pytest.mark.long
def test_going_back_over_more_than_the_sliding_window_gives_the_logits_of_a_new_reading(gemma3, cache):
    """llama.cpp has reused the cells of tokens that the last one no longer saw, where other texts freed some before them."""
    sequence = CachedSequence(cache, 0, 1)
    cache.evaluate([Row(token, position, (2,), wants_logits=False) for position, token in enumerate(TOKENS[:4])])
    sequence.read(TOKENS[:60])
    cache.truncate(2, 0)
    sequence.read(TOKENS[:150])
    for length in (140, 100, 61, 3 * SLIDING_WINDOW, 2):
        back = [*TOKENS[:length], *TOKENS[160:163]]
        assert np.abs(sequence.read(back) - afresh(gemma3, back)).max() < TOLERANCE
        assert np.abs(sequence.read(TOKENS[:150]) - afresh(gemma3, TOKENS[:150])).max() < TOLERANCE


def test_cells_that_are_gone_count_as_missing(cache):
    sequence = CachedSequence(cache, 0, 1)
    cache.evaluate([Row(token, position, (2,), wants_logits=False) for position, token in enumerate(TOKENS[:4])])
    sequence.read(TOKENS[:60])
    cache.truncate(2, 0)
    for length in range(61, 150):
        sequence.read(TOKENS[:length])
    assert not cache.reaches_back(0, 20)
    assert sequence.missing(TOKENS[:20]) == 20
    assert sequence.missing(TOKENS[:149]) == 0


def attention_afresh(model, tokens):
    cache = InspectedCache(model, n_cells=256, n_sequences=4, n_batch=16)
    found = attention_of(InspectedSequence(cache, 0, 1), tokens, len(tokens) - 1, model.layers - 1)
    cache.close()
    return found


def test_attention_in_a_sliding_window_belongs_to_the_tokens_that_are_seen(gemma3):
    cache = InspectedCache(gemma3, n_cells=256, n_sequences=4, n_batch=16)
    sequence = InspectedSequence(cache, 0, 1)
    cache.evaluate([Row(token, position, (2,), wants_logits=False) for position, token in enumerate(TOKENS[:4])])
    sequence.hold(TOKENS[:40], never)
    cache.truncate(2, 0)
    found = attention_of(sequence, TOKENS, 80, gemma3.layers - 1)
    cache.close()
    assert np.abs(found.sum(axis=-1) - 1).max() < TOLERANCE
    assert not found[:5, :, : 81 - SLIDING_WINDOW].any()
    assert found[5, :, : 81 - SLIDING_WINDOW].any()
    assert np.abs(found - attention_afresh(gemma3, TOKENS[:81])).max() < TOLERANCE


def test_a_masked_token_carries_no_weight_in_any_kind_of_layer(gemma3):
    cache = InspectedCache(gemma3, n_cells=256, n_sequences=4, n_batch=16)
    whole, masked = InspectedSequence(cache, 0, 1), KnockoutSequence(cache, 2, 1, gemma3.layers - 1)
    seen = masked.read_without((30, 38), TOKENS[:40], whole)
    assert np.abs(seen - afresh(gemma3, TOKENS[:40])).max() > 20 * TOLERANCE
    seen_first = masked.read_without((30, 38), TOKENS[:40], whole)
    changed = [*TOKENS[:38], TOKENS[90], TOKENS[39]]  # what is hidden may be anything
    assert np.abs(masked.read_without((30, 38), changed, whole) - seen_first).max() < TOLERANCE
    cache.close()


@pytest.mark.parametrize("write", [write_gemma3, write_llama])
def test_a_text_is_read_as_it_is_typed(tmp_path, write):
    language_model = LanguageModel(write(tmp_path / "tiny.gguf"), backend_named("cpu"), tmp_path)
    text = "the meeting is on tuesday, and you have that. it was for the"
    for end in (10, 30, len(text), 25, len(text)):
        reading = language_model.read(text[:end], has_space=True)
        if not reading.complete:
            reading = language_model.reader.catch_up(never)
        window = language_model.reader.wanted
        assert window[0] == language_model.model.begin_token == 1
        assert language_model.tokenizer.decode(window[1:]) == text[:end].rstrip()
        assert np.abs(reading.logits - afresh(language_model.model, window)).max() < TOLERANCE
    path = language_model.path_of(" meeting")
    assert language_model.tokenizer.decode(path) == " meeting"
    language_model.look_ahead([path], never)
    assert np.abs(language_model.ahead.logits[path] - afresh(language_model.model, [*window, *path])).max() < TOLERANCE
    language_model.close()


@pytest.mark.long
def test_a_large_vocabulary_is_read_in_smaller_batches_and_with_fewer_rows_kept(tmp_path):
    file = write_llama(tmp_path / "large.gguf", n_more=150_000)
    language_model = LanguageModel(file, backend_named("cpu"), tmp_path)
    cache = language_model.cache
    assert cache.n_vocab > 150_000
    assert cache.n_batch * cache.n_vocab * 4 < 30_000_000
    assert cache.n_interruptible <= 2
    text = "the meeting is on tuesday and you have that it was for the"
    for end in range(1, len(text)):
        if text[end] == " ":
            language_model.read(text[:end], has_space=True)
            language_model.look_ahead([language_model.path_of(" meeting"), language_model.path_of(" that")], never)
    kept = language_model.reader._main._logits
    assert sum(row.nbytes for row in kept.values()) < 10_000_000
    assert language_model.reader.read(language_model.reader.wanted).complete
    language_model.close()


@pytest.mark.slow
@pytest.mark.skipif(GEMMA is None, reason="gemma3-270m is not installed")
@pytest.mark.parametrize("text", ["The capital of France is the city of", "Die Hauptstadt von Frankreich ist die Stadt"])
def test_gemma_knows_the_capital_of_france_in_two_languages(tmp_path, text):
    language_model = LanguageModel(GEMMA.path, backend_named("cpu"), tmp_path)
    reading = language_model.read(text, has_space=True)
    if not reading.complete:
        reading = language_model.reader.catch_up(never)
    assert language_model.path_of(" Paris")[0] in np.argsort(reading.logits)[-5:]
    language_model.close()


@pytest.mark.long
def test_a_recurrent_model_is_refused_in_one_sentence_before_it_is_installed(tmp_path, home):
    file = write_mamba(tmp_path / "mamba.gguf")
    with pytest.raises(LanguageModelError, match="cannot be used: it is a recurrent model"):
        Model(file, backend_named("cpu"))
    with pytest.raises(Exception, match=r"mamba\.gguf cannot be used: it is a recurrent model.*choose a transformer"):
        install_file(file, None, lambda _: None)


def test_a_model_that_sees_what_comes_after_is_refused(tmp_path):
    file = write_llama(tmp_path / "tiny.gguf")
    reader = gguf.GGUFReader(file)
    writer = gguf.GGUFWriter(tmp_path / "both-ways.gguf", "llama")
    for name, field in reader.fields.items():
        if not name.startswith(("GGUF.", "general.architecture")):
            kind = field.types[0]
            writer.add_key_value(name, field.contents(), kind, field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None)
    writer.add_causal_attention(False)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, tensor.data)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(LanguageModelError, match="does not write a text from its start to its end"):
        Model(tmp_path / "both-ways.gguf", backend_named("cpu"))

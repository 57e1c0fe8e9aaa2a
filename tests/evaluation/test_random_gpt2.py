"""The model that the benchmarks measure with: GPT-2's shape and vocabulary, weights that mean nothing."""

from pathlib import Path

import numpy as np
import pytest

from keyboard.evaluation.random_gpt2 import GPT2Shape, gpt2_vocabulary, random_gpt2
from keyboard.language_model.backends import backend_named
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.model import Model
from keyboard.language_model.vocabulary import read_vocabulary

LLAMA_CPP = Path(__file__).parents[1] / "data" / "llama_cpp" / "ggml-vocab-gpt-2.gguf"
TINY = GPT2Shape(n_layer=1, n_head=2, n_embd=64, n_ctx=32)


def test_the_vocabulary_is_the_one_that_llama_cpp_has_of_gpt2():
    tokens, merges = gpt2_vocabulary()
    with GGUFMetadata(LLAMA_CPP) as metadata:
        assert tokens == metadata.texts("tokenizer.ggml.tokens")
        assert merges == metadata.texts("tokenizer.ggml.merges")


@pytest.mark.long
def test_the_file_is_a_gpt2_that_llama_cpp_evaluates(tmp_path):
    file = random_gpt2(tmp_path, TINY)
    assert read_vocabulary(file) == read_vocabulary(LLAMA_CPP)
    model = Model(file, backend_named("cpu"))
    assert (model.n_vocab, model.n_ctx_train, model.begin_token) == (50_257, 32, 50_256)
    cache = KVCache(model, n_cells=32, n_sequences=1, n_batch=8)
    [logits] = cache.evaluate([Row(token, token, (0,), token == 7) for token in range(8)])
    assert np.isfinite(logits).all()
    assert logits.std() > 0
    cache.close()
    model.close()


@pytest.mark.long
def test_the_same_shape_has_the_same_weights_and_is_written_once(tmp_path):
    one, other = random_gpt2(tmp_path / "one", TINY), random_gpt2(tmp_path / "other", TINY)
    assert one.read_bytes() == other.read_bytes()
    written = one.stat().st_mtime_ns
    assert random_gpt2(tmp_path / "one", TINY) == one
    assert one.stat().st_mtime_ns == written


def test_a_file_that_was_not_finished_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setattr("gguf.GGUFWriter.write_tensors_to_file", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        random_gpt2(tmp_path, TINY)
    assert list(tmp_path.iterdir()) == []

"""The card of the real small model against what llama.cpp says of it."""

import llama_cpp
import pytest

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.looking import model_card
from keyboard.language_model.backends import backend_named
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.model import Model
from keyboard.model_store.store import InstalledModel, ModelStore


@pytest.fixture(scope="module")
def model(installed_model):
    model = Model(installed_model, backend_named("cpu"))
    yield model
    model.close()


def test_the_shape_is_llama_cpps(model):
    card = model_card(1, ModelStore().find("smollm2-135m"))
    assert (card.name, card.architecture) == ("smollm2-135m", "llama")
    assert card.layers == llama_cpp.llama_model_n_layer(model.pointer)
    assert card.heads == llama_cpp.llama_model_n_head(model.pointer)
    assert card.kv_heads == llama_cpp.llama_model_n_head_kv(model.pointer)
    assert card.width == llama_cpp.llama_model_n_embd(model.pointer)
    assert (card.vocabulary, card.positions) == (model.n_vocab, model.n_ctx_train)
    assert sum(part.parameters for part in card.parts) == llama_cpp.llama_model_n_params(model.pointer)


def test_a_token_takes_so_many_bytes_in_the_cache(model):
    cache = KVCache(model, n_cells=256, n_sequences=1, n_batch=64)
    cache.evaluate([Row(5, 0, (0,), wants_logits=False)])
    of_one = llama_cpp.llama_state_seq_get_size(cache._context, 0)
    cache.evaluate([Row(5, position, (0,), wants_logits=False) for position in range(1, 51)])
    of_more = llama_cpp.llama_state_seq_get_size(cache._context, 0)
    cache.close()
    # Beside the keys and values llama.cpp writes where each token stands.
    assert (of_more - of_one) / 50 == pytest.approx(model_card(1, ModelStore().find(None)).kv_bytes_per_token, rel=0.002)


def test_a_file_without_a_shape_is_refused_in_a_sentence(tmp_path):
    file = tmp_path / "odd.gguf"
    file.write_bytes(b"GGUF")
    with pytest.raises(EngineError, match="does not say how many blocks"):
        model_card(1, InstalledModel("odd", file))

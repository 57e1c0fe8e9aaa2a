"""A GPT-2 of random weights, as llama.cpp runs it and as NumPy does."""

import pytest
from llama_cpp import GGML_TYPE_F32

from keyboard.language_model import kv_cache
from keyboard.language_model.backends import backend_named
from keyboard.language_model.inspection.inspected_sequence import InspectedCache, InspectedSequence
from keyboard.language_model.model import Model
from keyboard.model_store.checkpoint import open_checkpoint
from keyboard.model_store.gguf_conversion import convert
from tests.gpt2_checkpoints import TINY, random_weights, write_checkpoint
from tests.language_model.numpy_gpt2 import NumpyGPT2


@pytest.fixture(scope="package")
def weights():
    return random_weights(TINY)


@pytest.fixture(scope="package")
def numpy_gpt2(weights):
    return NumpyGPT2(weights, TINY.layers, TINY.heads)


@pytest.fixture(scope="package")
def tiny_file(weights, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    file = folder / "f32.gguf"
    convert(open_checkpoint(write_checkpoint(folder / "checkpoint", TINY, weights)), file, "f32", lambda _: None)
    return file


@pytest.fixture(scope="package")
def tiny(tiny_file):
    model = Model(tiny_file, backend_named("cpu"))
    yield model
    model.close()


@pytest.fixture
def sequence(tiny, monkeypatch):
    """An empty sequence of the random GPT-2."""
    # Threads wait for each other longer than so small a model takes.
    monkeypatch.setattr(kv_cache, "evaluation_threads", lambda: 1)
    cache = InspectedCache(tiny, n_cells=512, n_sequences=4, n_batch=64)
    yield InspectedSequence(cache, sequence=0, scratch=1)
    cache.close()


class ExactCache(InspectedCache):
    """Keeps keys and values as F32, where the program's own rounds them to F16."""

    def _parameters(self, *shape):
        parameters = super()._parameters(*shape)
        parameters.type_k = parameters.type_v = GGML_TYPE_F32
        return parameters


@pytest.fixture
def exact_sequence(tiny, monkeypatch):
    """The same, whose keys and values are not rounded."""
    monkeypatch.setattr(kv_cache, "evaluation_threads", lambda: 1)
    cache = ExactCache(tiny, n_cells=512, n_sequences=4, n_batch=64)
    yield InspectedSequence(cache, sequence=0, scratch=1)
    cache.close()


@pytest.fixture
def real_sequence(model):
    """An empty sequence of the real small model."""
    cache = InspectedCache(model, n_cells=256, n_sequences=4, n_batch=64)
    yield InspectedSequence(cache, sequence=0, scratch=1)
    cache.close()

"""GPT-2 at its real dimensions: random weights are converted, quantized and run; of the larger ones the header is written."""

import math
import re
from dataclasses import replace

import llama_cpp
import numpy as np
import pytest
from gguf import GGUFWriter

from keyboard.language_model.backends import backend_named, collect_log
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.model import Model
from keyboard.language_model.quantization import quantize
from keyboard.model_store.catalogue import load_catalogue
from keyboard.model_store.checkpoint import GPT2Config, expected_tensors, open_checkpoint
from keyboard.model_store.gguf_conversion import convert
from keyboard.model_store.gguf_header import read_header
from keyboard.model_store.model_shape import QUANTIZATIONS
from tests.gpt2_checkpoints import Dimensions, write_checkpoint, write_safetensors_header

pytestmark = pytest.mark.model

CATALOGUE = load_catalogue()
GPT2 = ("distilgpt2", "gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl")
_FILE_TYPES = {
    "f16": llama_cpp.LLAMA_FTYPE_MOSTLY_F16,
    "q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "q6_k": llama_cpp.LLAMA_FTYPE_MOSTLY_Q6_K,
    "q4_k_m": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M,
    "q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0,
}


def dimensions_of(name):
    shape = CATALOGUE[name].shape
    return Dimensions(shape.layers, shape.heads, shape.width, shape.context, shape.vocabulary)


def stored_shapes(dimensions):
    mappings = expected_tensors(GPT2Config.from_values(dimensions.config()))
    return {f"transformer.{mapping.stored}": mapping.stored_shape for mapping in mappings}


@pytest.mark.parametrize("name", ["gpt2", pytest.param("gpt2-medium", marks=pytest.mark.slow)])
def test_random_weights_at_real_dimensions_are_converted_quantized_and_run(name, tmp_path):
    dimensions = dimensions_of(name)
    some = np.random.default_rng(1).standard_normal(1 << 20, dtype=np.float32) * np.float32(0.02)
    weights = {name: np.resize(some, shape) for name, shape in stored_shapes(dimensions).items()}
    folder = write_checkpoint(tmp_path / "checkpoint", dimensions, weights)
    del weights
    f16, quantized = tmp_path / "f16.gguf", tmp_path / "q8_0.gguf"
    convert(open_checkpoint(folder), f16, "f16", lambda _: None)
    (folder / "model.safetensors").unlink()
    fractions = []
    quantize(f16, quantized, "q8_0", fractions.append)
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    shape = CATALOGUE[name].shape
    assert f16.stat().st_size == pytest.approx(shape.f16_bytes, rel=0.001)
    assert quantized.stat().st_size == pytest.approx(shape.gguf_bytes("q8_0"), rel=0.001)
    model = Model(quantized, backend_named("cpu"))
    cache = KVCache(model, n_cells=64, n_sequences=1, n_batch=32)
    [logits] = cache.evaluate([Row(token, token, (0,), token == 31) for token in range(32)])
    assert (model.n_vocab, model.n_ctx_train, model.begin_token) == (50_257, 1024, 50_256)
    assert np.isfinite(logits).all()
    assert logits.std() > 0
    cache.close()
    model.close()


@pytest.fixture(scope="module", params=GPT2)
def empty(request, tmp_path_factory):
    """The name of a GPT-2, and its F16 file with a real header, but weights that are all 0 and take no room on the disk."""
    folder = tmp_path_factory.mktemp("empty")
    dimensions = dimensions_of(request.param)
    shapes = stored_shapes(dimensions)
    checkpoint = write_checkpoint(folder / "checkpoint", dimensions, {})
    write_safetensors_header(checkpoint / "model.safetensors", shapes)
    file = folder / "f16.gguf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GGUFWriter, "write_tensor_data", lambda _writer, _tensor: None)
        convert(open_checkpoint(checkpoint), file, "f16", lambda _: None)
    _lengthen(file, file.stat().st_size)
    with GGUFMetadata(file) as metadata:
        _lengthen(file, metadata.size_bytes())
    return request.param, file


def _lengthen(file, size_bytes):
    """Make a file so long, in steps of GGUF's alignment."""
    with file.open("r+b") as stream:
        stream.truncate(size_bytes + -size_bytes % 32)


def test_the_tensor_table_has_every_weight_and_the_header_the_shape(empty):
    name, file = empty
    shape = CATALOGUE[name].shape
    header = read_header(file)
    assert header.parameters == shape.parameters
    assert header.shape == replace(shape, stated_parameters=shape.parameters)
    assert file.stat().st_size == pytest.approx(shape.f16_bytes, rel=0.001)
    with GGUFMetadata(file) as metadata:
        assert metadata.text("general.architecture") == "gpt2"
        assert len(metadata.texts("tokenizer.ggml.tokens")) == 50_257


@pytest.mark.parametrize("quantization", QUANTIZATIONS)
def test_the_size_of_each_quantization_is_what_llama_cpp_would_make_of_it(empty, quantization):
    name, file = empty
    lines = []
    listen = llama_cpp.llama_log_callback(lambda _level, text, _data: lines.append(text.decode()))
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.dry_run = True
    parameters.ftype = _FILE_TYPES[quantization]
    llama_cpp.llama_log_set(listen, None)
    status = llama_cpp.llama_model_quantize(str(file).encode(), b"nothing.gguf", parameters)
    collect_log()
    assert status == 0
    mebibytes = float(re.search(r"quant size *= *([\d.]+) MiB", "".join(lines))[1])
    header_bytes = 1_770_000
    assert CATALOGUE[name].shape.gguf_bytes(quantization) - header_bytes == pytest.approx(mebibytes * 2**20, rel=0.002)


def test_the_memory_estimate_is_weights_cache_buffers_and_the_program():
    """The cache as llama.cpp lays it out: F16 keys and values of each layer for 2,048 cells."""
    for name in GPT2:
        shape = CATALOGUE[name].shape
        cache_bytes = 2048 * shape.layers * 2 * shape.width * 2
        estimate = shape.memory_bytes(shape.gguf_bytes("q8_0"))
        assert estimate - shape.gguf_bytes("q8_0") - cache_bytes == (500 + 2 * 64 * 4) * 50_257 + 105_000_000
    assert math.isclose(CATALOGUE["gpt2-xl"].shape.memory_bytes(0), 785e6, rel_tol=0.01)

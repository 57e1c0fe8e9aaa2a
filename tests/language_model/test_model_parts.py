"""Every weight of a file is in one part of the model, and the parts are what the architecture says."""

import pytest

from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.language_model.model import parts_of
from keyboard.language_model.quantization import quantize
from keyboard.model_store.checkpoint import open_checkpoint
from keyboard.model_store.gguf_conversion import convert
from keyboard.model_store.gguf_header import read_header
from tests.gpt2_checkpoints import TINY, random_weights, write_checkpoint


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A random GPT-2 in three ways to store it."""
    folder = tmp_path_factory.mktemp("parts")
    checkpoint = open_checkpoint(write_checkpoint(folder / "checkpoint", TINY, random_weights(TINY)))
    for name in ("f32", "f16"):
        convert(checkpoint, folder / name, name, lambda _: None)
    quantize(folder / "f16", folder / "q8_0", "q8_0", lambda _: None)
    return folder


def test_gpt2s_parts_have_the_parameters_of_its_formula(files):
    c, layers = TINY.width, TINY.layers
    assert {part.name: part.parameters for part in parts_of(files / "f32")} == {
        "token embeddings": TINY.vocabulary * c,
        "position embeddings": TINY.context * c,
        "attention": layers * (4 * c * c + 4 * c),
        "feed-forward": layers * (8 * c * c + 5 * c),
        "norms": layers * 4 * c + 2 * c,
    }


def test_the_sizes_are_those_of_the_numbers_format(files):
    sizes = {name: {part.name: part.size_bytes for part in parts_of(files / name)} for name in ("f32", "f16", "q8_0")}
    embeddings = TINY.vocabulary * TINY.width
    assert [sizes[name]["token embeddings"] for name in sizes] == [4 * embeddings, 2 * embeddings, embeddings // 32 * 34]
    assert sizes["f32"]["norms"] == sizes["q8_0"]["norms"]  # they are never quantized


@pytest.mark.parametrize("name", ["f32", "f16", "q8_0"])
def test_the_parts_add_up_to_the_file_of_a_gpt2(files, name):
    assert_adds_up(files / name)


def test_the_parts_add_up_to_the_file_of_the_real_small_model(installed_model):
    assert_adds_up(installed_model)
    names = [part.name for part in parts_of(installed_model)]
    assert names == ["token embeddings", "attention", "feed-forward", "norms"]


def assert_adds_up(file):
    parts = parts_of(file)
    assert sum(part.parameters for part in parts) == read_header(file).parameters
    with GGUFMetadata(file) as metadata:
        assert sum(part.size_bytes for part in parts) == sum(tensor.size_bytes for tensor in metadata.tensors())
        # Tensors begin at multiples of 32 bytes.
        padding = 32 * len(metadata.tensors())
    data_bytes = file.stat().st_size - header_bytes(file)
    assert data_bytes - padding <= sum(part.size_bytes for part in parts) <= data_bytes


def header_bytes(file):
    """Where the weights begin, by the gguf library."""
    from gguf import GGUFReader

    return GGUFReader(file).data_offset

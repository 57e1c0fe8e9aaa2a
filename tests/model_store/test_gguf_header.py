"""A GGUF file's header, whole and damaged: a list of models must not stop at a broken file."""

import struct

import pytest

from keyboard.model_store.gguf_header import GGUFHeader, read_header
from keyboard.model_store.store import ModelStore

NOTHING = GGUFHeader(0, "", None)
TEXT, UINT32, ARRAY = 8, 4, 9


def text(value):
    return struct.pack("<Q", len(value)) + value.encode()


def number(key, value):
    return text(key) + struct.pack("<II", UINT32, value)


def gguf(*entries, tensors=()):
    return b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(entries)) + b"".join((*entries, *tensors))


def a_gpt2(heads):
    return gguf(
        text("general.architecture") + struct.pack("<I", TEXT) + text("gpt2"),
        number("gpt2.block_count", 12),
        number("gpt2.attention.head_count", heads),
        number("gpt2.embedding_length", 768),
        number("gpt2.context_length", 1024),
        text("tokenizer.ggml.tokens") + struct.pack("<IIQ", ARRAY, TEXT, 2) + text("a") + text("b"),
        tensors=(text("wte") + struct.pack("<IQQIQ", 2, 768, 2, 0, 0),),
    )


@pytest.fixture
def header_of(tmp_path):
    def read(content):
        file = tmp_path / "model.gguf"
        file.write_bytes(content)
        return read_header(file)

    return read


def test_a_header_tells_the_shape_and_the_weights(header_of):
    header = header_of(a_gpt2(heads=12))
    assert header.parameters == 2 * 768
    assert header.shape is not None
    assert (header.shape.layers, header.shape.heads, header.shape.kv_heads, header.shape.vocabulary) == (12, 12, 12, 2)


def test_a_model_without_attention_heads_has_no_shape_of_a_transformer(header_of):
    assert header_of(a_gpt2(heads=0)) == GGUFHeader(2 * 768, "", None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no model",
        gguf(struct.pack("<Q", 1 << 63)),
        gguf(struct.pack("<Q", 1 << 40)),
        gguf(text("key") + struct.pack("<IIQ", ARRAY, UINT32, 1 << 62)),
        gguf(text("key") + struct.pack("<IIQ", ARRAY, TEXT, 1 << 62)),
        gguf(text("key") + struct.pack("<I", 99)),
        gguf(tensors=(text("wte") + struct.pack("<I", 0xFFFFFFFF),)),
        a_gpt2(heads=12)[:60],
    ],
)
def test_a_damaged_header_tells_nothing(header_of, content):
    assert header_of(content) == NOTHING


def test_models_are_listed_beside_a_damaged_file_a_folder_and_a_link_to_nothing(tmp_path):
    (tmp_path / "damaged.gguf").write_bytes(gguf(struct.pack("<Q", 1 << 63)))
    (tmp_path / "headless.gguf").write_bytes(a_gpt2(heads=0))
    (tmp_path / "folder.gguf").mkdir()
    (tmp_path / "link.gguf").symlink_to(tmp_path / "nothing")
    own = [model.name for model in ModelStore(tmp_path).listed() if not model.in_catalogue]
    assert own == ["damaged", "headless"]

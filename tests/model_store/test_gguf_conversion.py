"""Checkpoints become the GGUF files that llama.cpp's own conversion would make; what is no GPT-2 is refused in one sentence."""

import contextlib
import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import gguf
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyboard.model_store.checkpoint import open_checkpoint
from keyboard.model_store.errors import InstallCancelledError, ModelStoreError
from keyboard.model_store.gguf_conversion import convert
from tests.gpt2_checkpoints import (
    END_OF_TEXT,
    SMALL,
    TINY,
    VOCABULARY_FILE,
    as_bf16,
    random_weights,
    write_checkpoint,
    write_safetensors,
    write_tokenizer,
)

DIMENSIONS = replace(TINY, layers=2, context=16, vocabulary=300)


@pytest.fixture(scope="module")
def weights():
    return random_weights(DIMENSIONS)


@pytest.fixture
def folder(tmp_path, weights):
    return write_checkpoint(tmp_path / "checkpoint", DIMENSIONS, weights)


def converted(path, weights="f32"):
    """Convert a checkpoint and return a reader of the result."""
    target = path.with_name("converted.gguf")
    convert(open_checkpoint(path), target, weights, lambda _: None)
    return gguf.GGUFReader(target)


def tensors_of(reader):
    return {tensor.name: np.array(tensor.data) for tensor in reader.tensors}


def change_config(folder, **changes):
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def test_the_header_says_what_llama_cpps_conversion_would_say(folder):
    reader = converted(folder)
    values = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    assert {key: value for key, value in values.items() if key not in ("tokenizer.ggml.tokens", "tokenizer.ggml.merges")} == {
        "general.architecture": "gpt2",
        "general.name": "checkpoint",
        "general.file_type": gguf.LlamaFileType.ALL_F32,
        "gpt2.block_count": 2,
        "gpt2.context_length": 16,
        "gpt2.embedding_length": 64,
        "gpt2.feed_forward_length": 256,
        "gpt2.attention.head_count": 4,
        "gpt2.attention.layer_norm_epsilon": pytest.approx(1e-5),
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.token_type": [gguf.TokenType.NORMAL] * 299 + [gguf.TokenType.CONTROL],
        "tokenizer.ggml.bos_token_id": 299,
        "tokenizer.ggml.eos_token_id": 299,
    }
    assert values["tokenizer.ggml.tokens"][-1] == END_OF_TEXT
    assert len(values["tokenizer.ggml.merges"]) == 300 - 257


@pytest.mark.model
def test_the_vocabulary_is_gpt2s_own_to_the_byte_and_comes_out_as_llama_cpp_publishes_it(tmp_path):
    """The two files that the tests derive from llama.cpp's vocabulary have the hashes of OpenAI's."""
    whole = replace(DIMENSIONS, layers=1, width=32, heads=2, vocabulary=50_257)
    folder = write_checkpoint(tmp_path / "checkpoint", whole, random_weights(whole))
    hashes = {file: hashlib.sha256((folder / file).read_bytes()).hexdigest()[:16] for file in ("vocab.json", "merges.txt")}
    assert hashes == {"vocab.json": "196139668be63f3b", "merges.txt": "1ce1664773c50f3e"}
    ours, theirs = converted(folder).fields, gguf.GGUFReader(VOCABULARY_FILE).fields
    for key in ("tokenizer.ggml.tokens", "tokenizer.ggml.merges", "tokenizer.ggml.token_type", "tokenizer.ggml.bos_token_id"):
        assert ours[key].contents() == theirs[key].contents(), key


def test_matrices_are_turned_and_everything_else_is_as_it_was(folder, weights):
    tensors = tensors_of(converted(folder))
    assert set(tensors) == {name for name, _ in _names()}
    for name, stored in _names():
        is_conv1d = stored.endswith(("c_attn.weight", "c_proj.weight", "c_fc.weight"))
        np.testing.assert_array_equal(tensors[name], weights[stored].T if is_conv1d else weights[stored])


def _names():
    """Each tensor's name in the GGUF and in the checkpoint, by gguf's own table of names."""
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.GPT2, DIMENSIONS.layers)
    for stored in random_weights(DIMENSIONS):
        name = names.get_name(f"transformer.{stored}", (".weight", ".bias")) or names.get_name(stored, (".weight", ".bias"))
        yield name, stored


def test_matrices_are_f16_where_asked_and_positions_and_vectors_stay_f32(folder, weights):
    types = {tensor.name: tensor.tensor_type.name for tensor in converted(folder, "f16").tensors}
    assert {types[name] for name in ("token_embd.weight", "blk.1.ffn_down.weight")} == {"F16"}
    assert {types[name] for name in ("position_embd.weight", "blk.0.attn_qkv.bias", "output_norm.weight")} == {"F32"}


@pytest.mark.parametrize("change", ["prefix", "masks", "head", "f16", "bf16"])
def test_a_checkpoint_in_each_of_the_usual_forms_comes_out_the_same(tmp_path, weights, change):
    rounded = {name: tensor.astype(np.float16) for name, tensor in weights.items()}
    masks = {"h.0.attn.bias": np.ones((1, 1, 16, 16), np.float32), "h.1.attn.masked_bias": np.float32([-1e4])}
    tensors, expected = {
        "prefix": ({f"transformer.{name}": tensor for name, tensor in weights.items()}, weights),
        "masks": (weights | masks, weights),
        "head": (weights | {"lm_head.weight": weights["wte.weight"]}, weights),
        "f16": (rounded, rounded),
        "bf16": ({name: as_bf16(tensor) for name, tensor in weights.items()}, weights),
    }[change]
    found = tensors_of(converted(write_checkpoint(tmp_path / "checkpoint", DIMENSIONS, tensors)))
    plain = {name: expected[stored] for name, stored in _names()}
    for name, tensor in found.items():
        turned = plain[name].T if tensor.shape != plain[name].shape or "attn_output.weight" in name else plain[name]
        np.testing.assert_allclose(tensor, turned, rtol=2**-7 if change == "bf16" else 0, atol=0)


def test_a_checkpoint_in_several_files_is_read_by_its_index(folder, weights):
    names = sorted(weights)
    (folder / "model.safetensors").unlink()
    shards = {"model-00001-of-00002.safetensors": names[:9], "model-00002-of-00002.safetensors": names[9:]}
    for file, held in shards.items():
        write_safetensors(folder / file, {name: weights[name] for name in held})
    index = {"weight_map": {name: file for file, held in shards.items() for name in held}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    assert len(converted(folder).tensors) == len(weights)
    (folder / "model-00002-of-00002.safetensors").unlink()
    with pytest.raises(ModelStoreError, match=r"model-00002-of-00002\.safetensors is missing"):
        open_checkpoint(folder)


def test_an_output_of_its_own_is_kept(tmp_path, weights):
    head = weights["wte.weight"][::-1].copy()
    tensors = weights | {"lm_head.weight": head}
    folder = write_checkpoint(tmp_path / "checkpoint", DIMENSIONS, tensors, tie_word_embeddings=False)
    np.testing.assert_array_equal(tensors_of(converted(folder))["output.weight"], head)


def test_a_tokenizer_in_one_file_and_added_tokens_are_read(folder, tmp_path):
    plain = converted(folder).fields
    vocabulary = json.loads((folder / "vocab.json").read_text())
    merges = (folder / "merges.txt").read_text().splitlines()[1:]
    for file in ("vocab.json", "merges.txt"):
        (folder / file).unlink()
    tokenizer = {
        "model": {"type": "BPE", "vocab": vocabulary, "merges": [merge.split(" ") for merge in merges]},
        "pre_tokenizer": {"type": "ByteLevel"},
        "added_tokens": [{"id": 299, "content": END_OF_TEXT, "special": True}],
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    found = converted(folder).fields
    for key in ("tokenizer.ggml.tokens", "tokenizer.ggml.merges", "tokenizer.ggml.token_type"):
        assert found[key].contents() == plain[key].contents()
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer | {"pre_tokenizer": {"type": "Metaspace"}}))
    with pytest.raises(ModelStoreError, match=r"tokenizer\.json is no tokenizer of GPT-2's kind"):
        converted(folder)


def test_embeddings_beyond_the_vocabulary_are_unused_tokens_and_added_ones_are_named(folder):
    write_tokenizer(folder, 298)
    (folder / "added_tokens.json").write_text(json.dumps({"<name>": 298}))
    fields = converted(folder).fields
    assert fields["tokenizer.ggml.tokens"].contents()[297:] == [END_OF_TEXT, "<name>", "[PAD299]"]
    kinds = (gguf.TokenType.CONTROL, gguf.TokenType.USER_DEFINED, gguf.TokenType.UNUSED)
    assert fields["tokenizer.ggml.token_type"].contents()[297:] == list(kinds)
    write_tokenizer(folder, 310)
    with pytest.raises(ModelStoreError, match="has the id 300 of 300 embeddings"):
        converted(folder)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"model_type": "llama"}, "holds a model of the architecture llama; only GPT-2 is converted"),
        ({"activation_function": "relu"}, "its activation function is relu"),
        ({"scale_attn_by_inverse_layer_idx": True}, "scales attention in another way"),
        ({"n_embd": None}, "does not say the model's dimensions"),
        ({"n_head": 5}, "does not say the model's dimensions"),
        ({"n_layer": 3}, r"the tensor h\.2\.ln_1\.weight is missing"),
        ({"vocab_size": 301}, r"wte\.weight is 300 × 64, and by config\.json 301 × 64"),
        ({"n_layer": 1 << 40}, r"by config\.json 1,099,511,627,776 layers"),
        ({"n_layer": 1}, r"it has a tensor h\.1\..*, which GPT-2 has not"),
    ],
)
def test_what_llama_cpp_would_not_compute_as_it_was_trained_is_refused(folder, changes, sentence):
    change_config(folder, **changes)
    with pytest.raises(ModelStoreError, match=sentence):
        open_checkpoint(folder)


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors", "vocab.json", "merges.txt"])
def test_a_missing_file_is_named(folder, missing):
    (folder / missing).unlink()
    with pytest.raises(ModelStoreError, match=r"(config|vocab|merges|model|tokenizer)"):
        converted(folder)


@pytest.mark.parametrize("n_bytes", [0, 5, 100, 200_000])
def test_weights_cut_short_are_named(folder, n_bytes):
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:n_bytes])
    with pytest.raises(ModelStoreError, match=r"model\.safetensors is (no whole safetensors file|cut short); fetch it again"):
        open_checkpoint(folder)


NONSENSE = st.none() | st.integers(-5, 1 << 40) | st.text(max_size=4) | st.lists(st.integers(-5, 5), max_size=3) | st.just({})


@given(
    st.sampled_from(["config.json", "vocab.json", "model.safetensors.index.json", "model.safetensors"]),
    st.integers(0, 400),
    NONSENSE,
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nonsense_in_any_file_is_refused_in_a_sentence_or_makes_no_difference(folder, name, place, nonsense):
    file = folder / name
    whole = file.read_bytes() if file.exists() else None
    if name == "model.safetensors":
        length = int.from_bytes(whole[:8], "little")
        header = json.loads(whole[8 : 8 + length])
        tensor = list(header)[place % len(header)]
        part = ("dtype", "shape", "data_offsets")[place % 3]
        header[tensor] = nonsense if place % 4 == 0 else header[tensor] | {part: nonsense}
        text = json.dumps(header).encode()
        file.write_bytes(len(text).to_bytes(8, "little") + text + whole[8 + length :])
    else:
        values = json.loads(whole) if whole else {"weight_map": {"wte.weight": "model.safetensors"}}
        values[list(values)[place % len(values)]] = nonsense
        file.write_text(json.dumps(values))
    try:
        with contextlib.suppress(ModelStoreError):
            converted(folder)
    finally:
        file.write_bytes(whole) if whole else file.unlink()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff"])
def test_a_config_that_is_none_is_named(folder, content):
    (folder / "config.json").write_bytes(content)
    with pytest.raises(ModelStoreError, match=r"config\.json (cannot be read as JSON|holds no JSON object)"):
        open_checkpoint(folder)


def test_a_conversion_can_be_cancelled(folder):
    with pytest.raises(InstallCancelledError):
        convert(open_checkpoint(folder), folder / "x.gguf", "f16", lambda _: None, cancelled=lambda: True)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process's peak of memory itself")
def test_a_conversion_needs_far_less_memory_than_the_model_has_weights(tmp_path):
    """The peak of a child process that converts 270 MB, less that of one that only loads the libraries."""
    dimensions = replace(SMALL, layers=4)
    random = np.random.default_rng(1)
    weights = {name: random.random(tensor, dtype=np.float32) for name, tensor in _shapes(dimensions)}
    folder = write_checkpoint(tmp_path / "checkpoint", dimensions, weights)
    script = (
        "import re; from pathlib import Path\n"
        "from keyboard.model_store.checkpoint import open_checkpoint\n"
        "from keyboard.model_store.gguf_conversion import convert, read_tokenizer\n"
        "def peak_kib(): return int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])\n"
        f"checkpoint = open_checkpoint(Path({str(folder)!r}))\n"
        "tokenizer = read_tokenizer(checkpoint.folder, 50257)\n"
        "before = peak_kib()\n"
        f"convert(checkpoint, Path({str(tmp_path / 'converted.gguf')!r}), 'f16', lambda _: None)\n"
        "print(peak_kib() - before)\n"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    size_kib = (folder / "model.safetensors").stat().st_size / 1024
    assert int(result.stdout) < size_kib / 4


def _shapes(dimensions):
    from keyboard.model_store.checkpoint import GPT2Config, expected_tensors

    return [(tensor.stored, tensor.stored_shape) for tensor in expected_tensors(GPT2Config.from_values(dimensions.config()))]

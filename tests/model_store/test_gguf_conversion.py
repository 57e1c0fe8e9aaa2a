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
from keyboard.model_store.errors import ModelStoreError
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


WRAPPERS = ["_orig_mod.", "module.", "model.", "gpt2.", "base_model.model.", "_forward_module.module.", "model._orig_mod.gpt2."]
PREFIXES = ["", *WRAPPERS, *(f"{wrapper}transformer." for wrapper in WRAPPERS), "pretrained_model.transformer."]
OTHER_HEADS = {
    "v_head.summary.weight": (1, 64),
    "v_head.0.bias": (2,),
    "score.weight": (2, 64),
    "classifier.dense.weight": (64, 64),
    "multiple_choice_head.summary.bias": (1,),
    "ilql_heads.q_heads.0.0.weight": (8, 64),
}


@pytest.mark.parametrize(
    "prefix", ["", *WRAPPERS, *(f"{wrapper}transformer." for wrapper in WRAPPERS), "pretrained_model.transformer."]
)
def test_a_model_in_any_wrapper_and_with_other_heads_beside_it_comes_out_as_it_is_alone(tmp_path, folder, weights, prefix):
    alone = tensors_of(converted(folder))
    tensors = {f"{prefix}{name}": tensor for name, tensor in weights.items()}
    tensors |= {name: np.ones(shape, np.float32) for name, shape in OTHER_HEADS.items()}
    found = tensors_of(converted(write_checkpoint(tmp_path / "wrapped" / "checkpoint", DIMENSIONS, tensors)))
    assert found.keys() == alone.keys()
    for name, tensor in found.items():
        np.testing.assert_array_equal(tensor, alone[name])


def test_a_wrapper_within_each_block_is_taken_off_too(tmp_path, weights):
    tensors = {f"transformer.{name}".replace(".attn.", "._orig_mod.attn."): tensor for name, tensor in weights.items()}
    assert len(converted(write_checkpoint(tmp_path / "checkpoint", DIMENSIONS, tensors)).tensors) == len(weights)


@pytest.mark.parametrize("prefix", ["", "base_model.model.", "_orig_mod."])
@pytest.mark.parametrize("head", ["lm_head.weight", "lm_head.decoder.weight"])
def test_a_tied_matrix_that_has_only_the_heads_name_is_the_embedding(tmp_path, weights, prefix, head):
    tensors = {f"{prefix}transformer.{name}": tensor for name, tensor in weights.items() if name != "wte.weight"}
    folder = write_checkpoint(tmp_path / "checkpoint", DIMENSIONS, tensors | {prefix + head: weights["wte.weight"]})
    np.testing.assert_array_equal(tensors_of(converted(folder))["token_embd.weight"], weights["wte.weight"])


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"h.0.crossattention.c_attn.weight": (64, 128)},
            r"a tensor h\.0\.crossattention\.c_attn\.weight, which GPT-2 does not have",
        ),
        ({"embedding_norm.weight": (64,)}, r"a tensor embedding_norm\.weight, which GPT-2 does not have"),
        (
            {"h.0.attn.c_attn.lora_A.default.weight": (8, 64)},
            "an adapter that is not merged, .*; save it after merge_and",
        ),
        ({"h.0.attn.c_attn.base_layer.weight": (64, 192)}, "an adapter that is not merged"),
    ],
)
def test_what_changes_the_model_itself_is_refused(tmp_path, weights, more, sentence):
    tensors = weights | {name: np.ones(shape, np.float32) for name, shape in more.items()}
    tensors = {f"transformer.{name}": tensor for name, tensor in tensors.items()}
    with pytest.raises(ModelStoreError, match=sentence):
        open_checkpoint(write_checkpoint(tmp_path / "checkpoint", DIMENSIONS, tensors))


def test_a_bias_of_the_output_is_refused_and_so_are_two_models_in_one_checkpoint(tmp_path, weights):
    tensors = {f"transformer.{name}": tensor for name, tensor in weights.items()} | {"lm_head.bias": np.ones(300, np.float32)}
    with pytest.raises(ModelStoreError, match=r"a tensor lm_head\.bias, which GPT-2 does not have"):
        open_checkpoint(write_checkpoint(tmp_path / "a", DIMENSIONS, tensors))
    tensors = {f"{name}.{tensor}": weights[tensor] for name in ("model", "reference") for tensor in weights}
    with pytest.raises(ModelStoreError, match="it holds 2 models; save only one"):
        open_checkpoint(write_checkpoint(tmp_path / "b", DIMENSIONS, tensors))


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
    with pytest.raises(ModelStoreError, match=r"tokenizer\.json is not a GPT-2 tokenizer"):
        converted(folder)


def test_embeddings_beyond_the_vocabulary_are_unused_tokens_and_added_ones_are_named(folder):
    write_tokenizer(folder, 298)
    (folder / "added_tokens.json").write_text(json.dumps({"<name>": 298}))
    fields = converted(folder).fields
    assert fields["tokenizer.ggml.tokens"].contents()[297:] == [END_OF_TEXT, "<name>", "[PAD299]"]
    kinds = (gguf.TokenType.CONTROL, gguf.TokenType.USER_DEFINED, gguf.TokenType.UNUSED)
    assert fields["tokenizer.ggml.token_type"].contents()[297:] == list(kinds)
    write_tokenizer(folder, 310)  # these are made by merges
    with pytest.raises(ModelStoreError, match="has the id 300 of 300 embeddings"):
        converted(folder)


def with_added_tokens(folder, how, **places):
    """Write added tokens as each version of transformers does."""
    special = {token: token.startswith("[") for token in places}
    entries = [{"id": place, "content": token, "special": special[token]} for token, place in places.items()]
    if how == "added_tokens.json":
        content = places
    elif how == "tokenizer_config.json":
        content = {"added_tokens_decoder": {str(entry.pop("id")): entry for entry in entries}}
    else:
        merges = (folder / "merges.txt").read_text("utf-8").splitlines()[1:]
        model = {"type": "BPE", "vocab": json.loads((folder / "vocab.json").read_text("utf-8")), "merges": merges}
        content = {"model": model, "pre_tokenizer": {"type": "ByteLevel"}, "added_tokens": entries}
        for name in ("vocab.json", "merges.txt"):
            (folder / name).unlink()
    (folder / how).write_text(json.dumps(content), "utf-8")


HOW_ADDED = ["added_tokens.json", "tokenizer_config.json", "tokenizer.json"]


@pytest.mark.parametrize("how", HOW_ADDED)
def test_added_tokens_without_a_row_are_left_out(folder, how):
    plain = converted(folder).fields["tokenizer.ggml.tokens"].contents()
    with_added_tokens(folder, how, **{"[PAD]": 300, "<extra>": 301, "schön": 4711})
    change_config(folder, vocab_size=302, pad_token_id=300)
    assert converted(folder).fields["tokenizer.ggml.tokens"].contents() == plain


@pytest.mark.parametrize("how", HOW_ADDED)
def test_added_tokens_with_a_row_keep_their_letters(folder, how):
    write_tokenizer(folder, 297)
    with_added_tokens(folder, how, **{"schön": 297, "Bác": 298, "[PAD]" if how != "added_tokens.json" else "<|pad|>": 299})
    fields = converted(folder).fields
    assert fields["tokenizer.ggml.tokens"].contents()[297:299] == ["schön", "Bác"]
    kinds = (gguf.TokenType.USER_DEFINED, gguf.TokenType.USER_DEFINED, gguf.TokenType.CONTROL)
    assert fields["tokenizer.ggml.token_type"].contents()[297:] == list(kinds)


def test_an_added_token_that_the_vocabulary_has_already_is_named(folder):
    write_tokenizer(folder, 299)
    with_added_tokens(folder, "added_tokens.json", ö=299)
    with pytest.raises(ModelStoreError, match="its added token 'ö' is also one of the vocabulary"):
        open_checkpoint(folder)


def test_merges_that_the_vocabulary_does_not_know_are_named(folder):
    with (folder / "merges.txt").open("a") as file:
        file.write("q q\n")
    with pytest.raises(ModelStoreError, match="has merges that make 'qq', which is not in its vocabulary"):
        open_checkpoint(folder)


@pytest.mark.parametrize(
    "config",
    [
        {"model_type": None},
        {"model_type": None, "architectures": None},
        {"model_type": None, "architectures": ["GPT2DoubleHeadsModel"]},
        {"model_type": None, "architectures": ["GPT2Model"], "activation_function": None, "vocab_size": -1},
        {"vocab_size": None, "n_ctx": None},
        {"n_positions": None},
    ],
)
def test_the_configs_of_2019_say_enough(folder, config):
    values = json.loads((folder / "config.json").read_text()) | config
    (folder / "config.json").write_text(json.dumps({name: value for name, value in values.items() if value is not None}))
    assert len(converted(folder).tensors) == 28


SAID = {"bos_token": "<a>", "eos_token": {"content": "<z>"}}


@pytest.mark.parametrize("ids", [{"bos_token_id": None, "eos_token_id": None}, {"bos_token_id": 50256, "eos_token_id": 50256}])
@pytest.mark.parametrize(
    ("names", "files", "expected"),
    [
        ({299: END_OF_TEXT}, {}, (299, 299)),
        ({298: "<s>", 299: "</s>"}, {}, (298, 299)),
        (
            {298: "<a>", 299: "<z>"},
            {"special_tokens_map.json": {"bos_token": "<a>", "eos_token": {"content": "<z>"}}},
            (298, 299),
        ),
        ({298: "<a>", 299: "<z>"}, {"tokenizer_config.json": {"bos_token": {"content": "<a>"}, "eos_token": "<z>"}}, (298, 299)),
    ],
)
def test_a_begin_and_an_end_token_are_ones_that_the_vocabulary_has(folder, ids, names, files, expected):
    change_config(folder, **ids)
    vocabulary = [*json.loads((folder / "vocab.json").read_text())][: min(names)]
    vocabulary += [names.get(place, "?") for place in range(min(names), 300)]
    (folder / "vocab.json").write_text(json.dumps({token: place for place, token in enumerate(vocabulary)}))
    merges = (folder / "merges.txt").read_text().splitlines()
    (folder / "merges.txt").write_text("\n".join(line for line in merges if line.replace(" ", "") in vocabulary))
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    fields = converted(folder).fields
    assert tuple(fields[f"tokenizer.ggml.{which}_token_id"].contents() for which in ("bos", "eos")) == expected
    if files:
        assert fields["tokenizer.ggml.token_type"].contents()[298:] == [gguf.TokenType.CONTROL] * 2


def test_a_vocabulary_without_any_such_token_begins_texts_with_a_line_end(folder):
    change_config(folder, bos_token_id=None, eos_token_id=None)
    vocabulary = json.loads((folder / "vocab.json").read_text())
    del vocabulary[END_OF_TEXT]
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    fields = converted(folder).fields
    tokens = fields["tokenizer.ggml.tokens"].contents()
    assert (
        tokens[fields["tokenizer.ggml.bos_token_id"].contents()]
        == tokens[fields["tokenizer.ggml.eos_token_id"].contents()]
        == "Ċ"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"model_type": None, "architectures": ["OpenAIGPTLMHeadModel"]}, "of the architecture OpenAIGPTLMHeadModel"),
        ({"model_type": "llama"}, "holds a model of the architecture llama; only GPT-2 is converted"),
        ({"activation_function": "relu"}, "its activation function is relu"),
        ({"scale_attn_by_inverse_layer_idx": True}, "scales attention differently"),
        ({"n_embd": None}, "does not say the model's dimensions"),
        ({"n_head": 5}, "does not say the model's dimensions"),
        ({"n_layer": 3}, r"the tensor h\.2\.ln_1\.weight is missing"),
        ({"n_embd": 32}, r"wte\.weight is 300 × 64, and by config\.json 300 × 32"),
        ({"n_layer": 1 << 40}, r"by config\.json 1,099,511,627,776 layers"),
        ({"n_layer": 1}, r"it has a tensor h\.1\..*, which GPT-2 does not have"),
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
    with pytest.raises(
        ModelStoreError, match=r"model\.safetensors is (damaged or not a safetensors file|truncated); fetch it again"
    ):
        open_checkpoint(folder)


NONSENSE = st.none() | st.integers(-5, 1 << 40) | st.text(max_size=4) | st.lists(st.integers(-5, 5), max_size=3) | st.just({})


@pytest.mark.long
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
    with pytest.raises(ModelStoreError, match=r"config\.json (cannot be read as JSON|does not contain a JSON object)"):
        open_checkpoint(folder)


@pytest.mark.long
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
        "from keyboard.model_store.gguf_conversion import convert\n"
        "def peak_kib(): return int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])\n"
        f"checkpoint = open_checkpoint(Path({str(folder)!r}))\n"
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

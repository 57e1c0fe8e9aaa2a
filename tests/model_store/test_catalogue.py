"""The catalogue is complete, and what it says agrees with what follows from the models' shapes."""

import re
from dataclasses import asdict

import pytest

from keyboard.model_store.catalogue import NEWEST, HubSource, load_catalogue
from keyboard.model_store.listing import list_models
from keyboard.storage.languages import language_codes

CATALOGUE = load_catalogue()
CHECKPOINTS = [
    ["config.json", "vocab.json", "merges.txt", "model.safetensors"],
    ["config.json", "tokenizer.json", "model.safetensors"],
]
GPT2 = ("distilgpt2", "gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl")


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=CATALOGUE.keys())
def test_every_entry_is_complete(entry):
    assert entry.licence in ("MIT", "Apache-2.0") or len(entry.terms.read_text("utf-8")) > 1000
    assert entry.description.endswith(".")
    assert entry.suits.endswith(".")
    assert entry.languages
    assert set(entry.languages) <= set(language_codes())
    if isinstance(entry.source, HubSource):
        assert re.fullmatch(rf"[0-9a-f]{{40}}|{NEWEST}", entry.source.revision)
        names = [file.path for file in entry.source.files]
        assert names in CHECKPOINTS or (entry.source.is_ready and len(names) == 1)
        hashes = [file.sha256 for file in entry.source.files if file.sha256]
    else:
        hashes = [entry.source.sha256]
    assert all(re.fullmatch(r"[0-9a-f]{64}", sha256) for sha256 in hashes)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("gpt2", 124_439_808), ("gpt2-medium", 354_823_168), ("gpt2-large", 774_030_080), ("gpt2-xl", 1_557_611_200)],
)
def test_gpt2s_parameters_follow_from_its_shape(name, parameters):
    assert CATALOGUE[name].shape.parameters == parameters


@pytest.mark.parametrize("name", ["gpt2", "distilgpt2"])
def test_the_size_of_openais_weights_follows_from_the_shape(name):
    """Those of the larger ones are not known beforehand, so they are computed: checked here where they are known."""
    [weights] = [file for file in CATALOGUE[name].source.files if file.path == "model.safetensors"]
    assert 0 < weights.size_bytes - CATALOGUE[name].shape.checkpoint_bytes < 20_000  # the safetensors header


def test_listing_names_all_that_a_window_shows():
    listed = {model.name: asdict(model) for model in list_models(CATALOGUE, {}, "smollm2-135m")}
    assert list(listed) == list(CATALOGUE)
    assert listed["gpt2"] | {"memory_bytes": 0} == {
        "name": "gpt2",
        "description": "GPT-2 small, OpenAI's own weights.",
        "suits": "Any machine of the last ten years.",
        "languages": ("en",),
        "licence": "MIT",
        "parameters": 124_439_808,
        "layers": 12,
        "heads": 12,
        "width": 768,
        "context": 1024,
        "quantizations": ("q8_0", "q6_k", "q4_k_m", "q4_0", "f16"),
        "quantization": "q8_0",
        "download_bytes": 548_105_171,
        "size_bytes": 136_653_888,
        "memory_bytes": 0,
        "disk_bytes": 548_105_171 + 252_465_168 + 136_653_888,
        "is_installed": False,
        "path": None,
        "in_catalogue": True,
        "default": False,
        "terms": "",
        "tokens_per_second": None,
        "is_speed_measured": False,
    }
    assert listed["smollm2-135m"]["default"]
    assert listed["smollm2-135m"]["quantizations"] == ()
    for name in GPT2:
        assert listed[name]["disk_bytes"] > listed[name]["download_bytes"] > listed[name]["size_bytes"]
        assert listed[name]["memory_bytes"] > listed[name]["size_bytes"]


def test_a_file_of_ones_own_is_listed_with_what_its_header_says(installed_model, tmp_path):
    file = tmp_path / "mine.gguf"
    file.symlink_to(installed_model)
    garbage = tmp_path / "garbage.gguf"
    garbage.write_bytes(b"GGUF" + b"\xff" * 100)
    *_, mine, broken = list_models(CATALOGUE, {"mine": file, "garbage": garbage}, "mine")
    known = CATALOGUE["smollm2-135m"]
    assert (mine.parameters, mine.quantization) == (known.shape.parameters, "q4_1")
    assert (mine.layers, mine.heads, mine.width, mine.context) == (30, 9, 576, 8192)
    assert mine.memory_bytes == known.shape.memory_bytes(mine.size_bytes)
    assert mine.default
    assert not mine.in_catalogue
    assert (broken.parameters, broken.layers, broken.memory_bytes) == (0, 0, garbage.stat().st_size)


def test_no_entry_has_a_name_that_another_ones_quantization_takes():
    names = [entry.installed_name(quantization) for entry in CATALOGUE.values() for quantization in entry.quantizations]
    assert len({*names, *CATALOGUE}) == len({*names}) + sum(1 for entry in CATALOGUE.values() if not entry.quantizations)


def test_a_head_may_have_wider_keys_than_its_share_of_the_embedding():
    """As in Gemma 3, whose four heads have keys of 256 numbers each, and an embedding of 640."""
    shape = CATALOGUE["gemma3-270m"].shape
    assert shape.token_cache_bytes == 18 * (256 + 256) * 2
    assert CATALOGUE["smollm2-135m"].shape.token_cache_bytes == 30 * 3 * (64 + 64) * 2

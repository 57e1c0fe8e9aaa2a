"""Which files of a folder hold the weights; what cannot be read is refused in one sentence that names the way out."""

import json
import os
import shutil
from dataclasses import replace

import pytest

from keyboard.engine.installation import convert_checkpoint
from keyboard.model_store.checkpoint import open_checkpoint
from keyboard.model_store.errors import ModelStoreError
from keyboard.model_store.model_names import checkpoint_name
from tests.gpt2_checkpoints import TINY, random_weights, write_checkpoint, write_safetensors

DIMENSIONS = replace(TINY, layers=1, context=16, vocabulary=300)
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 548105171\n"
SHARDS = [f"model-0000{number}-of-00003.safetensors" for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def weights():
    return random_weights(DIMENSIONS)


@pytest.fixture
def folder(tmp_path, weights):
    return write_checkpoint(tmp_path / "checkpoint", DIMENSIONS, weights)


def in_shards(folder, weights):
    """The same weights in three files."""
    (folder / "model.safetensors").unlink()
    for number, name in enumerate(SHARDS):
        write_safetensors(folder / name, {tensor: weights[tensor] for tensor in sorted(weights)[number::3]})
    return folder


def refusal_of(path, empty_home):
    """The one sentence with which a conversion is refused, which leaves nothing behind."""
    with pytest.raises(ModelStoreError) as error:
        convert_checkpoint(path, None, None, None, lambda _: None)
    assert not (empty_home / "data").exists()
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "vocab.json", "merges.txt"])
def test_a_git_lfs_pointer_is_named_whichever_file_it_is(folder, empty_home, name):
    (folder / name).write_text(POINTER)
    sentence = f"{folder / name} is a Git LFS pointer and not the file itself; run `git lfs pull` in its folder."
    assert refusal_of(folder, empty_home) == sentence


@pytest.mark.parametrize(
    "name", [*SHARDS, "model.safetensors.index.json", "tokenizer.json", "added_tokens.json", "pytorch_model.bin"]
)
def test_so_is_one_beside_whole_files(folder, weights, empty_home, name):
    in_shards(folder, weights)
    if name == "tokenizer.json":
        (folder / "vocab.json").unlink()
    if name == "pytorch_model.bin":
        for shard in SHARDS:
            (folder / shard).unlink()
    (folder / name).write_text(POINTER)
    assert refusal_of(folder, empty_home).startswith(f"{folder / name} is a Git LFS pointer")


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("pytorch_model.bin", "from_pretrained('.')"),
        ("pytorch_model-00001-of-00002.bin", "from_pretrained('.')"),
        ("gpt2-pytorch_model.bin", "from_pretrained('.')"),
        ("tf_model.h5", "from_pretrained('.', from_tf=True)"),
        ("flax_model.msgpack", "from_pretrained('.', from_flax=True)"),
    ],
)
def test_weights_in_another_format_are_not_opened_and_the_way_to_safetensors_is_named(folder, empty_home, name, option):
    (folder / "model.safetensors").unlink()
    (folder / "training_args.bin").write_bytes(b"of a trainer")
    content = b"cos\nsystem\n(S'touch " + os.fsencode(folder / "opened") + b"'\ntR."
    (folder / name).write_bytes(content)
    for path in (folder, folder / name):
        sentence = refusal_of(path, empty_home)
        assert sentence.startswith(f"{folder} has {name}, which is never opened because it may run code")
        assert f"GPT2LMHeadModel as M; M.{option}.save_pretrained('.')" in sentence
    assert not (folder / "opened").exists()


@pytest.mark.parametrize("names", [["adapter_config.json", "adapter_model.safetensors"], ["adapter_model.bin"]])
def test_an_adapter_alone_is_refused_with_the_way_to_merge_it(folder, empty_home, names):
    for name in ("model.safetensors", "config.json"):
        (folder / name).unlink()
    for name in names:
        (folder / name).write_text("{}")
    for path in (folder, folder / names[-1]):
        sentence = refusal_of(path, empty_home)
        assert sentence.startswith(f"{folder} has only an adapter (LoRA)")
        assert "merge_and_unload().save_pretrained('.')" in sentence


def test_a_merged_model_beside_its_adapter_is_converted(folder):
    (folder / "adapter_config.json").write_text("{}")
    shutil.copy(folder / "model.safetensors", folder / "adapter_model.safetensors")
    assert open_checkpoint(folder).config.layers == 1


def test_a_folder_without_weights_and_one_that_is_empty_are_named(folder, empty_home, tmp_path):
    (folder / "model.safetensors").unlink()
    assert "has no safetensors file with weights; fetch model.safetensors too" in refusal_of(folder, empty_home)
    (tmp_path / "empty").mkdir()
    assert "has no safetensors file with weights" in refusal_of(tmp_path / "empty", empty_home)


@pytest.mark.parametrize("has_index", [True, False])
@pytest.mark.parametrize("named", ["", SHARDS[0], SHARDS[2]])
def test_a_checkpoint_in_several_files_is_read_with_or_without_an_index(folder, weights, has_index, named):
    in_shards(folder, weights)
    if has_index:
        held = {tensor: SHARDS[number % 3] for number, tensor in enumerate(sorted(weights))}
        (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": held}))
    assert len(open_checkpoint(folder / named).tensors) == len(weights)


@pytest.mark.parametrize("has_index", [True, False])
@pytest.mark.parametrize("missing", SHARDS)
def test_of_several_files_the_missing_one_is_named(folder, weights, empty_home, has_index, missing):
    in_shards(folder, weights)
    if has_index:
        (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": dict(enumerate(SHARDS))}))
    (folder / missing).unlink()
    assert refusal_of(folder, empty_home) == f"{folder / missing} is missing; fetch it too."


@pytest.mark.parametrize("name", ["../secret.safetensors", "/etc/passwd", ""])
def test_an_index_reads_no_file_of_another_folder(folder, empty_home, name):
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"wte.weight": name}}))
    assert "does not say which file each tensor is in" in refusal_of(folder, empty_home)


def test_the_only_safetensors_file_holds_the_weights_whatever_it_is_called(folder, empty_home):
    (folder / "model.safetensors").rename(folder / "my gpt2.safetensors")
    assert open_checkpoint(folder).config.layers == 1
    shutil.copy(folder / "my gpt2.safetensors", folder / "other.safetensors")
    assert "has several models in safetensors files; name the file of one of them" in refusal_of(folder, empty_home)
    assert open_checkpoint(folder / "other.safetensors").config.layers == 1


def test_a_gguf_file_needs_no_conversion(folder, empty_home):
    (folder / "mine.gguf").write_bytes(b"GGUF")
    assert "is a GGUF file already; `keyboard models install` installs it" in refusal_of(folder / "mine.gguf", empty_home)


@pytest.fixture
def repository(folder, tmp_path):
    """A repository in the hub's cache: blobs, and links to them in the folder of a revision."""
    repository = tmp_path / "hub" / "models--anna--my-gpt2"
    snapshot = repository / "snapshots" / ("0123456789" * 4)
    snapshot.mkdir(parents=True)
    (repository / "blobs").mkdir()
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(snapshot.name)
    for number, file in enumerate(sorted(folder.iterdir())):
        blob = repository / "blobs" / f"{number:064}"
        shutil.move(file, blob)
        (snapshot / file.name).symlink_to(os.path.relpath(blob, snapshot))
    return repository


@pytest.mark.parametrize("part", ["", "snapshots/*", "snapshots/*/model.safetensors"])
def test_a_snapshot_of_the_hubs_cache_is_named_as_the_repository(repository, part):
    (path,) = repository.glob(part) if part else [repository]
    checkpoint = open_checkpoint(path)
    assert checkpoint_name(checkpoint.folder) == "my-gpt2"


@pytest.mark.parametrize(
    ("cached", "name"), [("models--gpt2", "gpt2"), ("models--a-b--c.d_e-f", "c.d_e-f"), ("elsewhere", "0a1b")]
)
def test_a_repositorys_owner_is_no_part_of_the_name(tmp_path, cached, name):
    assert checkpoint_name(tmp_path / cached / "snapshots" / "0a1b") == name

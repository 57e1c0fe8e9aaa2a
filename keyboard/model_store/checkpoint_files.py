"""The files of a checkpoint's folder: which of them hold the weights, and what to do if none can be read."""

import contextlib
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from keyboard.model_store.errors import ModelStoreError

_INDEX = "model.safetensors.index.json"
_SHARD = re.compile(r"(?P<stem>.+)-\d{5}-of-(?P<count>\d{5})\.safetensors")
_ADAPTER = ("adapter_config.json", "adapter_model.safetensors", "adapter_model.bin")
# Weights in other formats, and the argument with which transformers reads them; its version 5 no longer reads the last two.
_OTHER_FORMATS = (
    (("*pytorch_model*.bin", "model*.bin", "*.pth", "*.ckpt", "*model*.pt"), ""),
    (("*.h5", "*.ckpt.index"), ", from_tf=True"),
    (("*.msgpack",), ", from_flax=True"),
)


def folder_of(path: Path) -> Path:
    """Return the folder of a checkpoint or of a file in one; of a repository in the hub's cache, that of the snapshot in use."""
    if not path.is_dir():
        return path.parent
    snapshots = path / "snapshots"
    if (path / "config.json").exists() or not snapshots.is_dir():
        return path
    found = [folder for folder in sorted(snapshots.iterdir()) if folder.is_dir()]
    with contextlib.suppress(OSError, UnicodeDecodeError):
        revision = (path / "refs" / "main").read_text("ascii").strip()
        found.sort(key=lambda folder: folder.name != revision)
    return found[0] if found else path


def weight_files(path: Path) -> list[Path]:
    """Return the safetensors files with the weights of a checkpoint: a folder, or a file in one.

    Raises `ModelStoreError` if there are none, or not all of several. Files in PyTorch's format are never opened, because
    they can run code.
    """
    folder = folder_of(path)
    if path.suffix == ".gguf" and path.is_file():
        raise ModelStoreError(f"{path} is a GGUF file already; `keyboard models install` installs it.")
    if path.suffix == ".safetensors" and path.is_file() and path.name not in _ADAPTER:
        return _shards_beside(path)
    if (folder / _INDEX).exists():
        return list(_indexed(folder / _INDEX))
    found = sorted(file for file in folder.glob("*.safetensors") if file.name not in _ADAPTER)
    whole = [file for file in found if file.name == "model.safetensors"] or found
    if not whole or len({_SHARD.sub(r"\g<stem>", file.name) for file in whole}) > 1:
        raise _refusal(folder)
    return _shards_beside(whole[0])


def check_no_pointer(file: Path) -> None:
    """Raise `ModelStoreError` if a file is a Git LFS pointer, which `git clone` leaves without git-lfs; else return."""
    with contextlib.suppress(OSError), file.open("rb") as stream:
        if stream.read(len(_POINTER)) == _POINTER:
            raise ModelStoreError(f"{file} is a Git LFS pointer and not the file itself; run `git lfs pull` in its folder.")


_POINTER = b"version https://git-lfs.github.com/spec/"


def read_json(file: Path) -> dict[str, Any]:
    """Return a JSON file's object; raise `ModelStoreError` if it is missing or holds something else."""
    check_no_pointer(file)
    try:
        values = json.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ModelStoreError(f"{file} is missing; a checkpoint is a folder with config.json, weights and vocabulary.") from error
    except (OSError, ValueError) as error:
        raise ModelStoreError(f"{file} cannot be read as JSON; fetch it again.") from error
    if not isinstance(values, dict):
        raise ModelStoreError(f"{file} does not contain a JSON object; fetch it again.")
    return values


def _indexed(index: Path) -> Iterator[Path]:
    names = read_json(index).get("weight_map")
    if not isinstance(names, dict) or not all(
        isinstance(name, str) and name and name == Path(name).name for name in names.values()
    ):
        raise ModelStoreError(f"{index} does not say which file each tensor is in; fetch it again.")
    yield from (_present(index.with_name(name)) for name in sorted(set(names.values())))


def _shards_beside(file: Path) -> list[Path]:
    """Return a file, or all parts if it is one of several."""
    part = _SHARD.fullmatch(file.name)
    if part is None:
        return [file]
    stem, count = part["stem"], part["count"]
    return [_present(file.with_name(f"{stem}-{number:05}-of-{count}.safetensors")) for number in range(1, int(count) + 1)]


def _present(file: Path) -> Path:
    if not file.exists():
        raise ModelStoreError(f"{file} is missing; fetch it too.")
    return file


def _refusal(folder: Path) -> ModelStoreError:
    """Return why a folder without whole safetensors files is not converted."""
    names = sorted(file.name for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []
    if set(_ADAPTER).intersection(names) and not any(fnmatch(name, "*pytorch_model*.bin") for name in names):
        merging = "from peft import AutoPeftModelForCausalLM as M; M.from_pretrained('.').merge_and_unload().save_pretrained('.')"
        return ModelStoreError(
            f"{folder} has only an adapter (LoRA) and not the model that it changes; merge them with peft, in that folder: "
            f'python -c "{merging}"'
        )
    for patterns, option in _OTHER_FORMATS:
        for name in (name for name in names if any(fnmatch(name, pattern) for pattern in patterns)):
            check_no_pointer(folder / name)
            making = f"from transformers import GPT2LMHeadModel as M; M.from_pretrained('.'{option}).save_pretrained('.')"
            return ModelStoreError(
                f"{folder} has {name}, which is never opened because it may run code, and no safetensors file; make one with "
                f'transformers 4, in that folder: python -c "{making}"'
            )
    if any(name.endswith(".safetensors") and name not in _ADAPTER for name in names):
        return ModelStoreError(f"{folder} has several models in safetensors files; name the file of one of them.")
    return ModelStoreError(f"{folder} has no safetensors file with weights; fetch model.safetensors too.")

"""The parts of a transformer, as its file's tensors divide among them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from keyboard.language_model.gguf_metadata import GGUFMetadata, StoredTensor

# In the order in which a token goes through them; the names are those of llama.cpp/src/llama-arch.cpp.
_PARTS = (
    ("token embeddings", re.compile(r"token_embd\.")),
    ("position embeddings", re.compile(r"position_embd\.")),
    ("attention", re.compile(r"blk\.\d+\.attn_(?!norm)")),
    ("feed-forward", re.compile(r"blk\.\d+\.ffn_(?!norm)")),
    ("norms", re.compile(r"(blk\.\d+\.\w+|output)_norm\.")),
    ("output", re.compile(r"output\.")),
)
_OTHER = "other"


@dataclass(frozen=True)
class WeightsOfPart:
    """What a part of the model has of weights.

    Attributes:
        name: "token embeddings", "attention", "feed-forward" and such.
        parameters: How many numbers it has.
        size_bytes: What they take in the file.
    """

    name: str
    parameters: int
    size_bytes: int


def parts_of(model_file: Path) -> tuple[WeightsOfPart, ...]:
    """Return the parts of a GGUF file's model, all weights being in one of them, in the order in which a token goes through them.

    Where the output matrix is that of the embeddings, as in GPT-2, the file has it once, and so has this. Raises
    `LanguageModelError` where the file is no GGUF file.
    """
    with GGUFMetadata(model_file) as metadata:
        return tuple(_parts(metadata.tensors()))


def _parts(tensors: tuple[StoredTensor, ...]) -> Iterator[WeightsOfPart]:
    names = [name for name, _ in _PARTS] + [_OTHER]
    ordered = sorted(tensors, key=lambda tensor: names.index(_part_of(tensor)))
    for name, group in groupby(ordered, _part_of):
        members = list(group)
        yield WeightsOfPart(name, sum(one.parameters for one in members), sum(one.size_bytes for one in members))


def _part_of(tensor: StoredTensor) -> str:
    return next((name for name, pattern in _PARTS if pattern.match(tensor.name)), _OTHER)

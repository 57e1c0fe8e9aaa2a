"""The models that can be installed by name: `models/catalogue.toml`."""

import tomllib
from dataclasses import dataclass
from typing import Any

from keyboard.bundled import bundled_file


@dataclass(frozen=True)
class PackageSource:
    """A file that a Python package carries in its wheel."""

    package: str
    version: str
    member: str


@dataclass(frozen=True)
class CatalogueEntry:
    """A model that is known beforehand.

    Attributes:
        name: What it is called here.
        description: What it is and what it suits, in one sentence.
        licence: Its SPDX identifier.
        source: Where its file comes from.
        size_bytes: The file's size.
        sha256: The file's hash, in hexadecimal.
        parameters: How many weights it has.
        layers: Transformer blocks.
        heads: Attention heads in each.
        width: Numbers in each token's embedding.
        context: Tokens that it can read at once.
        quantization: How its weights are stored.
    """

    name: str
    description: str
    licence: str
    source: PackageSource
    size_bytes: int
    sha256: str
    parameters: int
    layers: int
    heads: int
    width: int
    context: int
    quantization: str


def load_catalogue() -> dict[str, CatalogueEntry]:
    """Return the catalogue's entries by name."""
    with bundled_file("models", "catalogue.toml").open("rb") as file:
        models = tomllib.load(file)["models"]
    return {name: _entry(name, values) for name, values in models.items()}


def _entry(name: str, values: dict[str, Any]) -> CatalogueEntry:
    return CatalogueEntry(**{**values, "name": name, "source": PackageSource(**values["source"])})

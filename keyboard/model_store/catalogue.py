"""The models that can be installed by name: `models/catalogue.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from keyboard.model_store.model_shape import DEFAULT_QUANTIZATION, QUANTIZATIONS, ModelShape
from keyboard.storage.locations import bundled_file


@dataclass(frozen=True)
class PackagePart:
    """A Python package, and the file in its wheel that is a part of the model."""

    package: str
    version: str
    member: str


@dataclass(frozen=True)
class PackageSource:
    """A GGUF file that Python packages carry in their wheels, in `parts` one after the other; `sha256` is in hexadecimal."""

    parts: tuple[PackagePart, ...]
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class HubFile:
    """A file of a repository; None where the size or the SHA-256, in hexadecimal, is not known beforehand."""

    path: str
    size_bytes: int | None = None
    sha256: str | None = None


NEWEST = "main"


@dataclass(frozen=True)
class HubSource:
    """Files on the Hugging Face hub."""

    repository: str  # as in `openai-community/gpt2`
    revision: str  # the commit whose files are meant, or `NEWEST` where none is known
    files: tuple[HubFile, ...]  # the files to fetch
    is_ready: bool  # whether the only file is a GGUF to use as it is; otherwise they are a checkpoint to convert


@dataclass(frozen=True)
class CatalogueEntry:
    """A model that the program knows."""

    name: str
    description: str
    suits: str  # whom or what it suits, in one sentence
    languages: tuple[str, ...]  # the codes of those that it knows, of the languages that ship
    licence: str  # its SPDX identifier
    shape: ModelShape
    source: PackageSource | HubSource
    fixed_quantization: str | None  # how the weights of a ready file are stored; None if they are quantized here
    terms: Path | None = None  # the terms to accept before an installation

    @property
    def quantizations(self) -> tuple[str, ...]:
        """The quantizations to choose from, the default one first; none if the file is ready."""
        return () if self.fixed_quantization else QUANTIZATIONS

    @property
    def quantization(self) -> str:
        """How the weights are stored by default."""
        return self.fixed_quantization or DEFAULT_QUANTIZATION

    @property
    def ready_file(self) -> PackageSource | HubFile | None:
        """The GGUF file to use as it is, or None if the model is converted here."""
        if isinstance(self.source, PackageSource):
            return self.source
        return self.source.files[0] if self.source.is_ready else None

    def installed_name(self, quantization: str) -> str:
        """Return the name under which a quantization is installed: the plain one for the default."""
        return self.name if quantization == self.quantization else f"{self.name}-{quantization}"


def load_catalogue() -> dict[str, CatalogueEntry]:
    """Return the catalogue's entries by name."""
    with bundled_file("models", "catalogue.toml").open("rb") as file:
        models = tomllib.load(file)["models"]
    return {name: _entry(name, values) for name, values in models.items()}


def _entry(name: str, values: dict[str, Any]) -> CatalogueEntry:
    return CatalogueEntry(
        name=name,
        description=values["description"],
        suits=values["suits"],
        languages=tuple(values["languages"]),
        licence=values["licence"],
        shape=msgspec.convert({"kv_heads": values["heads"], "stated_parameters": values.get("parameters"), **values}, ModelShape),
        source=_source(**values["source"]),
        fixed_quantization=values.get("quantization"),
        terms=bundled_file("models", "licences", values["terms"]) if "terms" in values else None,
    )


def _source(kind: str, **fields: Any) -> PackageSource | HubSource:
    if kind == "package":
        return msgspec.convert(fields, PackageSource)
    return msgspec.convert({**fields, "is_ready": kind == "hub-gguf"}, HubSource)

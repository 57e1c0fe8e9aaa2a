"""The list of `keyboard models list`: the catalogue, with what is installed of it, and other installed files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from keyboard.model_store.catalogue import CatalogueEntry, HubSource
from keyboard.model_store.gguf_header import read_header


@dataclass(frozen=True)
class ListedModel:
    """A model that is installed, or that the catalogue offers."""

    name: str  # what `--model` and `keyboard models` take
    description: str
    suits: str
    languages: tuple[str, ...]  # the codes of those that it knows; none if that is not known
    licence: str  # its SPDX identifier; "" if it is not known
    parameters: int  # weights; like the shape, 0 if one's own file does not say it
    layers: int
    heads: int  # attention heads in each block
    width: int  # numbers in each token's embedding
    context: int  # tokens that it can read at once
    quantizations: tuple[str, ...]  # those to choose from; none if it is fixed
    quantization: str  # the one that is installed, or that is if none is chosen
    download_bytes: int  # what an installation fetches
    size_bytes: int  # of its GGUF file; estimated if it is not installed
    memory_bytes: int  # what the engine needs for it, estimated
    disk_bytes: int  # what an installation needs at its peak
    is_installed: bool
    path: str | None  # of its file; None if it is not installed
    in_catalogue: bool
    default: bool  # whether it is the default model
    terms: str = ""  # the path of the terms to accept before an installation
    tokens_per_second: float | None = None  # how fast it is here; None if that is not known
    is_speed_measured: bool = False  # measured with this file, and not estimated from another


def list_models(catalogue: Mapping[str, CatalogueEntry], files: Mapping[str, Path], default: str) -> Iterator[ListedModel]:
    """Yield the catalogue's models, each with its installed quantizations, then the other installed `files`, by name."""
    remaining = dict(files)
    for entry in catalogue.values():
        yield _offered(entry, entry.quantization, remaining.pop(entry.name, None), default)
        for quantization in entry.quantizations:
            if file := remaining.pop(entry.installed_name(quantization), None):
                yield _offered(entry, quantization, file, default)
    for name, file in remaining.items():
        yield _own_file(name, file, is_default=name == default)


def download_bytes(entry: CatalogueEntry) -> int:
    """Return what an installation fetches; what is not known beforehand follows from the shape."""
    if not isinstance(entry.source, HubSource):
        return entry.source.size_bytes
    if entry.source.is_ready:
        return entry.source.files[0].size_bytes or entry.shape.ready_file_bytes(entry.quantization)
    weights = [file for file in entry.source.files if file.path.endswith(".safetensors")]
    known = sum(file.size_bytes or 0 for file in weights)
    return known or entry.shape.checkpoint_bytes


def result_bytes(entry: CatalogueEntry, quantization: str) -> int:
    """Return the size of the GGUF file that an installation results in."""
    return download_bytes(entry) if entry.ready_file else entry.shape.gguf_bytes(quantization)


def disk_bytes(entry: CatalogueEntry, quantization: str) -> int:
    """Return what an installation needs at its peak: a wheel and its file, or the weights, their F16 form and the result."""
    if not isinstance(entry.source, HubSource):
        return 2 * download_bytes(entry)
    return download_bytes(entry) + conversion_bytes(entry, quantization)


def conversion_bytes(entry: CatalogueEntry, quantization: str) -> int:
    """Return what is needed beside the downloaded files until the GGUF file is there."""
    if entry.ready_file:
        return 0
    quantized = 0 if quantization == "f16" else entry.shape.gguf_bytes(quantization)
    return entry.shape.f16_bytes + quantized


def _offered(entry: CatalogueEntry, quantization: str, file: Path | None, default: str) -> ListedModel:
    size_bytes = file.stat().st_size if file else result_bytes(entry, quantization)
    name = entry.installed_name(quantization)
    return ListedModel(
        name=name,
        description=entry.description,
        suits=entry.suits,
        languages=entry.languages,
        licence=entry.licence,
        parameters=entry.shape.parameters,
        layers=entry.shape.layers,
        heads=entry.shape.heads,
        width=entry.shape.width,
        context=entry.shape.context,
        quantizations=entry.quantizations,
        quantization=quantization,
        download_bytes=download_bytes(entry),
        size_bytes=size_bytes,
        memory_bytes=entry.shape.memory_bytes(size_bytes),
        disk_bytes=disk_bytes(entry, quantization),
        is_installed=file is not None,
        path=str(file) if file else None,
        in_catalogue=True,
        default=name == default,
        terms=str(entry.terms or ""),
    )


def _own_file(name: str, file: Path, *, is_default: bool) -> ListedModel:
    size_bytes = file.stat().st_size
    header = read_header(file)
    shape = header.shape
    return ListedModel(
        name=name,
        description="A GGUF file of your own.",
        suits="",
        languages=(),
        licence="",
        parameters=header.parameters,
        layers=shape.layers if shape else 0,
        heads=shape.heads if shape else 0,
        width=shape.width if shape else 0,
        context=shape.context if shape else 0,
        quantizations=(),
        quantization=header.quantization,
        download_bytes=0,
        size_bytes=size_bytes,
        memory_bytes=shape.memory_bytes(size_bytes) if shape else size_bytes,
        disk_bytes=size_bytes,
        is_installed=True,
        path=str(file),
        in_catalogue=False,
        default=is_default,
    )

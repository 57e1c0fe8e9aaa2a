"""A model as the window shows it, read from what `keyboard models list --json` prints."""

import json
from dataclasses import dataclass, fields

from keyboard.editor.figures import decimal


@dataclass(frozen=True)
class ModelEntry:
    """A model that is installed or can be; the names are those of the command's JSON.

    Attributes:
        name: What it is called here.
        description: What it is.
        suits: Whom or what it suits; "" where that is not known.
        licence: Its licence's SPDX identifier; "" where that is not known.
        parameters: How many weights it has; 0 where that is not known.
        quantizations: What there is to choose from; none where it is fixed.
        quantization: The one that is installed, or that is if none is chosen.
        download_bytes: What an installation fetches.
        size_bytes: Of its file, or of the one that an installation results in.
        memory_bytes: What the engine needs for it, estimated.
        is_installed: Whether its file is there.
        tokens_per_second: How fast it is here; None where that is not known.
        is_speed_measured: Whether that was measured with this very file.
    """

    name: str
    description: str
    suits: str
    licence: str
    parameters: int
    quantizations: tuple[str, ...]
    quantization: str
    download_bytes: int
    size_bytes: int
    memory_bytes: int
    is_installed: bool
    tokens_per_second: float | None
    is_speed_measured: bool


@dataclass(frozen=True)
class BackendEntry:
    """What can evaluate a model on this machine, read from what `keyboard backends --json` prints.

    Attributes:
        backend: Its name.
        device: The device in its maker's words.
        is_gpu: Whether a GPU evaluates the model's layers.
        tokens_per_second: How fast it decodes the model in use; None where that was not measured.
        has_crashed: Whether it has ended a process, and is only used when it is chosen.
    """

    backend: str
    device: str
    is_gpu: bool
    tokens_per_second: float | None
    has_crashed: bool = False


def read_models(printed: str) -> tuple[ModelEntry, ...]:
    """Return the models that the command has printed."""
    names = {field.name for field in fields(ModelEntry)}
    rows = [{name: value for name, value in row.items() if name in names} for row in json.loads(printed)]
    return tuple(ModelEntry(**{**row, "quantizations": tuple(row["quantizations"])}) for row in rows)


def read_backends(printed: str) -> tuple[BackendEntry, ...]:
    """Return the backends that the command has printed."""
    names = {field.name for field in fields(BackendEntry)}
    return tuple(BackendEntry(**{name: value for name, value in row.items() if name in names}) for row in json.loads(printed))


def size_text(size_bytes: int) -> str:
    """Return a size for a person, as in "98 MB" or "1.7 GB"."""
    return f"{decimal(size_bytes / 1e9, 1)} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"

"""Which backends have proven themselves, with which model, kept for the next start."""

import contextlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from keyboard.atomic_file import write_atomically
from keyboard.language_model.backends import Backend


@dataclass(frozen=True)
class MeasuredModel:
    """A model file that was decoded with on this machine."""

    size_bytes: int
    tokens_per_second: float


class ProofRecord:
    """A file of proofs. Only what worked is kept, so that what failed once is tried again."""

    def __init__(self, cache_folder: Path) -> None:
        self._file = cache_folder / "proven-backends.json"

    def recall(self, backend: Backend, model_file: Path) -> float | None:
        """Return the tokens a second that the backend decoded with this very file, or None where it was not proven."""
        speed = self._read().get(_key(backend, model_file))
        return float(speed) if isinstance(speed, int | float) else None

    def remember(self, backend: Backend, model_file: Path, tokens_per_second: float) -> None:
        """Keep a proof; where the disk does not take it, the next start proves again."""
        proofs = self._read() | {_key(backend, model_file): tokens_per_second}
        with contextlib.suppress(OSError):
            write_atomically(self._file, json.dumps(proofs, indent=2).encode())

    def measured(self, backend: Backend) -> tuple[MeasuredModel, ...]:
        """Return all files that the backend has decoded with, also those that are gone."""
        start = _device_key(backend)
        found = []
        for key, speed in self._read().items():
            size_bytes = key.removeprefix(start).split("|")[-2:-1]
            if key.startswith(start) and isinstance(speed, int | float) and size_bytes and size_bytes[0].isdigit():
                found.append(MeasuredModel(int(size_bytes[0]), float(speed)))
        return tuple(found)

    def _read(self) -> dict[str, object]:
        try:
            proofs = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return proofs if isinstance(proofs, dict) else {}


def _key(backend: Backend, model_file: Path) -> str:
    """Return what a proof holds for: the build, the device and the file."""
    try:
        status = model_file.stat()
    except OSError:
        return ""
    return f"{_device_key(backend)}{model_file.name}|{status.st_size}|{status.st_mtime_ns}"


def _device_key(backend: Backend) -> str:
    layers = "" if backend.gpu_layers is None else f":{backend.gpu_layers}"
    return f"{version('llama-cpp-python')}|{backend.name}{layers}|{backend.device}|"

"""Stores which backends have proven themselves: by build, device and model file, in one file that several engines share."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from keyboard.storage.atomic_file import locked_file, write_atomically

if TYPE_CHECKING:
    from keyboard.language_model.backends import Backend

_PATIENCE_S = 5


class RecordFile:
    """A JSON file of findings about this machine. They can be made again, so one that cannot be read or written is no error."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> object:
        """Return its content, or None where it cannot be read."""
        try:
            return json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def change(self, changed: Callable[[object], object]) -> None:
        """Replace the content by what `changed` makes of it, under a lock, so that no other process's entry is lost."""
        # A lock that is not had in time is an `OSError` too.
        with contextlib.suppress(OSError), locked_file(self._file, _PATIENCE_S):
            write_atomically(self._file, json.dumps(changed(self.read()), indent=2).encode())


# The package whose version tells one build of llama.cpp from another.
BUILD = "llama-cpp-python"
_KEY_PARTS = 6
# How many measurements are stored of each. The quickest counts: the others were made while the machine did something else. Older
# ones are removed, since a machine can become slower for good.
_MEASUREMENTS = 5


@dataclass(frozen=True)
class RecordedProof:
    """A model file that a backend of this machine has decoded."""

    backend: str
    file_name: str  # the file's name; with the next two it identifies the file
    size_bytes: int
    changed_ns: int
    tokens_per_second: float

    def is_of(self, model_file: Path) -> bool:
        """Return whether this is the proof of a file as it is now."""
        try:
            status = model_file.stat()
        except OSError:
            return False
        return (model_file.name, status.st_size, status.st_mtime_ns) == (self.file_name, self.size_bytes, self.changed_ns)


class ProofRecord:
    """A file of proofs. Only what worked is stored, so that what failed once is tried again."""

    def __init__(self, cache_folder: Path) -> None:
        self._file = RecordFile(cache_folder / "proven-backends.json")

    def recall(self, backend: "Backend", model_file: Path) -> float | None:
        """Return the tokens a second that the backend decodes with this very file, or None where it was not proven.

        They are the most of the latest measurements.
        """
        return max(_speeds(self._read(), _key(backend, model_file)), default=None)

    def remember(self, backend: "Backend", model_file: Path, tokens_per_second: float) -> None:
        """Store a measurement beside the latest ones; where it cannot be written, the next start proves the backend again."""
        key = _key(backend, model_file)

        def with_measurement(content: object) -> dict[str, object]:
            proofs = _proofs_in(content)
            return proofs | {key: [*_speeds(proofs, key), tokens_per_second][-_MEASUREMENTS:]}

        self._file.change(with_measurement)

    def proofs(self) -> tuple[RecordedProof, ...]:
        """Return the proofs with this build of llama.cpp, including those of files that are gone."""
        found, proofs = [], self._read()
        for key in proofs:
            parts, speeds = key.split("|"), _speeds(proofs, key)
            is_proof = len(parts) >= _KEY_PARTS and all(part.isdigit() for part in parts[-2:])
            if is_proof and parts[0] == version(BUILD) and speeds:
                file_name = "|".join(parts[3:-2])
                found.append(RecordedProof(parts[1], file_name, int(parts[-2]), int(parts[-1]), max(speeds)))
        return tuple(found)

    def _read(self) -> dict[str, object]:
        return _proofs_in(self._file.read())


def _proofs_in(content: object) -> dict[str, object]:
    return content if isinstance(content, dict) else {}


def _speeds(proofs: dict[str, object], key: str) -> list[float]:
    """Return the latest measurements, oldest first; the first version wrote a single number."""
    value = proofs.get(key)
    speeds = value if isinstance(value, list) else [value]
    return [float(speed) for speed in speeds if isinstance(speed, int | float)]


def _key(backend: "Backend", model_file: Path) -> str:
    """Return what a proof is stored under: the build, the device and the file."""
    try:
        status = model_file.stat()
    except OSError:
        return ""
    layers = "" if backend.gpu_layers is None else f":{backend.gpu_layers}"
    device = f"{version(BUILD)}|{backend.name}{layers}|{backend.device}"
    return f"{device}|{model_file.name}|{status.st_size}|{status.st_mtime_ns}"

"""Which backends have proven themselves, by build, device and model file, and how fast they decoded; engines share the file."""

import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from keyboard.model_store.listing import ListedModel
from keyboard.model_store.store import ModelStore
from keyboard.storage.atomic_file import locked_file, write_atomically
from keyboard.storage.locations import cache_folder

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


@dataclass(frozen=True)
class ModelSpeed:
    """How fast a model decodes, in tokens a second, and whether that was measured with this very file."""

    tokens_per_second: float
    is_measured: bool


def estimated_speed(size_bytes: int, measured: Sequence[RecordedProof]) -> ModelSpeed | None:
    """Return the expected speed of a file of this size, from the measured one nearest in size; None where there is none.

    Decoding a token reads all weights once, and reading takes the time: tokens per second are the bytes that the machine reads
    per second divided by the file's bytes. A small model is a little slower, as is a quantization without a fast kernel.
    """
    if not measured or size_bytes <= 0:
        return None
    nearest = min(measured, key=lambda proof: max(proof.size_bytes, size_bytes) / max(1, min(proof.size_bytes, size_bytes)))
    return ModelSpeed(nearest.tokens_per_second * nearest.size_bytes / size_bytes, is_measured=False)


class SpeedBook:
    """The speeds of models on the best backend that has decoded a model with all its layers, a GPU before the CPU."""

    def __init__(self) -> None:
        """Read the record of proofs; llama.cpp is not loaded for it."""
        proofs = ProofRecord(cache_folder()).proofs()
        whole = (proof for proof in proofs if ":" not in proof.backend)
        best = min(whole, key=lambda proof: (_rank(proof.backend), -proof.tokens_per_second), default=None)
        self._proofs = [proof for proof in proofs if best and proof.backend == best.backend]

    def speed(self, model_file: Path | None, size_bytes: int) -> ModelSpeed | None:
        """Return the speed of a file, or of one of this size in bytes; None if nothing was measured yet."""
        for proof in self._proofs:
            if model_file and proof.is_of(model_file):
                return ModelSpeed(proof.tokens_per_second, is_measured=True)
        return estimated_speed(size_bytes, self._proofs)


def _rank(backend: str) -> int:
    """Return a backend's place, as `keyboard backends` lists them."""
    if backend == "cpu-plain":
        return 2
    return 1 if backend.partition("-")[0] == "cpu" else 0


def models_with_speed() -> tuple[ListedModel, ...]:
    """Return the models that are installed or can be, with how fast each is here."""
    book = SpeedBook()
    return tuple(_with_speed(model, book) for model in ModelStore().listed())


def _with_speed(model: ListedModel, book: SpeedBook) -> ListedModel:
    speed = book.speed(Path(model.path) if model.path else None, model.size_bytes)
    if speed is None:
        return model
    return replace(model, tokens_per_second=speed.tokens_per_second, is_speed_measured=speed.is_measured)

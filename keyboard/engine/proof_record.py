"""Which backends have proven themselves, with which model, kept for the next start."""

import contextlib
import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from keyboard.atomic_file import write_atomically

if TYPE_CHECKING:
    from keyboard.language_model.backends import Backend


_BUILD = "llama-cpp-python"
_KEY_PARTS = 6


@dataclass(frozen=True)
class RecordedProof:
    """A model file that was decoded with on this machine.

    Attributes:
        backend: What evaluated it.
        file_name: Its name,
        size_bytes: its size,
        changed_ns: and when it was changed, in nanoseconds: these three tell it from others.
        tokens_per_second: How fast it was.
    """

    backend: str
    file_name: str
    size_bytes: int
    changed_ns: int
    tokens_per_second: float

    def is_of(self, model_file: Path) -> bool:
        """Tell whether this is what was found out about a file as it is now."""
        try:
            status = model_file.stat()
        except OSError:
            return False
        return (model_file.name, status.st_size, status.st_mtime_ns) == (self.file_name, self.size_bytes, self.changed_ns)


class ProofRecord:
    """A file of proofs. Only what worked is kept, so that what failed once is tried again."""

    def __init__(self, cache_folder: Path) -> None:
        self._file = cache_folder / "proven-backends.json"

    def recall(self, backend: "Backend", model_file: Path) -> float | None:
        """Return the tokens a second that the backend decoded with this very file, or None where it was not proven."""
        speed = self._read().get(_key(backend, model_file))
        return float(speed) if isinstance(speed, int | float) else None

    def remember(self, backend: "Backend", model_file: Path, tokens_per_second: float) -> None:
        """Keep a proof; where the disk does not take it, the next start proves again."""
        proofs = self._read() | {_key(backend, model_file): tokens_per_second}
        with contextlib.suppress(OSError):
            write_atomically(self._file, json.dumps(proofs, indent=2).encode())

    def proofs(self) -> tuple[RecordedProof, ...]:
        """Return all that this build of llama.cpp has decoded with, also files that are gone."""
        found = []
        for key, speed in self._read().items():
            parts = key.split("|")
            is_proof = len(parts) >= _KEY_PARTS and all(part.isdigit() for part in parts[-2:])
            if is_proof and parts[0] == version(_BUILD) and isinstance(speed, int | float):
                file_name = "|".join(parts[3:-2])
                found.append(RecordedProof(parts[1], file_name, int(parts[-2]), int(parts[-1]), float(speed)))
        return tuple(found)

    def _read(self) -> dict[str, object]:
        try:
            proofs = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return proofs if isinstance(proofs, dict) else {}


def _key(backend: "Backend", model_file: Path) -> str:
    """Return what a proof holds for: the build, the device and the file."""
    try:
        status = model_file.stat()
    except OSError:
        return ""
    layers = "" if backend.gpu_layers is None else f":{backend.gpu_layers}"
    device = f"{version(_BUILD)}|{backend.name}{layers}|{backend.device}"
    return f"{device}|{model_file.name}|{status.st_size}|{status.st_mtime_ns}"

"""Says how fast a model decodes on this machine: as measured, or estimated from another model that was.

Decoding a token reads all weights once, and reading takes the time: tokens per second are the bytes that the machine reads per
second divided by the file's bytes. A small model is a little slower than that, as is a quantization without a fast kernel.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from keyboard.engine.proof_record import ProofRecord, RecordedProof
from keyboard.model_store.listing import ListedModel
from keyboard.model_store.store import ModelStore
from keyboard.storage.locations import cache_folder


@dataclass(frozen=True)
class ModelSpeed:
    """How fast a model decodes, in tokens a second, and whether that was measured with this very file."""

    tokens_per_second: float
    is_measured: bool


def estimated_speed(size_bytes: int, measured: Sequence[RecordedProof]) -> ModelSpeed | None:
    """Return the expected speed of a file of this size, from the measured one nearest in size; None where there is none."""
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
        """Return the speed of a file, or of one that would have so many bytes; None where nothing was measured yet."""
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

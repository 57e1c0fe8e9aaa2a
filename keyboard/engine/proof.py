"""A backend is proven before a text depends on it: one decode in a child process.

A processor can announce what its machine does not grant, and the first decode then ends the process (AMX without the kernel's
leave, for one); a broken file can do the same. So a child goes first, and what worked is remembered.
"""

import json
import subprocess
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from keyboard.engine.child import child_command
from keyboard.engine.errors import EngineError
from keyboard.engine.proof_record import ProofRecord
from keyboard.language_model.backends import Backend, available_backends, backend_named
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.model import Model
from keyboard.locations import cache_folder

_TIMEOUT_S = 180
_STEPS = 8


@dataclass(frozen=True)
class Proof:
    """What a child process found: how fast the backend decodes, in tokens a second, or why it cannot be used."""

    tokens_per_second: float
    failure: str


@dataclass(frozen=True)
class BackendReport:
    """What is known of a backend.

    Attributes:
        backend: Its name.
        device: The device in its maker's words.
        is_gpu: Whether a GPU evaluates the model's layers.
        tokens_per_second: How fast it decodes a model; None where it was not tried with it.
    """

    backend: str
    device: str
    is_gpu: bool
    tokens_per_second: float | None

    @property
    def how(self) -> str:
        """How it was proven, for a person."""
        if self.tokens_per_second is None:
            return "not tried"
        return f"one decode in a child process, {self.tokens_per_second:.0f} tokens a second"


def choose_backend(
    model_file: Path, without: Collection[str] = (), *, only: str | None = None, gpu_layers: int | None = None
) -> Backend:
    """Return the best backend that has proven itself with this model, leaving out those of `without`.

    `only` names the one that is wanted, and a GPU evaluates `gpu_layers` of the model's layers, or all.
    Raises `EngineError` with the last reason where none has proven itself.
    """
    record = ProofRecord(cache_folder())
    failure = f"no backend is left for {model_file}"
    candidates = [backend for backend in available_backends() if backend.name not in without]
    if only is not None:
        candidates = [backend for backend in candidates if backend.name == only]
        failure = f"The backend {only} cannot be used; `keyboard backends` lists those that this machine has."
    for backend in _with_layers(candidates, gpu_layers):
        if record.recall(backend, model_file) is not None:
            return backend
        proof = prove(model_file, backend)
        if not proof.failure:
            record.remember(backend, model_file, proof.tokens_per_second)
            return backend
        failure = proof.failure
    raise EngineError(failure)


def _with_layers(backends: Iterable[Backend], gpu_layers: int | None) -> Iterator[Backend]:
    """Yield the backends, those on a GPU with so many of the model's layers."""
    for backend in backends:
        yield replace(backend, gpu_layers=gpu_layers) if backend.is_gpu else backend


def prove_model(model_file: Path) -> str:
    """Return the name of the backend that the model runs on, or raise `EngineError` with the reason why on none."""
    return choose_backend(model_file).name


def describe_backends(model_file: Path | None) -> tuple[BackendReport, ...]:
    """Return what is known of each backend for this model, without trying any."""
    record = ProofRecord(cache_folder())
    return tuple(
        BackendReport(backend.name, backend.device, backend.is_gpu, record.recall(backend, model_file) if model_file else None)
        for backend in available_backends()
    )


def prove(model_file: Path, backend: Backend) -> Proof:
    """Decode a few tokens in a child process and return what came of it."""
    layers = [] if backend.gpu_layers is None else ["--gpu-layers", str(backend.gpu_layers)]
    command = child_command("prove", str(model_file), "--backend", backend.name, *layers)
    try:
        child = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return Proof(0, f"{model_file} gave no answer on {backend.name} within {_TIMEOUT_S} s.")
    try:
        values = json.loads(child.stdout)
        return Proof(float(values["tokens_per_second"]), str(values["failure"]))
    except (ValueError, KeyError, TypeError):
        ending = f"signal {-child.returncode}" if child.returncode < 0 else f"exit code {child.returncode}"
        return Proof(0, f"{model_file} ends llama.cpp on {backend.name} ({ending}); choose another model.")


def print_proof(model_file: Path, backend_name: str, gpu_layers: int | None = None) -> None:
    """Be the child: decode a few tokens and print a `Proof` as JSON."""
    print(json.dumps(asdict(_decode_some(model_file, backend_name, gpu_layers))))  # noqa: T201 - the parent reads it


def _decode_some(model_file: Path, backend_name: str, gpu_layers: int | None) -> Proof:
    backend = backend_named(backend_name)
    if backend is None:
        return Proof(0, f"this build of llama.cpp has no backend {backend_name}")
    try:
        model = Model(model_file, replace(backend, gpu_layers=gpu_layers))
        cache = KVCache(model, n_cells=256, n_sequences=2, n_batch=8)
        cache.evaluate([Row(model.begin_token, 0, (0,), False), Row(1, 1, (0,), True)])
        steps_s = [_step_s(cache, position) for position in range(2, 2 + _STEPS)]
        # The quickest step, because others may be computing at the same time.
        return Proof(1 / min(steps_s), "")
    except LanguageModelError as error:
        return Proof(0, str(error))


def _step_s(cache: KVCache, position: int) -> float:
    started = time.perf_counter()
    cache.evaluate([Row(1, position, (0,), True)])
    return time.perf_counter() - started

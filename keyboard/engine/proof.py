"""A backend is proven before a text depends on it: one decode in a child process.

A processor can announce what its machine does not grant, and the first decode then ends the process (AMX without the kernel's
leave, for one); a broken file can do the same. So a child goes first, and what worked is remembered.
"""

import json
import subprocess
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
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
_STEPS = 4


@dataclass(frozen=True)
class Proof:
    """What a child process found: how fast the backend decodes, in tokens a second, or why it cannot be used."""

    tokens_per_second: float
    failure: str


@dataclass(frozen=True)
class BackendReport:
    """What `keyboard doctor` says of a backend: `proven` is None where it was not tried."""

    backend: str
    device: str
    proven: bool | None
    how: str


def choose_backend(model_file: Path, without: Collection[str] = ()) -> Backend:
    """Return the best backend that has proven itself with this model, leaving out those named.

    Raises `EngineError` with the last reason where none has.
    """
    record = ProofRecord(cache_folder())
    failure = f"no backend is left for {model_file}"
    for backend in available_backends():
        if backend.name in without:
            continue
        if record.recall(backend, model_file) is not None:
            return backend
        proof = prove(model_file, backend)
        if not proof.failure:
            record.remember(backend, model_file, proof.tokens_per_second)
            return backend
        failure = proof.failure
    raise EngineError(failure)


def prove_model(model_file: Path) -> str:
    """Return the name of the backend that the model runs on, or raise `EngineError` with the reason why on none."""
    return choose_backend(model_file).name


def describe_backends(model_file: Path | None) -> tuple[BackendReport, ...]:
    """Return what is known of each backend for this model, without trying any."""
    record = ProofRecord(cache_folder())
    reports = []
    for backend in available_backends():
        speed = record.recall(backend, model_file) if model_file else None
        how = "not tried" if speed is None else f"one decode in a child process, {speed:.0f} tokens a second"
        reports.append(BackendReport(backend.name, backend.device, None if speed is None else True, how))
    return tuple(reports)


def prove(model_file: Path, backend: Backend) -> Proof:
    """Decode a few tokens in a child process and return what came of it."""
    command = child_command("prove", str(model_file), "--backend", backend.name)
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


def print_proof(model_file: Path, backend_name: str) -> None:
    """Be the child: decode a few tokens and print a `Proof` as JSON."""
    print(json.dumps(asdict(_decode_some(model_file, backend_name))))  # noqa: T201 - the parent reads it


def _decode_some(model_file: Path, backend_name: str) -> Proof:
    backend = backend_named(backend_name)
    if backend is None:
        return Proof(0, f"this build of llama.cpp has no backend {backend_name}")
    try:
        model = Model(model_file, backend)
        cache = KVCache(model, n_cells=256, n_sequences=2, n_batch=8)
        cache.evaluate([Row(model.begin_token, 0, (0,), False), Row(1, 1, (0,), True)])
        started = time.perf_counter()
        for position in range(2, 2 + _STEPS):
            cache.evaluate([Row(1, position, (0,), True)])
        return Proof(_STEPS / (time.perf_counter() - started), "")
    except LanguageModelError as error:
        return Proof(0, str(error))

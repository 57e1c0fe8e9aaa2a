"""Proves a backend before a text depends on it: a child process loads its library, and decodes a few tokens with a model file.

A processor can announce a feature that the machine does not grant, such as AMX without the kernel's permission; the first decode
then ends the process. A damaged file or driver can do the same. So a child process goes first.
"""

import functools
import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

from keyboard.engine.child import ending_of, has_crashed, run_child
from keyboard.engine.proof_record import RecordFile
from keyboard.language_model.backends import Backend, backend_named, gpu_libraries, load_libraries
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.model import Model
from keyboard.storage.locations import cache_folder

_TIMEOUT_S = 180  # of a child process


@functools.cache
def harmless_gpu_libraries() -> tuple[Path, ...]:
    """Return the libraries for GPUs that can be loaded.

    The findings of the child processes hold until the machine restarts, as it does after most changes of a driver.
    """
    return tuple(library.file for library in gpu_libraries() if _is_harmless(library.file))


def unusable_gpu_libraries() -> tuple[str, ...]:
    """Return the names of the libraries that cannot be loaded: their driver is missing, or ends the process."""
    harmless = harmless_gpu_libraries()
    return tuple(library.name for library in gpu_libraries() if library.file not in harmless)


def load_library(file: Path) -> None:
    """Be the child: load the library, or raise `LanguageModelError`."""
    load_libraries([file])


def _is_harmless(library: Path) -> bool:
    record = RecordFile(cache_folder() / "gpu-libraries.json")
    status = library.stat()
    key = f"{library}|{status.st_size}|{status.st_mtime_ns}|{psutil.boot_time():.0f}"
    known = _trials_in(record.read())
    if key in known:
        return bool(known[key])
    loads = _loads_in_child(library)

    def with_trial(content: object) -> dict[str, object]:
        others = {other: value for other, value in _trials_in(content).items() if str(library) not in other}
        return {key: loads} | others

    record.change(with_trial)
    return loads


def _trials_in(content: object) -> dict[str, object]:
    return content if isinstance(content, dict) else {}


def _loads_in_child(library: Path) -> bool:
    try:
        child = run_child("load-library", str(library), timeout_s=_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return False
    return child.returncode == 0


# Tokens read in one batch, as a text's context is: its kernels, AMX's among them, are not those for a single token.
_BATCH = 32
_STEPS = 8


@dataclass(frozen=True)
class Proof:
    """The findings of the child process."""

    tokens_per_second: float
    failure: str  # why the backend cannot be used, or ""
    is_crash: bool = False  # whether the process crashed or hung


def prove(model_file: Path, backend: Backend) -> Proof:
    """Let a child process decode a few tokens, and return its findings."""
    layers = [] if backend.gpu_layers is None else ["--gpu-layers", str(backend.gpu_layers)]
    libraries = [f"--library={file}" for file in backend.libraries]
    arguments = ("prove", str(model_file), "--backend", backend.name, *layers, *libraries)
    try:
        child = run_child(*arguments, timeout_s=_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return Proof(0, f"{model_file} gave no answer on {backend.name} within {_TIMEOUT_S} s.", is_crash=True)
    try:
        values = json.loads(child.stdout)
        return Proof(float(values["tokens_per_second"]), str(values["failure"]))
    except (ValueError, KeyError, TypeError):
        ending = ending_of(child.returncode)
        failure = f"{model_file} ends llama.cpp on {backend.name} ({ending}); choose another model."
        return Proof(0, failure, is_crash=has_crashed(child.returncode))


def print_proof(model_file: Path, backend_name: str, gpu_layers: int | None, libraries: Sequence[Path]) -> None:
    """Be the child: decode a few tokens on a backend of these libraries and print a `Proof` as JSON."""
    print(json.dumps(asdict(_decode_some(model_file, backend_name, gpu_layers, libraries))))  # noqa: T201 - the parent reads it


def _decode_some(model_file: Path, backend_name: str, gpu_layers: int | None, libraries: Sequence[Path]) -> Proof:
    try:
        backend = backend_named(backend_name, libraries)
        if backend is None:
            return Proof(0, f"The backend {backend_name} is not there; `keyboard backends` lists those that are.")
        model = Model(model_file, replace(backend, gpu_layers=gpu_layers))
        cache = KVCache(model, n_cells=256, n_sequences=2, n_batch=_BATCH)
        length = min(_BATCH, model.n_ctx_train - _STEPS)
        context = [Row(1, position, (0,), position == length - 1) for position in range(1, length)]
        cache.evaluate([Row(model.begin_token, 0, (0,), False), *context])
        for position in range(length, length + _STEPS):
            cache.evaluate([Row(1, position, (0,), True)])
        # The quickest step, because others may be computing at the same time.
        return Proof(1 / cache.quickest_step_s, "")
    except LanguageModelError as error:
        return Proof(0, str(error))

"""Chooses the backend that evaluates a model: the best one that has proven itself with it and is not known to crash."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from keyboard.engine.backend_proof import harmless_gpu_libraries, prove
from keyboard.engine.engine_state import BackendReport
from keyboard.engine.errors import EngineError
from keyboard.engine.proof_record import BUILD, ProofRecord, RecordFile
from keyboard.language_model.backends import CPU, CPU_PLAIN, Backend, available_backends
from keyboard.model_store.gguf_header import read_header
from keyboard.storage.locations import cache_folder


class CrashRecord:
    """A file of the backends that ended a process at a decode that another backend survived.

    A CPU that cannot run a library cannot run it with any model; a GPU may lack the memory for one of them only.
    """

    def __init__(self, cache_folder: Path) -> None:
        self._file = RecordFile(cache_folder / "crashed-backends.json")

    def recall(self, backend: "Backend", model_file: Path | None) -> bool:
        """Return whether the backend has crashed with this build of llama.cpp, a GPU with this model file."""
        return _key(backend, model_file) in _crashes_in(self._file.read())

    def remember(self, backend: "Backend", model_file: Path) -> None:
        """Store a crash; where it cannot be written, the next start finds it out again."""
        key = _key(backend, model_file)
        self._file.change(lambda content: sorted(_crashes_in(content) | {key}))

    def forget(self, backend: "Backend", model_file: Path) -> None:
        """Remove the crash of a backend that has worked after all."""
        if self.recall(backend, model_file):
            key = _key(backend, model_file)
            self._file.change(lambda content: sorted(_crashes_in(content) - {key}))


def _crashes_in(content: object) -> set[str]:
    return {crash for crash in content if isinstance(crash, str)} if isinstance(content, list) else set()


def _key(backend: "Backend", model_file: Path | None) -> str:
    model = model_file.name if backend.is_gpu and model_file else ""
    return f"{version(BUILD)}|{backend.name}|{backend.device}|{model}"


def choose_backend(
    model_file: Path, without: Collection[str] = (), *, only: str | None = None, gpu_layers: int | None = None
) -> Backend:
    """Return the best backend that has proven itself with this model, leaving out those of `without`.

    `only` names the one that the user wants, even if it has crashed before; `cpu` is any for the CPU but `cpu-plain`. A GPU
    evaluates `gpu_layers` of the model's layers, or all. Raises `EngineError` with the last reason where none can be used.
    """
    proofs, crashes = ProofRecord(cache_folder()), CrashRecord(cache_folder())
    failure = f"no backend is left for {model_file}"
    candidates = [backend for backend in known_backends() if backend.name not in without]
    if only is not None:
        candidates = [backend for backend in candidates if _answers_to(only, backend)]
        failure = f"The backend {only} cannot be used; `keyboard backends` lists those that this machine has."
    crashed: list[Backend] = []
    for candidate in candidates:
        backend = replace(candidate, gpu_layers=gpu_layers) if candidate.is_gpu else candidate
        if proofs.recall(backend, model_file) is not None:
            return backend
        if crashes.recall(backend, model_file) and only != backend.name:
            continue
        proof = prove(model_file, backend)
        if not proof.failure:
            proofs.remember(backend, model_file, proof.tokens_per_second)
            crashes.forget(backend, model_file)
            _remember_crashes(crashes, crashed, model_file)
            return backend
        failure = proof.failure
        if proof.is_crash:
            crashed.append(backend)
    raise EngineError(failure)


def known_backends() -> tuple[Backend, ...]:
    """Return the backends of this machine, the best first; a library that cannot be loaded has none."""
    crashes = CrashRecord(cache_folder())
    libraries = harmless_gpu_libraries()
    avoided = [backend.name for backend in available_backends() if not backend.is_gpu and crashes.recall(backend, None)]
    return available_backends(libraries, avoided)


def describe_backends(model_file: Path | None, gpu_layers: int | None = None) -> tuple[BackendReport, ...]:
    """Return what is known of each backend for this model, with this number of layers on a GPU or all, without trying any."""
    proofs, crashes = ProofRecord(cache_folder()), CrashRecord(cache_folder())
    shape = read_header(model_file).shape if model_file else None
    layers = shape.layers + 1 if shape else None
    reports = []
    for known in known_backends():
        backend = replace(known, gpu_layers=gpu_layers) if known.is_gpu else known
        speed = proofs.recall(backend, model_file) if model_file else None
        on_gpu = _offloaded(backend, layers) if layers else None
        has_crashed = crashes.recall(backend, model_file)
        reports.append(BackendReport(backend.name, backend.device, backend.is_gpu, speed, has_crashed, layers, on_gpu))
    return tuple(reports)


def measure_backends(model_file: Path) -> None:
    """Try each backend with this model in turn, and store how fast it is, or that it crashed.

    Raises `EngineError` with the last reason where the model runs on none.
    """
    proofs, crashes = ProofRecord(cache_folder()), CrashRecord(cache_folder())
    crashed, has_worked, failure = [], False, ""
    for backend in known_backends():
        proof = prove(model_file, backend)
        failure = proof.failure or failure
        if proof.is_crash:
            crashed.append(backend)
        elif not proof.failure:
            has_worked = True
            proofs.remember(backend, model_file, proof.tokens_per_second)
            crashes.forget(backend, model_file)
    if not has_worked:
        raise EngineError(failure)
    _remember_crashes(crashes, crashed, model_file)


def prove_model(model_file: Path) -> str:
    """Return the name of the backend that the model runs on, or raise `EngineError` with the reason why on none."""
    return choose_backend(model_file).name


def _answers_to(name: str, backend: Backend) -> bool:
    is_some_cpu = name == CPU and backend.name.startswith(f"{CPU}-") and backend.name != CPU_PLAIN
    return backend.name == name or is_some_cpu


def _offloaded(backend: Backend, layers: int) -> int:
    """Return how many of a model's layers the backend puts on a GPU."""
    if not backend.is_gpu:
        return 0
    return layers if backend.gpu_layers is None else min(layers, backend.gpu_layers)


def _remember_crashes(crashes: CrashRecord, crashed: Iterable[Backend], model_file: Path) -> None:
    """Store which backends crashed with a model that ran on another one, so that the model was not the cause.

    Where one for the CPU crashed, a GPU may have crashed only because part of its work is done there, so it is tried again.
    """
    backends = tuple(crashed)
    cpus = tuple(backend for backend in backends if not backend.is_gpu)
    for backend in cpus or backends:
        crashes.remember(backend, model_file)

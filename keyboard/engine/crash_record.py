"""Which backends have ended a process, kept so that they are not used again."""

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from keyboard.engine.proof_record import BUILD
from keyboard.engine.record_file import RecordFile

if TYPE_CHECKING:
    from keyboard.language_model.backends import Backend


class CrashRecord:
    """A file of the backends that died at a decode where another did not.

    A kind of processor that cannot run its library cannot run it with any model; a GPU may lack the memory for one of them.
    """

    def __init__(self, cache_folder: Path) -> None:
        self._file = RecordFile(cache_folder / "crashed-backends.json")

    def recall(self, backend: "Backend", model_file: Path | None) -> bool:
        """Tell whether the backend has crashed with this build of llama.cpp; of a GPU, with this model file."""
        return _key(backend, model_file) in _crashes_in(self._file.read())

    def remember(self, backend: "Backend", model_file: Path) -> None:
        """Keep a crash; where the disk does not take it, the next start finds it out again."""
        key = _key(backend, model_file)
        self._file.change(lambda content: sorted(_crashes_in(content) | {key}))

    def forget(self, backend: "Backend", model_file: Path) -> None:
        """Drop a crash, of a backend that has worked after all."""
        if self.recall(backend, model_file):
            key = _key(backend, model_file)
            self._file.change(lambda content: sorted(_crashes_in(content) - {key}))


def _crashes_in(content: object) -> set[str]:
    return {crash for crash in content if isinstance(crash, str)} if isinstance(content, list) else set()


def _key(backend: "Backend", model_file: Path | None) -> str:
    model = model_file.name if backend.is_gpu and model_file else ""
    return f"{version(BUILD)}|{backend.name}|{backend.device}|{model}"

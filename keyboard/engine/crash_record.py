"""Which backends have ended a process, kept so that they are not used again."""

import contextlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from keyboard.atomic_file import write_atomically
from keyboard.engine.proof_record import BUILD

if TYPE_CHECKING:
    from keyboard.language_model.backends import Backend


class CrashRecord:
    """A file of the backends that died at a decode where another did not.

    A kind of processor that cannot run its library cannot run it with any model; a GPU may lack the memory for one of them.
    """

    def __init__(self, cache_folder: Path) -> None:
        self._file = cache_folder / "crashed-backends.json"

    def recall(self, backend: "Backend", model_file: Path | None) -> bool:
        """Tell whether the backend has crashed with this build of llama.cpp; of a GPU, with this model file."""
        return _key(backend, model_file) in self._read()

    def remember(self, backend: "Backend", model_file: Path) -> None:
        """Keep a crash; where the disk does not take it, the next start finds it out again."""
        self._write(self._read() | {_key(backend, model_file)})

    def forget(self, backend: "Backend", model_file: Path) -> None:
        """Drop a crash, of a backend that has worked after all."""
        crashes = self._read()
        if (key := _key(backend, model_file)) in crashes:
            self._write(crashes - {key})

    def _read(self) -> set[str]:
        try:
            crashes = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return set()
        return {crash for crash in crashes if isinstance(crash, str)} if isinstance(crashes, list) else set()

    def _write(self, crashes: set[str]) -> None:
        with contextlib.suppress(OSError):
            write_atomically(self._file, json.dumps(sorted(crashes), indent=2).encode())


def _key(backend: "Backend", model_file: Path | None) -> str:
    model = model_file.name if backend.is_gpu and model_file else ""
    return f"{version(BUILD)}|{backend.name}|{backend.device}|{model}"

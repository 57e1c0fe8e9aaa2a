"""The models on this machine, as the window knows them; each piece of work is a command in a child process."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from keyboard.editor.translation import decimal
from keyboard.editor.updates import ChildCommand
from keyboard.engine.engine_state import BackendReport


@dataclass(frozen=True)
class ModelEntry:
    """The fields of `keyboard models list --json` that the window shows."""

    name: str
    description: str
    suits: str
    licence: str
    parameters: int
    quantizations: tuple[str, ...]
    quantization: str
    download_bytes: int
    size_bytes: int
    memory_bytes: int
    is_installed: bool
    tokens_per_second: float | None
    is_speed_measured: bool
    languages: tuple[str, ...] = ()  # the codes of those that it knows; none if that is not known
    terms: str = ""  # the file with the terms to accept before an installation


def size_text(size_bytes: int) -> str:
    """Return a readable size, such as "98 MB" or "1.7 GB"."""
    return f"{decimal(size_bytes / 1e9, 1)} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.0f} MB"


_PATIENCE_AT_END_MS = 1000


@dataclass(frozen=True)
class Work:
    """A running command on a model."""

    sentence: str
    progress: float = 0.0  # from 0 to 1
    is_installation: bool = True  # whether it makes the model usable
    is_polite: bool = False  # whether it yields the processor to typing, because the user has not asked for it


class ModelLibrary(QObject):
    """Lists, installs, verifies and removes models. Its work continues without a dialog, until `close`."""

    changed = Signal()  # the models, the backends or the work changed
    installed = Signal(str, str)  # the name that was asked for, and the new model's
    verified = Signal(str)  # the model's name; its file is intact
    removed = Signal(str)  # the model's name
    failed = Signal(str, str)  # the model's name, or "", and one sentence
    cancelled = Signal(str)  # the model's name

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.models: tuple[ModelEntry, ...] = ()  # the models, once `reload` has read them
        self.backends: tuple[BackendReport, ...] = ()
        self.is_measuring = False
        self.work: dict[str, Work] = {}  # running work, by the model's name
        self._commands: dict[str, ChildCommand] = {}
        self._once_known: list[Callable[[], None]] = []
        self._readings = 0

    def model(self, name: str) -> ModelEntry | None:
        return next((model for model in self.models if model.name == name), None)

    def model_for_language(self, language: str) -> ModelEntry | None:
        """Return a model that knows a language, by its code: an installed one, else the first of the catalogue, or None."""
        fitting = [model for model in self.models if language in model.languages]
        return next((model for model in fitting if model.is_installed), fitting[0] if fitting else None)

    def reload(self, then: Callable[[], None] | None = None) -> None:
        """Read the list of models again, then call `then`."""
        if then:
            self._once_known.append(then)
        self._readings += 1
        reading = self._readings

        def take(printed: str) -> None:
            if reading == self._readings:
                self.models = msgspec.json.decode(printed, type=tuple[ModelEntry, ...])
                self._models_read()

        self._run(("models", "list", "--json"), take)

    def reload_backends(self, model: str) -> None:
        """Read the list of backends again for a model; "" is the default model."""
        self._run(self._backends_command(model), self._take_backends)

    def measure_backends(self, model: str) -> None:
        """Measure each backend with a model, and read the list again."""
        self.is_measuring = True
        self.changed.emit()
        self._run((*self._backends_command(model), "--measure"), self._take_measured, otherwise=self._stop_measuring)

    @staticmethod
    def _backends_command(model: str) -> tuple[str, ...]:
        return ("backends", "--json", *((f"--model={model}",) if model else ()))

    def _take_backends(self, printed: str) -> None:
        self.backends = msgspec.json.decode(printed, type=tuple[BackendReport, ...])
        self.changed.emit()

    def _take_measured(self, printed: str) -> None:
        self.is_measuring = False
        self._take_backends(printed)

    def _stop_measuring(self) -> None:
        self.is_measuring = False
        self.changed.emit()

    def install(
        self, name: str, quantization: str | None = None, *, is_polite: bool = False, accepts_terms: bool = False
    ) -> None:
        """Install a model of the catalogue; `is_polite` yields the processor to typing.

        `accepts_terms` says that the user has accepted its terms of use.
        """
        choice = [f"--quantization={quantization}"] if quantization else []
        if accepts_terms:
            choice.append("--accept-licence")
        self._install(name, ("models", "install", name, *choice, "--json"), is_polite=is_polite)

    def install_file(self, path: Path) -> None:
        """Copy a GGUF file into the library once llama.cpp has loaded it successfully."""
        self._install(path.stem, ("models", "install", str(path), "--json"), is_polite=False)

    def verify(self, name: str) -> None:
        """Compare an installed model's file with the original's hash."""
        sentence = self.tr("verifying {name}").format(name=name)
        self._work_on(name, Work(sentence, is_installation=False), ("models", "verify", name, "--json"), self._verified)

    def remove(self, name: str) -> None:

        def done(_printed: str) -> None:
            self.reload(lambda: self.removed.emit(name))

        self._run(("models", "remove", name), done, name)

    def cancel(self, name: str) -> None:
        """Cancel the work on a model; the next download resumes where it stopped."""
        if command := self._commands.get(name):
            command.cancel()

    def close(self) -> None:
        """Cancel all work without emitting anything."""
        self.blockSignals(True)
        for command in self.findChildren(ChildCommand):
            command.cancel()
            command.wait(_PATIENCE_AT_END_MS)

    def _verified(self, name: str) -> None:
        self.changed.emit()
        self.verified.emit(name)

    def _models_read(self) -> None:
        self.changed.emit()
        waiting, self._once_known = self._once_known, []
        for act in waiting:
            act()

    def _install(self, name: str, arguments: tuple[str, ...], *, is_polite: bool) -> None:
        before = {model.name for model in self.models if model.is_installed}

        def done(name: str) -> None:
            def tell() -> None:
                new = [model.name for model in self.models if model.is_installed and model.name not in before]
                self.installed.emit(name, new[-1] if new else name)

            self.reload(tell)

        work = Work(self.tr("installing {name}").format(name=name), is_polite=is_polite)
        self._work_on(name, work, arguments, done)

    def _work_on(self, name: str, work: Work, arguments: tuple[str, ...], then: Callable[[str], None]) -> None:
        """Run a command on a model and track its progress in `work`; one at a time for each model."""
        if name in self._commands:
            return
        command = self._commands[name] = ChildCommand(*arguments, is_polite=work.is_polite, parent=self)

        def progress(sentence: str, fraction: float) -> None:
            self.work[name] = replace(work, sentence=sentence, progress=fraction)
            self.changed.emit()

        def end() -> None:
            del self._commands[name], self.work[name]
            command.deleteLater()

        def succeed(_printed: str) -> None:
            end()
            then(name)

        def fail(sentence: str) -> None:
            end()
            self.changed.emit()
            self.failed.emit(name, sentence)

        def give_up() -> None:
            end()
            self.changed.emit()
            self.cancelled.emit(name)

        command.progressed.connect(progress)
        command.succeeded.connect(succeed)
        command.failed.connect(fail)
        command.cancelled.connect(give_up)
        self.work[name] = work
        command.start()
        self.changed.emit()

    def _run(
        self,
        arguments: tuple[str, ...],
        then: Callable[[str], None],
        name: str = "",
        otherwise: Callable[[], None] = lambda: None,
    ) -> None:
        """Run a quick command, and call `then` with its output, or `otherwise` if it fails."""
        command = ChildCommand(*arguments, parent=self)
        command.succeeded.connect(then)
        command.failed.connect(lambda sentence: self.failed.emit(name, sentence))
        command.failed.connect(otherwise)
        for signal in (command.succeeded, command.failed, command.cancelled):
            signal.connect(command.deleteLater)
        command.start()

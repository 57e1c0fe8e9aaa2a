"""Shared by all tests: Qt draws offscreen, the real small model is at hand, and the user's own files are never touched."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_MODEL_FILE = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Find the installed model before the tests get a home of their own."""
    from keyboard.model_store.errors import ModelStoreError
    from keyboard.model_store.store import ModelStore

    try:
        config.stash[_MODEL_FILE] = ModelStore().path("smollm2-135m")
    except ModelStoreError as error:
        raise pytest.UsageError(f"the tests need the real small model: {error}") from error


@pytest.fixture(scope="session")
def installed_model(request: pytest.FixtureRequest) -> Path:
    """The real small model's GGUF file."""
    return request.config.stash[_MODEL_FILE]


@pytest.fixture(scope="session", autouse=True)
def home(installed_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of the tests' own, in which the small model is installed."""
    home = tmp_path_factory.mktemp("home")
    models = home / "data" / "models"
    models.mkdir(parents=True)
    (models / "smollm2-135m.gguf").symlink_to(installed_model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEYBOARD_HOME", str(home))
        yield home


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nothing is installed."""
    monkeypatch.setenv("KEYBOARD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "QApplication":
    """The application of all stories; it speaks English, whose file has the plurals."""
    from keyboard.editor.translation import ENGLISH, speak

    speak(qapp, ENGLISH)
    return qapp

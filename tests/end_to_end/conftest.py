"""What the stories of the real window share."""

import shutil

import pytest

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.main_window import MainWindow
from keyboard.engine.engine_state import ModelChoice

_PATIENCE_MS = 200_000


@pytest.fixture(scope="session", autouse=True)
def engine_has_a_model(installed_model):
    """Every story of the real window has the real model."""


@pytest.fixture
def until(qtbot):
    return lambda is_so: qtbot.waitUntil(lambda: bool(is_so()), timeout=_PATIENCE_MS)


@pytest.fixture
def models(home, empty_home, installed_model):
    """The folder of installed models in a home of the test's own, with the small one, which is as well known as in the other."""
    models = empty_home / "data" / "models"
    models.mkdir(parents=True)
    (models / "smollm2-135m.gguf").symlink_to(installed_model)
    (home / "cache").mkdir(exist_ok=True)
    shutil.copytree(home / "cache", empty_home / "cache")
    return models


@pytest.fixture
def open_window(qtbot):
    """Opens windows, each with an engine of its own, and closes them in the end."""
    windows = []

    def start(model=None):
        window = MainWindow(EngineLink(ModelChoice(model)), is_private=True)
        windows.append(window)
        window.start()
        qtbot.waitExposed(window)
        return window

    yield start
    for window in windows:
        window.text_area.document().setModified(False)
        window.close()

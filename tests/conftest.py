"""Shared by all tests: Qt draws offscreen, the real small model is at hand, and the user's own files are never touched."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    """Find the installed model before any test moves the user's folders away."""
    from keyboard.model_store.errors import ModelStoreError
    from keyboard.model_store.store import ModelStore

    try:
        config.stash[_MODEL_FILE] = ModelStore().find("smollm2-135m").path
    except ModelStoreError as error:
        raise pytest.UsageError(f"the tests need the real small model: {error}") from error


_MODEL_FILE = pytest.StashKey[Path]()


@pytest.fixture(scope="session")
def installed_model(request: pytest.FixtureRequest) -> Path:
    """The real small model's GGUF file."""
    return request.config.stash[_MODEL_FILE]

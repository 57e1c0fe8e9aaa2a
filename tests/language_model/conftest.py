"""The real small model, loaded once for this room's tests."""

import pytest

from keyboard.language_model.backends import backend_named
from keyboard.language_model.model import Model


@pytest.fixture(scope="session")
def model(installed_model):
    model = Model(installed_model, backend_named("cpu"))
    yield model
    model.close()

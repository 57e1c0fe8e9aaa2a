"""The real small model, to be looked into."""

import pytest

from keyboard.engine.exploration.looking import opened_inspector


@pytest.fixture(scope="package")
def inspector(installed_model):
    with opened_inspector("smollm2-135m") as (_, inspector):
        yield inspector

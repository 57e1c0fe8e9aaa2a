"""What was chosen, as the engine is told it."""

import pytest

from keyboard.engine.engine_state import ModelChoice, choice_of
from keyboard.settings.settings import Settings


@pytest.mark.parametrize(
    ("settings", "arguments"),
    [
        (Settings(), []),
        (Settings(model="gpt2", backend="cuda", gpu_layers=0), ["--model", "gpt2", "--backend", "cuda", "--gpu-layers", "0"]),
        (Settings(gpu_layers=-5), []),
    ],
)
def test_what_is_not_set_or_cannot_be_is_left_to_the_engine(settings, arguments):
    assert choice_of(settings).arguments() == arguments


def test_the_default_settings_are_the_default_choice():
    assert choice_of(Settings()) == ModelChoice()

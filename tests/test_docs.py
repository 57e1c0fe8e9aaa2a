"""Pages that come from the code are as new as the code."""

from pathlib import Path

import pytest

from keyboard.model_store.catalogue import load_catalogue
from keyboard.model_store.listing import list_models
from tests.command_reference import reference

ROOT = Path(__file__).parents[1]


def test_the_command_reference_is_current():
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize("model", [*list_models(load_catalogue(), {}, "smollm2-135m")], ids=lambda model: model.name)
def test_the_page_on_models_has_the_sizes_that_follow_from_the_catalogue(model):
    shape = load_catalogue()[model.name].shape
    sizes = [shape.gguf_bytes(quantization) for quantization in model.quantizations]
    columns = [model.download_bytes, model.disk_bytes, *sizes, model.memory_bytes]
    row = " | ".join([f"{model.parameters / 1e6:,.0f} M", *(f"{size / 1e6:,.0f}" for size in columns)])
    assert f"| {model.name} | {row} |" in (ROOT / "docs" / "models.md").read_text("utf-8")


def test_every_picture_and_page_that_the_readme_names_is_there():
    readme = (ROOT / "README.md").read_text("utf-8")
    for part in readme.split("](")[1:]:
        target = part.split(")")[0].split("#")[0]
        if target and "://" not in target:
            assert (ROOT / target).exists(), target

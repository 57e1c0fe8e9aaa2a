"""Pages that come from the code are as new as the code, and what pages name exists."""

import re
from pathlib import Path

import pytest

from keyboard.editor.help import anchor_of
from keyboard.model_store.catalogue import load_catalogue
from keyboard.model_store.listing import list_models
from tests.command_reference import reference

ROOT = Path(__file__).parents[1]
PAGES = [*(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!\w+://)([^)#]*)(?:#([^)]*))?\)")


def test_the_command_reference_is_current():
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize("model", [*list_models(load_catalogue(), {}, "smollm2-135m")], ids=lambda model: model.name)
def test_the_page_on_models_has_the_sizes_that_follow_from_the_catalogue(model):
    shape = load_catalogue()[model.name].shape
    sizes = [shape.gguf_bytes(quantization) for quantization in model.quantizations]
    columns = [model.download_bytes, model.disk_bytes, *sizes, model.memory_bytes]
    row = " | ".join([f"{model.parameters / 1e6:,.0f} M", *(f"{size / 1e6:,.0f}" for size in columns)])
    assert f"| {model.name} | {row} |" in (ROOT / "docs" / "models.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(page):
    for target, heading in LINK.findall(page.read_text("utf-8")):
        linked = page.parent / target if target else page
        assert linked.exists(), target
        if heading:
            headings = (line.lstrip("# ") for line in linked.read_text("utf-8").splitlines() if line.startswith("#"))
            assert heading in map(anchor_of, headings), f"{target}#{heading}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_of_the_source_tree_that_a_page_names_exists(page):
    for path in re.findall(r"`((?:keyboard|tests|packaging|resources|docs)/[\w./-]*)`", page.read_text("utf-8")):
        assert (ROOT / path).exists(), path


def test_the_index_of_decisions_lists_each_record_once_under_its_title():
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"^- \[(\d{4})\]\((.*?)\) (.*) \(\d{4}-\d\d-\d\d\)$", (folder / "README.md").read_text("utf-8"), re.MULTILINE
    )
    records = sorted(folder.glob("0*.md"))
    assert sorted(name for _, name, _ in listed) == [record.name for record in records]
    for number, name, title in listed:
        assert name.startswith(number)
        assert (folder / name).read_text("utf-8").startswith(f"# {title}\n")

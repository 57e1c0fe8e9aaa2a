"""Pages that come from the code are as new as the code."""

from pathlib import Path

from tests.command_reference import reference

ROOT = Path(__file__).parents[1]


def test_the_command_reference_is_current():
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == reference(), "run `make docs`"


def test_every_picture_and_page_that_the_readme_names_is_there():
    readme = (ROOT / "README.md").read_text("utf-8")
    for part in readme.split("](")[1:]:
        target = part.split(")")[0].split("#")[0]
        if target and "://" not in target:
            assert (ROOT / target).exists(), target

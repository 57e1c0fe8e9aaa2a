"""Help → Licences names everything that ships, under the licence that it has now, with its text."""

import re

import pytest

from keyboard.storage.locations import bundled_file
from tests.packaging.scripts import FOLDER, load_script

# What makes the packages and is no part of them.
BUILD_TOOLS = {"altgraph", "macholib", "pefile", "pyinstaller", "pyinstaller-hooks-contrib", "pywin32-ctypes", "setuptools"}


@pytest.fixture(scope="module")
def licences():
    return load_script("make_licences.py")


@pytest.fixture(scope="module")
def page():
    return bundled_file("THIRD_PARTY_LICENCES.md").read_text("utf-8")


@pytest.fixture(scope="module")
def rows(page):
    """The table: a name's version and licence."""
    found = re.findall(r"^\| (.+?) \| (.*?) ?\| (.+?) \| .+ \|$", page, re.MULTILINE)
    return {name: (version, licence) for name, version, licence in found if name != "what"}


def test_everything_that_the_program_needs_is_named_with_its_licence(licences, rows):
    for part in licences.parts():
        assert part.name in rows, f"{part.name} is missing; run `make licences`"
        assert rows[part.name][1] == part.licence, f"{part.name} is under another licence now; run `make licences`"


def test_what_is_needed_no_more_is_not_named(licences, rows):
    assert set(rows) - {part.name for part in licences.parts()} == set(), "run `make licences`"


def test_the_texts_are_those_of_the_versions_that_are_named(licences, rows, page):
    for part in licences.parts():
        if part.version == rows[part.name][0]:
            for text in part.texts:
                assert f"\n{text}\n" in page, f"{part.name}'s text is another; run `make licences`"


def test_what_the_packages_pin_is_named(rows):
    pinned = re.findall(r"^([\w.-]+)==", (FOLDER / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    named = {name.lower().replace("_", "-") for name in rows}
    assert {name.lower().replace("_", "-") for name in pinned} - BUILD_TOOLS <= named


def test_the_closure_reaches_what_only_windows_needs_and_no_tool_of_the_developers(licences):
    closure = licences.runtime_closure()
    assert "tqdm" in closure["colorama"]
    assert {"anyio", "h11", "shiboken6"} <= set(closure)
    assert not {"pytest", "mypy", "matplotlib", "wordfreq"} & set(closure)


def test_a_distribution_that_does_not_say_its_licence_must_be_told_of(licences, monkeypatch):
    monkeypatch.setattr(licences, "runtime_closure", lambda: {"gguf": {"gpt2-keyboard"}})
    monkeypatch.setattr(licences.tomllib, "loads", lambda _text: {"components": [], "licences": {}, "purposes": {}})
    with pytest.raises(LookupError, match="gguf does not say its licence in a word"):
        licences.parts()

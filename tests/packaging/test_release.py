"""A release's parts agree: the version, the changes, the workflows, and what they run."""

import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

import keyboard as program
from keyboard.cli import keyboard
from keyboard.model_store.catalogue import load_catalogue
from tests.packaging.scripts import FOLDER, load_script

ROOT = FOLDER.parent
WORKFLOWS = {file.stem: file.read_text("utf-8") for file in (ROOT / ".github" / "workflows").glob("*.yml")}
JOBS = {name: yaml.safe_load(text)["jobs"] for name, text in WORKFLOWS.items()}
STEPS = [step for jobs in JOBS.values() for job in jobs.values() for step in job["steps"]]
COMMANDS = "\n".join(step.get("run", "") for step in STEPS)


@pytest.fixture(scope="module")
def check():
    return load_script("check_release.py")


@pytest.fixture
def release(check, tmp_path, monkeypatch):
    """A source tree that is ready to be published as 1.2.3."""
    (tmp_path / "keyboard").mkdir()
    address = "https://github.com/me/keyboard/releases"
    (tmp_path / "keyboard" / "__init__.py").write_text(f'__version__ = "1.2.3"\n\nRELEASES_PAGE = "{address}"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3 – 2030-01-02\n\n- New.\n\n## 1.2.2 – 2029-01-02\n\n- Old.\n")
    monkeypatch.setattr(check, "ROOT", tmp_path)
    return tmp_path


def test_a_release_that_is_ready_has_no_troubles(check, release):
    assert check.troubles("v1.2.3", "me/keyboard") == []
    assert check.newest_changes() == "- New.\n"


@pytest.mark.parametrize(
    ("file", "right", "wrong", "sentence"),
    [
        ("keyboard/__init__.py", '"1.2.3"', '"1.2.4"', "The tag is v1.2.3"),
        ("keyboard/__init__.py", '"1.2.3"', '"1.2"', "installers need three numbers"),
        ("CHANGELOG.md", "1.2.3 – 2030-01-02", "Unreleased", "begins with “Unreleased”"),
        ("keyboard/__init__.py", "github.com/me/", "github.com/you/", "is not this repository's page"),
    ],
)
def test_what_is_not_ready_is_said(check, release, file, right, wrong, sentence):
    path = release / file
    path.write_text(path.read_text().replace(right, wrong, 1))
    assert sentence in "\n".join(check.troubles("v1.2.3", "me/keyboard"))


def test_the_check_says_how_it_is_used():
    command = [sys.executable, FOLDER / "check_release.py", "v1.2.3"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr.split(":")[0]) == (1, "Usage")


def test_packages_can_be_made_of_this_tree_before_it_is_published(check):
    assert check.troubles("", "me/keyboard") == []


def test_the_changelog_begins_with_what_is_to_come_or_with_this_version(check):
    assert re.fullmatch(rf"Unreleased|{re.escape(program.__version__)} – \d{{4}}-\d{{2}}-\d{{2}}", check.newest_heading())


def test_the_version_stands_in_one_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "keyboard/__init__.py"
    for file in FOLDER.rglob("*"):
        if file.is_file() and file.parent.name != "licences" and file.suffix not in (".txt", ".pyc"):
            assert f'"{program.__version__}"' not in file.read_text("utf-8"), file


def test_the_scripts_that_the_workflows_run_are_there():
    for path in re.findall(r"(?:packaging|\.ci)/[\w./-]+\w", COMMANDS):
        assert (ROOT / path).is_file(), path
        assert path.endswith((".py", ".iss", ".txt")) or os.access(ROOT / path, os.X_OK), path


def test_the_commands_that_the_workflows_run_are_there():
    for name in re.findall(r"keyboard(?:\.exe)? (smoke|doctor|models)\b", COMMANDS):
        assert name in keyboard.commands
    targets = re.findall(r"\bmake ([a-z-]+)", COMMANDS)
    assert {"package", "test-package"} == set(targets)
    for target in targets:
        assert f"\n{target}:" in (ROOT / "Makefile").read_text("utf-8")
    assert yaml.safe_load(WORKFLOWS["release"])["env"]["MODEL"] in load_catalogue()


def test_each_system_is_tried_with_the_same_start():
    release = JOBS["release"]
    for job in ("linux", "windows", "macos"):
        commands = "\n".join(step.get("run", "") for step in release[job]["steps"])
        assert "keyboard smoke" in commands or "keyboard.exe smoke" in commands, job
    assert set(release["publish"]["needs"]) == {"version", "linux", "windows", "macos"}


def test_the_variants_are_those_that_llama_cpp_is_built_in():
    variants = load_script("llama_cpp_flags.py").VARIANTS
    for job in ("linux", "windows"):
        assert set(JOBS["release"][job]["strategy"]["matrix"]["variant"]) <= set(variants)


def test_a_variant_adds_its_flag_to_those_of_all():
    flags = load_script("llama_cpp_flags.py")
    assert flags.flags("vulkan") == f"{' '.join(flags.LEAN)} -DGGML_VULKAN=ON"
    assert "-DGGML_CPU_ALL_VARIANTS=ON" in flags.flags("cpu", for_any_machine=True)
    with pytest.raises(SystemExit, match="There is no variant vulcan; there are cpu, vulkan, metal, cuda"):
        flags.flags("vulcan")


def test_make_builds_with_the_same_flags():
    flags = load_script("llama_cpp_flags.py")
    environment = {name: value for name, value in os.environ.items() if name not in ("CMAKE_ARGS", "MAKEFLAGS")}
    shown = subprocess.run(
        ["make", "--print-data-base", "--dry-run", "help"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert f"CMAKE_ARGS := {flags.flags()}\n" in shown.stdout


def test_what_is_secret_is_told_of_in_the_page_on_releasing():
    page = (ROOT / "docs" / "releasing.md").read_text("utf-8")
    for secret in set(re.findall(r"secrets\.(\w+)", WORKFLOWS["release"])):
        assert f"`{secret}`" in page

"""A story in several steps: after one that fails, the later ones are skipped with its name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

STORY = """
import pytest

@pytest.fixture(scope="module")
def system():
    {system}

@pytest.mark.incremental
class TestStory:
    def test_install(self, system):
        {first}

    def test_use(self, system):
        {second}

    def test_remove(self, system):
        pass

class TestApart:
    def test_one(self):
        assert False, "apart"

    def test_other(self):
        pass
"""


def run(tmp_path, **steps):
    """Run a story and return what pytest says of each test."""
    steps = {"system": "return 1", "first": "pass", "second": "pass"} | steps
    (tmp_path / "test_story.py").write_text(STORY.format(**steps))
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = incremental\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.incremental", "-rA", "-q"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    printed = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False).stdout
    return printed[printed.index("short test summary") :]


@pytest.mark.long
@pytest.mark.parametrize(
    ("steps", "failed", "n_skipped"),
    [
        ({"first": "assert False"}, "FAILED test_story.py::TestStory::test_install", 2),
        ({"second": "assert False"}, "FAILED test_story.py::TestStory::test_use", 1),
        (
            {"system": "pytest.fail('not there', pytrace=False)"},
            "ERROR test_story.py::TestStory::test_install",
            2,
        ),
    ],
)
def test_what_follows_a_step_that_fails_is_skipped_with_its_name(tmp_path, steps, failed, n_skipped):
    said = run(tmp_path, **steps)
    assert failed in said
    assert f"SKIPPED [{n_skipped}]" in said
    assert f"the step {failed.rpartition('::')[2]} has failed" in said
    assert said.count("FAILED ") + said.count("ERROR ") == 2  # with the one that stands apart
    assert "PASSED test_story.py::TestApart::test_other" in said


@pytest.mark.long
def test_a_step_that_is_left_out_stops_no_other(tmp_path):
    said = run(tmp_path, first="pytest.skip('not here')")
    assert "PASSED test_story.py::TestStory::test_use" in said
    assert "PASSED test_story.py::TestStory::test_remove" in said

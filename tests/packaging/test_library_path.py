"""A packaged program's libraries are its own business: what it starts looks for its libraries where it always does."""

import os
import runpy

import pytest

from tests.packaging.scripts import FOLDER


def run_before_the_program():
    runpy.run_path(str(FOLDER / "library_path.py"))


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    monkeypatch.setattr(os, "environ", {})
    return os.environ


def test_other_programs_do_not_look_among_the_packages_libraries():
    os.environ["LD_LIBRARY_PATH"] = "/usr/lib/gpt2-keyboard/_internal"
    run_before_the_program()
    assert "LD_LIBRARY_PATH" not in os.environ


def test_other_programs_look_where_the_user_has_told_them_to():
    os.environ |= {"LD_LIBRARY_PATH": "/opt/keyboard/_internal:/opt/mine", "LD_LIBRARY_PATH_ORIG": "/opt/mine"}
    run_before_the_program()
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/mine"


def test_the_programs_own_child_processes_find_its_libraries_again():
    run_before_the_program()
    assert os.environ["PYINSTALLER_RESET_ENVIRONMENT"] == "1"

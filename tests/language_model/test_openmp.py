"""Threads that wait sleep soon, so that a busy machine does not stop the engine: asked of the OpenMP library itself."""

import os
import subprocess
import sys

import pytest

from keyboard.engine.child import child_command

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere llama.cpp is not built with GCC's OpenMP")


def openmp_settings(*arguments, **chosen):
    """What libgomp says that it has taken from the environment of a process of the program's, by name."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "GOMP_"))}
    child = subprocess.run(
        child_command(*arguments),
        env=environment | {"OMP_DISPLAY_ENV": "verbose"} | chosen,
        input="",
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line.partition("=") for line in child.stderr.splitlines())
    return {name.split()[-1]: value.strip(" '") for name, equals, value in lines if equals}


def test_the_engines_threads_spin_shortly():
    assert openmp_settings("serve", "--lexicon")["GOMP_SPINCOUNT"] == "300"


def test_so_do_those_of_a_command_that_loads_the_model_itself():
    assert openmp_settings("backends")["GOMP_SPINCOUNT"] == "300"


@pytest.mark.parametrize(("chosen", "spins"), [({"GOMP_SPINCOUNT": "77"}, "77"), ({"OMP_WAIT_POLICY": "passive"}, "0")])
def test_what_the_user_has_chosen_stays(chosen, spins):
    assert openmp_settings("serve", "--lexicon", **chosen)["GOMP_SPINCOUNT"] == spins

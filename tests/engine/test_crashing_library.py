"""A library that is made for this processor, by its own word, and ends the process: the next one down takes over, for good."""

import json
import os
import subprocess

import pytest

from keyboard.engine.backend_selection import choose_backend
from keyboard.engine.child import child_command
from keyboard.engine.engine_state import Condition
from keyboard.language_model.backends import Backend
from keyboard.storage.locations import cache_folder
from keyboard.writing.query import Query
from tests.engine.crashing_libraries import AT_FIRST_USE, AT_ONCE, CrashingBuild

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the build is put together with links")


@pytest.fixture
def build_that_crashes(tmp_path, monkeypatch, empty_home, installed_model):
    (empty_home / "data" / "models").mkdir(parents=True)
    (empty_home / "data" / "models" / "smollm2-135m.gguf").symlink_to(installed_model)
    return lambda moment: CrashingBuild(tmp_path / "build", monkeypatch, moment)


def keyboard(*arguments):
    return subprocess.run(child_command(*arguments), capture_output=True, text=True, check=True).stdout


def backends():
    return {report["backend"]: report["has_crashed"] for report in json.loads(keyboard("backends", "--json"))}


def test_the_engine_answers_on_the_next_one_and_does_not_try_it_again(build_that_crashes, supervise, listener):
    build = build_that_crashes(AT_ONCE)
    assert backends() == {"cpu-eager": False, "cpu": False, "cpu-plain": False}
    request_id = supervise().suggest(Query(0, "We had a mee"))
    state = listener.wait_for_state(Condition.READY)
    assert (state.backend, state.sentence) == ("cpu", "")
    assert listener.wait_for_answer(request_id).suggestions[0].word == "meeting"
    assert backends() == {"cpu-eager": True, "cpu": False, "cpu-plain": False}
    assert keyboard("backends").splitlines()[0].endswith("crashed, and is not used again unless you choose it")
    (cache_folder() / "proven-backends.json").unlink()
    assert keyboard("suggest", "We had a mee").startswith("meeting")
    assert build.uses == 1


def test_it_is_tried_where_it_is_chosen_and_a_sentence_says_why_another_goes_on(build_that_crashes, supervise, listener):
    build = build_that_crashes(AT_ONCE)
    supervise(backend="cpu-eager")
    state = listener.wait_for_state(Condition.READY)
    assert state.backend == "cpu"
    assert "ends llama.cpp on cpu-eager (SIGABRT)" in state.sentence
    assert build.uses == 2


def test_one_that_ends_the_process_when_it_is_first_asked_for_something_is_noticed_too(
    build_that_crashes, tmp_path, installed_model, monkeypatch
):
    build = build_that_crashes(AT_FIRST_USE)
    (library,) = (tmp_path / "build").rglob("libggml-cpu-eager.so")
    eager, cpu = Backend("cpu-eager", "A processor", libraries=(library,)), Backend("cpu", "A processor")
    monkeypatch.setattr("keyboard.engine.backend_selection.known_backends", lambda: (eager, cpu))
    for _ in range(2):
        assert choose_backend(installed_model) == cpu
    assert build.uses == 1

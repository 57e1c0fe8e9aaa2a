"""The engine is killed, frozen, and given files that are no model: suggestions come back by themselves."""

import os
import signal
import sys

import pytest

from keyboard.engine import supervisor
from keyboard.engine.engine_state import Condition, ModelChoice
from keyboard.engine.messages import Ranked
from keyboard.writing.query import Query, Suggestions
from tests.engine import broken_models


@pytest.mark.usefixtures("installed_model")
def test_a_request_made_before_the_engine_is_ready_is_answered_when_it_is(supervise, listener):
    request_id = supervise().suggest(Query(0, "We had a mee"))
    state = listener.wait_for_state(Condition.READY)
    assert (state.model, state.backend, state.sentence) == ("smollm2-135m", "cpu", "")
    assert listener.wait_for_answer(request_id).suggestions[0].insertion == "meeting "


@pytest.mark.usefixtures("installed_model")
def test_words_are_ranked_by_a_ready_engine_and_suggestions_go_on(supervise, listener):
    engine = supervise()
    assert engine.rank("a cup of ", 0, ("the", "tea")) == 0
    listener.wait_for_answer(engine.suggest(Query(0, "Hello ")))
    newest = engine.suggest(Query(0, "We had a mee"))
    rank_id = engine.rank("a cup of ", 0, ("the", "tea"))
    ranked = listener.wait_for(lambda event: isinstance(event, Ranked))
    assert (ranked.id, ranked.words) == (rank_id, ("the", "tea"))
    assert ranked.log_probabilities[0] < ranked.log_probabilities[1] < 0
    assert listener.wait_for(lambda event: isinstance(event, Suggestions) and event.final).id == newest


@pytest.mark.usefixtures("installed_model")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_killed_engine_comes_back_and_answers_the_newest_request_again(supervise, listener):
    engine = supervise()
    listener.wait_for_answer(engine.suggest(Query(0, "Thank you for you")))
    newest = engine.suggest(Query(0, "We had a mee"))
    listener.wait_for_answer(newest)
    os.kill(engine.engine_pid, signal.SIGKILL)
    assert listener.wait_for_state(Condition.RESTARTING).sentence == "The engine was ended by SIGKILL and is starting again."
    assert listener.wait_for_state(Condition.READY).sentence == ""
    assert listener.wait_for_answer(newest).suggestions[0].word == "meeting"


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_frozen_engine_is_noticed_and_replaced(supervise, listener, monkeypatch):
    monkeypatch.setattr(supervisor, "_PING_INTERVAL_S", 0.2)
    engine = supervise()
    listener.wait_for_answer(engine.suggest(Query(0, "Hello ")))
    frozen = engine.engine_pid
    os.kill(frozen, signal.SIGSTOP)
    for length in range(1, 200):
        newest = engine.suggest(Query(0, "a" * 5000 + " " * length))  # more than a pipe holds
    assert listener.wait_for_state(Condition.RESTARTING).sentence == "The engine stopped answering and is starting again."
    listener.wait_for_answer(newest)
    assert engine.engine_pid != frozen


@pytest.mark.parametrize("make", broken_models.ALL, ids=lambda make: make.__name__)
def test_a_file_that_is_no_model_is_named_and_the_default_model_serves(supervise, listener, tmp_path, installed_model, make):
    file = make(tmp_path, installed_model)
    engine = supervise(str(file))
    state = listener.wait_for_state(Condition.READY, Condition.LEXICON_ONLY)
    assert file.name in state.sentence
    assert "\n" not in state.sentence
    assert state.model == "smollm2-135m"
    assert listener.wait_for_answer(engine.suggest(Query(0, "We had a mee"))).suggestions[0].word == "meeting"


def test_a_cut_file_is_said_to_be_cut_with_its_sizes(supervise, listener, tmp_path, installed_model):
    supervise(str(broken_models.truncated(tmp_path, installed_model)))
    assert "is truncated: 30 of 98 MB" in listener.wait_for_state(Condition.READY).sentence


def test_where_nothing_can_be_kept_the_engine_runs_all_the_same(supervise, listener, empty_home, installed_model):
    models = empty_home / "data" / "models"
    models.mkdir(parents=True)
    (models / "smollm2-135m.gguf").symlink_to(installed_model)
    (empty_home / "cache").write_text("no folder")
    engine = supervise()
    assert listener.wait_for_state(Condition.READY, Condition.ABSENT).condition is Condition.READY
    assert listener.wait_for_answer(engine.suggest(Query(0, "We had a mee"))).suggestions[0].word == "meeting"


@pytest.mark.long
def test_without_a_model_words_come_from_the_lexicon(supervise, listener, empty_home):
    engine = supervise()
    state = listener.wait_for_state(Condition.NO_MODEL)
    assert state.sentence == "No model is installed; run `keyboard models install smollm2-135m`."
    answer = listener.wait_for_answer(engine.suggest(Query(0, "We had a meetin")))
    assert answer.suggestions[0].word == "meeting"


CRASHING_ENGINE = """
import sys, time
print('{"type": "ready", "model": "m", "backend": "%s", "context_window": 8}', flush=True)
time.sleep(0.05)
sys.exit(3)
"""


def test_after_three_crashes_the_next_lower_backend_is_used_then_the_lexicon_then_nothing(supervise, listener, monkeypatch):
    commands = []

    def crash(*arguments):
        commands.append(arguments)
        left_out = [argument.removeprefix("--without=") for argument in arguments if argument.startswith("--without=")]
        backend = "lexicon" if "--lexicon" in arguments else {0: "vulkan", 1: "cpu"}.get(len(left_out), "lexicon")
        return [sys.executable, "-c", CRASHING_ENGINE % backend]

    monkeypatch.setattr(supervisor, "child_command", crash)
    monkeypatch.setattr("keyboard.engine.child._DELAYS_S", (0.0,))
    supervise()
    state = listener.wait_for_state(Condition.ABSENT)
    assert state.sentence.startswith("The engine cannot run, so there are no suggestions; your text is safe")
    assert [len(arguments) for arguments in commands] == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert commands[-1] == ("serve", "--without=vulkan", "--without=cpu")
    sentences = [event.sentence for event in listener.heard]
    assert any("three times in a minute on vulkan; the next lower backend takes over" in sentence for sentence in sentences)


def test_after_nothing_was_left_to_try_a_restart_starts_one_engine(supervise, listener, monkeypatch):
    commands = []

    def crash(*arguments):
        commands.append(arguments)
        return [sys.executable, "-c", CRASHING_ENGINE % "lexicon"]

    monkeypatch.setattr(supervisor, "child_command", crash)
    monkeypatch.setattr("keyboard.engine.child._DELAYS_S", (0.0,))
    engine = supervise()
    listener.wait_for_state(Condition.ABSENT)
    started = len(commands)
    engine.restart()
    listener.wait_for_state(Condition.ABSENT)
    assert len(commands) == 2 * started


def test_an_engine_that_cannot_be_started_is_said_to_be_so(supervise, listener, monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "child_command", lambda *_arguments: [str(tmp_path / "nothing")])
    monkeypatch.setattr("keyboard.engine.child._DELAYS_S", (0.0,))
    supervise()
    sentence = listener.wait_for_state(Condition.RESTARTING).sentence
    assert sentence == "The engine could not be started (No such file or directory) and is starting again."
    listener.wait_for_state(Condition.ABSENT)


@pytest.mark.usefixtures("installed_model")
def test_closing_ends_the_engine(supervise, listener):
    engine = supervise()
    listener.wait_for_state(Condition.READY)
    pid = engine.engine_pid
    engine.close()
    assert engine.engine_pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_restarting_after_a_model_was_installed_uses_it(supervise, listener, empty_home, installed_model):
    engine = supervise()
    listener.wait_for_state(Condition.NO_MODEL)
    models = empty_home / "data" / "models"
    models.mkdir(parents=True)
    (models / "smollm2-135m.gguf").symlink_to(installed_model)
    engine.restart()
    assert listener.wait_for_state(Condition.READY).model == "smollm2-135m"


@pytest.fixture
def second_model(empty_home, installed_model):
    """The name of a second model: the small one under another name, beside it."""
    models = empty_home / "data" / "models"
    models.mkdir(parents=True)
    for name in ("smollm2-135m", "second"):
        (models / f"{name}.gguf").symlink_to(installed_model)
    return "second"


def test_another_model_takes_over_and_answers_the_newest_request(supervise, listener, second_model):
    engine = supervise()
    newest = engine.suggest(Query(0, "We had a mee"))
    listener.wait_for_answer(newest)
    engine.use_model(ModelChoice(second_model, "cpu-plain"))
    state = listener.wait_for_state(Condition.READY)
    assert (state.model, state.backend, state.sentence) == ("second", "cpu-plain", "")
    assert state.choice == ModelChoice("second", "cpu-plain")
    assert (state.layers, state.gpu_layers) == (31, 0)
    assert listener.wait_for_answer(newest).suggestions[0].word == "meeting"


@pytest.mark.parametrize("make", [broken_models.garbage, broken_models.truncated], ids=lambda make: make.__name__)
def test_where_another_model_cannot_be_used_the_one_before_goes_on(
    supervise, listener, second_model, tmp_path, installed_model, make
):
    file = make(tmp_path, installed_model)
    engine = supervise(second_model)
    newest = engine.suggest(Query(0, "We had a mee"))
    listener.wait_for_answer(newest)
    engine.use_model(ModelChoice(str(file)))
    state = listener.wait_for_state(Condition.READY)
    assert (state.model, state.choice) == ("second", ModelChoice("second"))
    assert file.name in state.sentence
    assert state.sentence.endswith("The model in use before goes on.")
    assert listener.wait_for_answer(newest).suggestions[0].word == "meeting"
    assert not [event for event in listener.heard if getattr(event, "model", "") == "smollm2-135m"]


def test_a_backend_that_is_not_there_is_named_and_the_one_before_goes_on(supervise, listener, second_model):
    engine = supervise()
    listener.wait_for_state(Condition.READY)
    engine.use_model(ModelChoice(second_model, "abacus"))
    state = listener.wait_for_state(Condition.READY)
    assert (state.model, state.backend) == ("smollm2-135m", "cpu")
    assert state.sentence.startswith("The backend abacus cannot be used;")


def test_a_backend_that_is_gone_at_the_start_is_named_and_another_serves(supervise, listener, second_model):
    supervise(second_model, "abacus")
    state = listener.wait_for_state(Condition.READY)
    assert (state.model, state.backend) == ("second", "cpu")
    assert state.sentence.startswith("The backend abacus cannot be used;")


@pytest.mark.usefixtures("installed_model")
def test_an_engine_that_crashes_with_another_model_gives_way_to_the_one_before(supervise, listener, monkeypatch):
    real = supervisor.child_command

    def crash_with_second(*arguments):
        if "second" in arguments:
            return [sys.executable, "-c", "import sys; sys.exit(3)"]
        return real(*arguments)

    monkeypatch.setattr(supervisor, "child_command", crash_with_second)
    engine = supervise()
    listener.wait_for_state(Condition.READY)
    engine.use_model(ModelChoice("second"))
    state = listener.wait_for_state(Condition.READY)
    assert state.model == "smollm2-135m"
    assert state.sentence == "The engine stopped with exit code 3 with second. The model in use before goes on."


def test_of_two_choices_made_at_once_the_later_holds(supervise, listener, second_model):
    engine = supervise()
    listener.wait_for_state(Condition.READY)
    engine.use_model(ModelChoice("nonsense"))
    engine.use_model(ModelChoice(second_model))
    assert listener.wait_for(lambda event: getattr(event, "model", "")).model == "second"


def test_when_the_last_model_is_gone_the_default_choice_means_none_and_the_lexicon_serves(
    supervise, listener, second_model, empty_home
):
    engine = supervise(second_model)
    listener.wait_for_state(Condition.READY)
    for file in (empty_home / "data" / "models").iterdir():
        file.unlink()
    engine.use_model(ModelChoice())
    state = listener.wait_for_state(Condition.NO_MODEL, Condition.READY)
    assert (state.condition, state.choice) == (Condition.NO_MODEL, ModelChoice())

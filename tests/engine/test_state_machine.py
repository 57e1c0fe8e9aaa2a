"""The supervisor's states, with engines that are scripts: what it announces, when it restarts, steps down and goes back."""

import threading
from types import SimpleNamespace

import pytest

from keyboard.engine import child, supervisor
from keyboard.engine.engine_state import Condition, EngineState, ModelChoice
from keyboard.engine.exploration_messages import ExplorationFailure, ModelCardRequest
from keyboard.engine.messages import Ranked
from keyboard.engine.supervisor import EngineSupervisor
from keyboard.writing.query import Query
from tests.engine.stand_in_engine import stand_in

WORKS = "loading('cpu'); ready(); serve()"


@pytest.fixture
def engines(monkeypatch, empty_home):
    """The commands that were started; `run` says by which scripts."""

    class Engines(list):
        script_for = staticmethod(lambda arguments: WORKS)

        def command(self, *arguments):
            self.append(arguments)
            return stand_in(self.script_for(arguments))

    engines = Engines()
    monkeypatch.setattr(supervisor, "child_command", engines.command)
    monkeypatch.setattr(child, "_DELAYS_S", (0.0,))
    return engines


def sentences(listener, condition):
    return [event.sentence for event in listener.heard if isinstance(event, EngineState) and event.condition is condition]


def without(arguments):
    return [argument.removeprefix("--without=") for argument in arguments if argument.startswith("--without=")]


def test_who_hears_that_the_engine_is_ready_may_ask_at_once(engines, listener):
    asked = {}

    def ask_when_ready(event):
        if isinstance(event, EngineState) and event.condition is Condition.READY:
            asked["explored"] = engine.explore(ModelCardRequest(0))
            asked["ranked"] = engine.rank("a cup of ", 0, ("tea",))
        listener(event)

    engine = EngineSupervisor(ask_when_ready)
    engine.start()
    assert listener.wait_for(lambda event: isinstance(event, ExplorationFailure)).id == asked["explored"] > 0
    assert listener.wait_for(lambda event: isinstance(event, Ranked)).id == asked["ranked"] > 0
    engine.close()


def test_an_engine_that_dies_before_it_is_ready_steps_down_from_the_backend_it_was_loading(engines, supervise, listener):
    def script_for(arguments):
        backend = ("vulkan", "cpu", "cpu-plain")[len(without(arguments))]
        return WORKS.replace("cpu", backend) if backend == "cpu-plain" else f"loading({backend!r}); sys.exit(3)"

    engines.script_for = script_for
    supervise()
    listener.wait_for_state(Condition.READY)
    assert [without(arguments) for arguments in engines] == [[]] * 3 + [["vulkan"]] * 3 + [["vulkan", "cpu"]]
    assert [sentence for sentence in sentences(listener, Condition.RESTARTING) if "three times" in sentence] == [
        f"The engine stopped with exit code 3 three times in a minute on {backend}; the next lower backend takes over."
        for backend in ("vulkan", "cpu")
    ]


def test_an_engine_that_dies_before_it_chose_a_backend_gives_way_to_the_word_list(engines, supervise, listener):
    engines.script_for = lambda arguments: "ready('lexicon'); serve()" if "--lexicon" in arguments else "sys.exit(3)"
    supervise()
    state = listener.wait_for_state(Condition.LEXICON_ONLY)
    assert state.sentence == "The model failed on every backend, so words come from the word list alone."
    assert "before it had chosen a backend; the word list takes over." in sentences(listener, Condition.RESTARTING)[-1]


def test_a_broken_word_list_is_said_and_not_tried_again(engines, supervise, listener):
    engines.script_for = lambda _: "say('failure', kind='lexicon', sentence='lexicon.tsv is no word list.'); sys.exit(1)"
    supervise()
    assert listener.wait_for_state(Condition.ABSENT).sentence == "lexicon.tsv is no word list."
    assert len(engines) == 1


def test_a_request_that_the_model_fails_at_is_said_and_the_engine_goes_on(engines, supervise, listener):
    engines.script_for = lambda _: "ready(); say('failure', kind='evaluation', sentence='No memory.'); serve()"
    engine = supervise()
    state = listener.wait_for(lambda event: getattr(event, "sentence", ""))
    assert (state.condition, state.sentence, state.model) == (Condition.READY, "No memory.", "stand-in")
    listener.wait_for_answer(engine.suggest(Query(text="Hello ")))
    assert len(engines) == 1


def silent_after(script):
    return f"{script}; sys.stdin.read()"


def test_pings_that_are_not_answered_end_an_engine(engines, supervise, listener, monkeypatch):
    monkeypatch.setattr(supervisor, "_PING_INTERVAL_S", 0.02)
    engines.script_for = lambda _: silent_after("ready()") if len(engines) == 1 else WORKS
    supervise()
    sentence = listener.wait_for_state(Condition.RESTARTING).sentence
    assert sentence == "The engine stopped answering and is starting again."
    listener.wait_for_state(Condition.READY)


def test_a_query_without_an_answer_ends_an_engine_that_still_answers_pings(engines, supervise, listener, monkeypatch):
    monkeypatch.setattr(supervisor, "_PING_INTERVAL_S", 0.02)
    engines.script_for = lambda _: f"answer = lambda _: None; {WORKS}" if len(engines) == 1 else WORKS
    engine = supervise()
    newest = engine.suggest(Query(text="Hello "))
    sentence = listener.wait_for_state(Condition.RESTARTING).sentence
    assert sentence == "The engine could not finish an answer and is starting again."
    listener.wait_for_answer(newest)


def test_a_window_that_was_suspended_does_not_kill_a_healthy_engine(engines, supervise, listener, monkeypatch):
    """However long a single wait took, it is one ping that was not answered yet."""
    hours = iter(range(0, 10**9, 3600))
    monkeypatch.setattr(supervisor, "time", SimpleNamespace(monotonic=lambda: next(hours)))
    monkeypatch.setattr(supervisor, "_PING_INTERVAL_S", 0.05)
    answered = threading.Semaphore(0)
    real = supervisor.EngineSupervisor._on_event

    def count_pongs(self, event):
        if isinstance(event, supervisor.Pong):
            answered.release()
        real(self, event)

    monkeypatch.setattr(supervisor.EngineSupervisor, "_on_event", count_pongs)
    engine = supervise()
    listener.wait_for_state(Condition.READY)
    for _ in range(8):
        assert answered.acquire(timeout=30)
    listener.wait_for_answer(engine.suggest(Query(text="Hello ")))
    assert len(engines) == 1


@pytest.mark.long
def test_an_engine_that_dies_as_another_model_is_chosen_does_not_undo_the_choice(engines, supervise, listener):
    engines.script_for = lambda _: "ready(); sys.stdin.readline(); sys.exit(3)" if len(engines) == 1 else WORKS
    engine = supervise()
    listener.wait_for_state(Condition.READY)
    for _ in range(20):
        engine.suggest(Query(text="Hello "))
        engine.use_model(ModelChoice("second"))
        engine.restart()
    state = listener.wait_for(
        lambda event: isinstance(event, EngineState) and event.condition is Condition.READY and event.choice.model == "second"
    )
    assert state.sentence == ""
    assert not [sentence for sentence in sentences(listener, Condition.RESTARTING) if "goes on" in sentence]


def test_a_choice_that_fails_is_left_for_the_one_before_with_the_reason(engines, supervise, listener):
    refuses = "say('failure', kind='model', sentence='second is not a GGUF file.'); ready(); serve()"
    engines.script_for = lambda arguments: refuses if "second" in arguments else WORKS
    engine = supervise()
    listener.wait_for_state(Condition.READY)
    engine.use_model(ModelChoice("second"))
    state = listener.wait_for_state(Condition.READY)
    assert (state.choice, state.sentence) == (ModelChoice(), "second is not a GGUF file. The model in use before goes on.")


def test_the_newest_query_is_sent_to_each_engine_that_becomes_ready(engines, supervise, listener):
    engine = supervise()
    listener.wait_for_answer(engine.suggest(Query(text="first")))
    newest = engine.suggest(Query(text="second"))
    listener.wait_for_answer(newest)
    engine.restart()
    listener.wait_for_state(Condition.READY)
    assert listener.wait_for_answer(newest).context == "second"


def test_nothing_but_a_query_can_be_asked_before_the_engine_is_ready(engines, supervise, listener):
    engines.script_for = lambda _: silent_after("loading('cpu')")
    engine = supervise()
    listener.wait_for_state(Condition.LOADING)
    assert (engine.rank("a ", 0, ("b",)), engine.explore(ModelCardRequest(0))) == (0, 0)
    assert engine.suggest(Query(text="a")) > 0


def test_a_closed_supervisor_has_no_engine(engines, supervise, listener):
    engine = supervise()
    listener.wait_for_state(Condition.READY)
    engine.close()
    assert engine.engine_pid is None
    assert engine.explore(ModelCardRequest(0)) == 0

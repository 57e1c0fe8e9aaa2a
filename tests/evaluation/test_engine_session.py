"""An engine that is measured: what stops the measurement, and what does not."""

import json
import sys

import pytest

from keyboard.engine.errors import EngineError
from keyboard.evaluation import engine_session
from keyboard.evaluation.engine_session import EngineSession

READY = {"type": "ready", "model": "m", "backend": "cpu", "context_window": 8}


@pytest.fixture
def engine_says(monkeypatch):
    """Lets the engine be a program that says some messages, and then nothing until its input ends."""

    def say(*messages):
        lines = "\n".join(map(json.dumps, messages))
        script = f"import sys; print({lines!r}, flush=True); sys.stdin.read()"
        monkeypatch.setattr(engine_session, "child_command", lambda *_arguments: [sys.executable, "-c", script])

    return say


def test_a_vocabulary_that_was_set_aside_stops_nothing(engine_says):
    engine_says({"type": "failure", "kind": "vocabulary", "sentence": "It starts anew."}, READY)
    session = EngineSession(None)
    assert session.ready.model == "m"
    session.close()


def test_a_model_that_cannot_be_used_stops_it_with_the_reason(engine_says):
    engine_says({"type": "failure", "kind": "model", "sentence": "x.gguf is truncated."}, READY)
    with pytest.raises(EngineError, match=r"^x\.gguf is truncated\.$"):
        EngineSession("x.gguf")


def test_an_engine_that_says_nothing_more_is_not_waited_for_without_end(engine_says, monkeypatch):
    engine_says(READY)
    session = EngineSession(None)
    monkeypatch.setattr(engine_session, "_PATIENCE_S", 0.1)
    with pytest.raises(EngineError, match="said nothing"):
        session.ask("We had a mee")
    session.close()

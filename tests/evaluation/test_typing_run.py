"""What a tap costs, counted in the real engine, and that the engine lets the window go first."""

import os

import psutil
import pytest

from keyboard.evaluation.benchmark import tap_tokens
from keyboard.evaluation.engine_session import EngineSession


@pytest.fixture
def session(installed_model):
    session = EngineSession("smollm2-135m")
    yield session
    session.close()


@pytest.mark.skipif(not hasattr(os, "nice"), reason="Windows has no such priorities")
def test_the_window_goes_before_its_engine(session):
    assert psutil.Process(session.pid).nice() > psutil.Process().nice()


def test_no_tap_costs_a_token_where_the_engine_was_idle_before(session):
    # Taps come after "a party" and "on Sunday": few words go on from there, and the model is asked for others.
    text = "She turns thirty this week so we want to have a party. Tom and you are welcome here, please come on Sunday."
    assert tap_tokens(session, text, lambda _: None) == 0

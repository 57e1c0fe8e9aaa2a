"""What a tap costs, counted in the real engine."""

import pytest

from keyboard.evaluation.benchmark import tap_tokens
from keyboard.evaluation.engine_session import EngineSession


@pytest.fixture
def session(installed_model):
    session = EngineSession("smollm2-135m")
    yield session
    session.close()


def test_no_tap_costs_a_token_where_the_engine_was_idle_before(session):
    # Taps come after "a party" and "on Sunday": few words go on from there, and the model is asked for others.
    text = "She turns thirty this week so we want to have a party. Tom and you are welcome here, please come on Sunday."
    assert tap_tokens(session, text, lambda _: None) == 0

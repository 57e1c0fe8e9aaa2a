"""Questions about the inside of the model, asked of a running engine while someone types."""

import time

import numpy as np
import pytest

from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration.looking import answer_attention, decoded, weights_of
from keyboard.engine.exploration.stepping import answer_scores
from keyboard.engine.exploration_messages import (
    Attention,
    AttentionRequest,
    ExplorationFailure,
    LogitLens,
    LogitLensRequest,
    ResidualStream,
    ResidualStreamRequest,
    Scores,
    ScoresRequest,
    Step,
    StepRequest,
    WhatIf,
    WhatIfRequest,
)
from keyboard.language_model.kv_cache import never
from keyboard.writing.query import Query

pytestmark = pytest.mark.usefixtures("installed_model")

TEXT = "When the ferry had left, the people on the quay went home"


def wait_for(listener, number, kind):
    def is_answer(event):
        return isinstance(event, kind) and event.id == number

    return next(filter(is_answer, listener.heard), None) or listener.wait_for(is_answer)


def test_each_is_answered_in_the_pauses_and_so_is_the_last_key(supervise, listener, inspector):
    supervisor = supervise()
    listener.wait_for_state(Condition.READY)
    attention = supervisor.explore(AttentionRequest(0, TEXT))
    lens = supervisor.explore(LogitLensRequest(0, TEXT))
    what_if = supervisor.explore(WhatIfRequest(0, TEXT, masked=(3, 5)))
    step = supervisor.explore(StepRequest(0, TEXT, 29, 8))
    scores = supervisor.explore(ScoresRequest(0, TEXT, 29, 8))
    stream = supervisor.explore(ResidualStreamRequest(0, TEXT))
    for typed in ("m", "me", "mee", "meet"):
        time.sleep(0.07)
        key = supervisor.suggest(Query(0, f"We had a {typed}"))
    listener.wait_for_answer(key)
    found = wait_for(listener, attention, Attention)
    undisturbed = answer_attention(AttentionRequest(0, TEXT), inspector, never)
    assert found.pieces == undisturbed.pieces
    assert np.abs(weights_of(found) - weights_of(undisturbed)).mean() < 0.001
    assert len(wait_for(listener, lens, LogitLens).layers) == 30
    assert wait_for(listener, what_if, WhatIf).divergence_bits > 0
    assert len(wait_for(listener, step, Step).products) == 10
    answer = wait_for(listener, scores, Scores)
    undisturbed = answer_scores(ScoresRequest(0, TEXT, 29, 8), inspector, never)
    assert np.abs(decoded(answer.weights) - decoded(undisturbed.weights)).mean() < 0.001
    assert len(wait_for(listener, stream, ResidualStream).blocks) == 30


def test_a_token_that_is_not_there_is_a_failure_with_a_sentence(supervise, listener):
    supervisor = supervise()
    listener.wait_for_state(Condition.READY)
    number = supervisor.explore(WhatIfRequest(0, "One two", masked=(7,)))
    assert "choose one from 0 to 2" in wait_for(listener, number, ExplorationFailure).sentence

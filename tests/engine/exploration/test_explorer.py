"""The explorer's questions to a running engine, while the typing goes first."""

import math

import pytest

from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import (
    Attention,
    AttentionRequest,
    CacheRequest,
    CacheState,
    ExplorationFailure,
    LogitLens,
    LogitLensRequest,
    ModelCard,
    ModelCardRequest,
    NextTokens,
    NextTokensRequest,
    SampledToken,
    SampleEnd,
    SampleRequest,
    TokenScores,
    TokenScoresRequest,
    WhatIfRequest,
)
from keyboard.engine.messages import Idle
from keyboard.writing.query import Query, Suggestions

pytestmark = pytest.mark.usefixtures("installed_model")


def ready(supervise, listener):
    supervisor = supervise()
    listener.wait_for_state(Condition.READY)
    return supervisor


def replies(listener, kind):
    return [event for event in listener.heard if isinstance(event, kind)]


def wait_for(listener, number, *kinds):
    return listener.wait_for(lambda event: isinstance(event, kinds) and event.id == number)


def test_a_question_is_answered_under_the_id_that_it_got(supervise, listener):
    supervisor = ready(supervise, listener)
    number = supervisor.explore(NextTokensRequest(0, "The capital of France is"))
    assert number > 0
    assert wait_for(listener, number, NextTokens).tokens[0].piece == " Paris"


def test_questions_of_different_types_are_all_answered(supervise, listener):
    supervisor = ready(supervise, listener)
    card = supervisor.explore(ModelCardRequest(0))
    attention = supervisor.explore(AttentionRequest(0, "One two three"))
    assert wait_for(listener, card, ModelCard).layers == 30
    assert wait_for(listener, attention, Attention).heads == 9


def test_of_one_type_the_newest_counts(supervise, listener):
    supervisor = ready(supervise, listener)
    older, newer = (supervisor.explore(LogitLensRequest(0, text)) for text in ("The old text " * 60, "The new text"))
    wait_for(listener, newer, LogitLens)
    assert not [reply for reply in replies(listener, LogitLens) if reply.id == older]


def test_two_windows_that_ask_in_turn_each_get_their_own_answers(supervise, listener):
    supervisor = ready(supervise, listener)
    texts = {1: "The capital of France is Paris. " * 8, 2: "Once upon a time there was a king. " * 8}
    scores = {asker: supervisor.explore(TokenScoresRequest(0, text, asker=asker)) for asker, text in texts.items()}
    awaited = {supervisor.explore(CacheRequest(0, asker=asker)) for asker in texts}
    awaited |= {supervisor.explore(SampleRequest(0, text, tokens=4, asker=asker)) for asker, text in texts.items()}
    awaited |= {supervisor.explore(LogitLensRequest(0, text, asker=asker)) for asker, text in texts.items()}
    awaited |= set(scores.values())

    def is_last(reply):
        is_end = isinstance(reply, CacheState | SampleEnd | LogitLens)
        if is_end or (isinstance(reply, TokenScores) and reply.first + len(reply.tokens) == reply.in_all):
            awaited.discard(reply.id)
        return not awaited

    listener.wait_for(is_last)
    assert "stopped" not in {reply.reason for reply in replies(listener, SampleEnd)}
    for asker, text in texts.items():
        told = [token for part in replies(listener, TokenScores) if part.id == scores[asker] for token in part.tokens]
        assert "".join(token.piece for token in told) == text


def test_what_is_given_up_is_not_answered(supervise, listener):
    supervisor = ready(supervise, listener)
    given_up = supervisor.explore(LogitLensRequest(0, "A long text that takes a while. " * 30))
    supervisor.stop_exploring(given_up)
    later = supervisor.explore(NextTokensRequest(0, "Another text"))
    wait_for(listener, later, NextTokens)
    assert not replies(listener, LogitLens)


def test_a_key_goes_before_a_question_and_the_question_is_answered_after_it(supervise, listener):
    supervisor = ready(supervise, listener)
    question = supervisor.explore(LogitLensRequest(0, "A text that is long enough to take some time. " * 15))
    key = supervisor.suggest(Query(0, "We had a mee"))
    wait_for(listener, question, LogitLens)
    assert any(reply.id == key for reply in replies(listener, Suggestions))


def test_the_typings_cache_knows_nothing_of_the_explorer(supervise, listener):
    supervisor = ready(supervise, listener)
    text = "The meeting was moved to Thursday because the room is"
    wait_for(listener, supervisor.suggest(Query(0, text)), Idle)
    wait_for(listener, supervisor.explore(NextTokensRequest(0, "Something else altogether")), NextTokens)
    answer = listener.wait_for_answer(supervisor.suggest(Query(0, text + " ")))
    assert answer.tokens_evaluated <= 1


def test_the_cache_says_what_the_last_key_kept_and_what_was_evaluated(supervise, listener):
    supervisor = ready(supervise, listener)
    text = "The meeting was moved to Thursday because"
    wait_for(listener, supervisor.suggest(Query(0, text)), Idle)
    for typed in (" ", " t", " th", " the"):
        listener.wait_for_answer(supervisor.suggest(Query(0, text + typed)))
    state = wait_for(listener, supervisor.explore(CacheRequest(0)), CacheState)
    assert "".join(state.pieces[state.primed :]).strip() == text
    assert state.kept + state.evaluated == len(state.pieces)
    assert state.asked_in_all > state.evaluated_in_all > 0
    assert len(state.pieces) + state.ahead <= state.cells


def test_without_a_model_there_is_nothing_to_look_into(supervise, listener, empty_home):
    supervisor = supervise()
    listener.wait_for_state(Condition.NO_MODEL)
    for request in (NextTokensRequest(0, "Hello"), CacheRequest(0), ModelCardRequest(0)):
        failure = wait_for(listener, supervisor.explore(request), ExplorationFailure)
        assert "keyboard models install" in failure.sentence


def test_samples_are_told_token_by_token_and_a_stop_ends_them(supervise, listener):
    supervisor = ready(supervise, listener)
    number = supervisor.explore(SampleRequest(0, "Once upon a time", top_k=(1, 3, 40), tokens=1000))
    wait_for(listener, number, SampledToken)
    key = supervisor.suggest(Query(0, "We had a mee"))
    listener.wait_for_answer(key)
    supervisor.stop_exploring(number)
    wait_for(listener, number, SampleEnd)
    wait_for(listener, supervisor.explore(NextTokensRequest(0, "Another text")), NextTokens)
    reasons = {reply.sample: reply.reason for reply in replies(listener, SampleEnd)}
    assert reasons.keys() == {0, 1, 2}
    assert "stopped" in reasons.values()


def test_a_texts_tokens_are_scored_beside_a_sample(supervise, listener):
    supervisor = ready(supervise, listener)
    text = "The capital of France is Paris. " * 12
    sample = supervisor.explore(SampleRequest(0, text, tokens=10))
    scores = supervisor.explore(TokenScoresRequest(0, text))
    wait_for(listener, sample, SampleEnd)
    while not any(part.first + len(part.tokens) == part.in_all for part in replies(listener, TokenScores)):
        wait_for(listener, scores, TokenScores)
    assert len([part for part in replies(listener, TokenScores) if part.tokens]) >= 2


_NAN = math.nan
SENSELESS = [
    ("temperature", SampleRequest(0, "Hello", temperature=-1.0)),
    ("temperature", SampleRequest(0, "Hello", temperature=_NAN)),
    ("top-p", SampleRequest(0, "Hello", top_p=_NAN)),
    ("penalty", SampleRequest(0, "Hello", repetition_penalty=5e-324)),
    ("samples", SampleRequest(0, "Hello", top_k=(1,) * 1000)),
    ("number of tokens", SampleRequest(0, "Hello", tokens=0)),
    ("number of tokens", NextTokensRequest(0, "Hello", count=10**9)),
    ("number of tokens", NextTokensRequest(0, "Hello", count=-5)),
    ("temperature", NextTokensRequest(0, "Hello", temperature=_NAN)),
    ("temperature", NextTokensRequest(0, "Hello", temperature=math.inf)),
    ("top-k", NextTokensRequest(0, "Hello", top_k=-1)),
    ("no token", NextTokensRequest(0, "Hello", path=(2**32 + 1,))),
    ("number of tokens", LogitLensRequest(0, "Hello", count=10**9)),
    ("no token", LogitLensRequest(0, "Hello", position=10**9)),
    ("number of tokens", WhatIfRequest(0, "Hello", masked=(1,), count=-1)),
    ("no token", WhatIfRequest(0, "Hello", masked=(-7,))),
    ("no token", AttentionRequest(0, "Hello", position=2**40)),
]


def test_what_makes_no_sense_is_refused_in_a_sentence_and_the_engine_lives(supervise, listener):
    supervisor = ready(supervise, listener)
    engine = supervisor.engine_pid
    for part, request in SENSELESS:
        failure = wait_for(listener, supervisor.explore(request), ExplorationFailure)
        assert part in failure.sentence
        assert failure.sentence.endswith(".")
    wait_for(listener, supervisor.explore(NextTokensRequest(0, "Hello", temperature=5e-324, top_k=10**30)), NextTokens)
    assert supervisor.engine_pid == engine

"""How probable each token of a text was, told part by part."""

import math
from itertools import count

import pytest

from keyboard.engine.exploration.looking import TokenScoresTask
from keyboard.engine.exploration_messages import TokenScoresRequest
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import never

TEXT = "The capital of France is Paris. It lies on the Seine 😀, and robotics is taught there: 数学も。"


def score(inspector, text, abort_when=lambda: never):
    task = TokenScoresTask(TokenScoresRequest(1, text), inspector)
    parts = []
    while not task.is_done:
        try:
            parts += task.advance(abort_when())
        except EvaluationAbortedError:
            continue
    return parts


def tokens(parts):
    return [token for part in parts for token in part.tokens]


def test_each_token_has_its_place_in_the_text_and_what_the_model_gave_it(inspector):
    parts = score(inspector, TEXT)
    scored = tokens(parts)
    assert [token.id for token in scored] == inspector.tokens_of(TEXT)[1:]
    assert "".join(TEXT[token.start : token.end] for token in scored) == TEXT
    by_piece = {token.piece: token for token in scored}
    assert by_piece[" Paris"].rank == 1
    assert by_piece[" robotics"].probability < 0.001
    assert all(token.bits == pytest.approx(-math.log2(token.probability)) for token in scored)
    assert parts[-1].in_all == len(scored)


def test_the_parts_follow_each_other_and_say_what_they_cost(inspector):
    text = TEXT * 5
    inspector.scorer.follow("")
    parts = score(inspector, text)
    assert len(parts) > 2
    assert [part.first for part in parts] == [sum(len(other.tokens) for other in parts[:place]) for place in range(len(parts))]
    assert {part.in_all for part in parts} == {len(tokens(parts))}
    assert sum(part.tokens_evaluated for part in parts) == len(tokens(parts))
    assert max(len(part.tokens) for part in parts) <= 64


def test_a_text_that_was_judged_costs_nothing_and_an_edit_only_what_follows_it(inspector):
    first = score(inspector, TEXT)
    again = score(inspector, TEXT)
    assert tokens(again) == tokens(first)
    assert sum(part.tokens_evaluated for part in again) == 0
    longer = score(inspector, TEXT + " Yes.")
    assert 0 < sum(part.tokens_evaluated for part in longer) <= 3
    assert tokens(longer)[: len(tokens(first))] == tokens(first)


def test_keys_that_interrupt_it_lose_nothing(inspector):
    text = "Another text that takes some time. " * 8
    patience = count(0, 150)

    def abort_when():
        asked, patient = count(), next(patience)
        return lambda: next(asked) >= patient

    parts = score(inspector, text, abort_when)
    assert "".join(text[token.start : token.end] for token in tokens(parts)) == text
    assert [part.first for part in parts] == [sum(len(other.tokens) for other in parts[:place]) for place in range(len(parts))]


def test_an_empty_text_has_no_tokens(inspector):
    [part] = score(inspector, "")
    assert (part.tokens, part.in_all, part.tokens_evaluated) == ((), 0, 0)

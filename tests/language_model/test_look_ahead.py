"""Branches beside a sequence: what they share, which ones go when there is no room, and what an abort or a failure leaves."""

import numpy as np
import pytest

from keyboard.language_model import kv_cache
from keyboard.language_model.cached_sequence import CachedSequence
from keyboard.language_model.errors import EvaluationAbortedError, EvaluationFailedError
from keyboard.language_model.kv_cache import KVCache, never
from keyboard.language_model.look_ahead import LookAhead

BRANCHES = 4
CONTEXT = [0, 500, 501, 502]


@pytest.fixture
def cache(model):
    cache = KVCache(model, n_cells=256, n_sequences=2 + BRANCHES, n_batch=8)
    yield cache
    cache.close()


@pytest.fixture
def look_ahead(cache):
    base = CachedSequence(cache, 0, scratch=1)
    base.read(CONTEXT)
    look_ahead = LookAhead(cache, range(2, 2 + BRANCHES))
    look_ahead.start_at(base, CONTEXT)
    return look_ahead


def paths_of(look_ahead):
    return set(look_ahead.logits)


def starts_of(*paths):
    return {path[:end] for path in paths for end in range(1, len(path) + 1)}


def long_paths(first, count=BRANCHES, length=8):
    return [tuple(first + 100 * number + place for place in range(length)) for number in range(count)]


def cost_of(cache, call):
    before = cache.tokens_evaluated
    call()
    return cache.tokens_evaluated - before


def test_every_start_of_a_path_is_evaluated_and_what_paths_share_once(look_ahead, cache):
    paths = [(900, 901), (900, 902), (903,)]
    assert cost_of(cache, lambda: look_ahead.evaluate(paths, never)) == 4
    assert paths_of(look_ahead) == starts_of(*paths)


def test_more_rows_than_a_batch_takes_go_in_several(look_ahead, cache):
    paths = long_paths(1000)
    assert cost_of(cache, lambda: look_ahead.evaluate(paths, never)) == 32
    assert paths_of(look_ahead) == starts_of(*paths)


def test_no_branch_is_lost_however_often_more_is_asked_for_than_a_batch_takes(look_ahead):
    for first in range(1000, 9000, 500):
        paths = long_paths(first)
        look_ahead.evaluate(paths, never)
        look_ahead.evaluate(paths, never)
        assert paths_of(look_ahead) == starts_of(*paths)


def test_the_branch_goes_that_was_not_asked_for_longest(look_ahead):
    look_ahead.evaluate([(900,), (901,), (902,), (903,)], never)
    look_ahead.evaluate([(900,)], never)
    look_ahead.evaluate([(904,)], never)
    assert paths_of(look_ahead) == {(900,), (902,), (903,), (904,)}


def test_an_abort_keeps_the_paths_that_are_whole_and_nothing_else(look_ahead):
    short, long = [(900,), (901,)], long_paths(1000, count=2, length=5)
    # The second batch ends the long ones, which the first has begun.
    aborts = iter([never, lambda: True])
    evaluate = look_ahead._cache.evaluate
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(look_ahead._cache, "evaluate", lambda rows, _: evaluate(rows, next(aborts)))
        with pytest.raises(EvaluationAbortedError):
            look_ahead.evaluate([*short, *long], never)
    assert paths_of(look_ahead) == {(900,), (901,)}
    look_ahead.evaluate([*short, *long], never)
    assert paths_of(look_ahead) == starts_of(*short, *long)


def test_going_along_a_branch_evaluates_nothing(look_ahead, cache):
    look_ahead.evaluate([(900, 901, 902)], never)
    base = look_ahead._base
    assert cost_of(cache, lambda: (look_ahead.follow([*CONTEXT, 900, 901]), base.read([*CONTEXT, 900, 901]))) == 0


def test_branches_of_another_context_are_dropped(look_ahead):
    look_ahead.evaluate([(900,)], never)
    base = look_ahead._base
    base.read([*CONTEXT, 503])
    look_ahead.start_at(base, [*CONTEXT, 503])
    assert not paths_of(look_ahead)


def test_what_goes_on_after_the_words_that_were_typed_stays_and_costs_nothing(look_ahead, cache):
    look_ahead.evaluate([(900, 901, 902, 903), (900, 904), (905,)], never)
    base = look_ahead._base
    look_ahead.follow([*CONTEXT, 900, 901])
    look_ahead.start_at(base, [*CONTEXT, 900, 901])
    assert paths_of(look_ahead) == starts_of((902, 903))
    assert cost_of(cache, lambda: look_ahead.evaluate([(902, 903)], never)) == 0
    after = look_ahead.logits[902, 903]
    look_ahead.follow([*CONTEXT, 900, 901, 902, 903])
    assert cost_of(cache, lambda: base.read([*CONTEXT, 900, 901, 902, 903])) == 0
    fresh = CachedSequence(cache, 1, scratch=5)
    np.testing.assert_allclose(fresh.read([*CONTEXT, 900, 901, 902, 903]), after, atol=0.05)


def test_no_cell_is_lost_however_long_a_text_goes_on_along_its_branches(look_ahead, cache):
    base, context = look_ahead._base, list(CONTEXT)
    for token in range(600, 800):
        look_ahead.evaluate([(token, token + 1, token + 2), (token, 900), (901,)], never)
        look_ahead.follow([*context, token])
        context = [*context, token]
        base.read(context)
        look_ahead.start_at(base, context)
    assert len(look_ahead._branches) + len(look_ahead._free) == BRANCHES


def test_a_key_waits_for_no_more_rows_than_the_last_layer_takes_in_a_step(look_ahead, cache, monkeypatch):
    batches = []
    evaluate = cache.evaluate
    monkeypatch.setattr(cache, "evaluate", lambda rows, abort_when: batches.append(len(rows)) or evaluate(rows, abort_when))
    cache.n_interruptible = 3
    look_ahead.evaluate(long_paths(1000, count=2, length=4), never)
    assert batches == [3, 3, 2]


def test_a_failed_evaluation_leaves_no_branch_and_the_next_one_succeeds(look_ahead, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(kv_cache.llama_cpp, "llama_decode", lambda *_: -3)
        with pytest.raises(EvaluationFailedError, match="llama_decode gave -3"):
            look_ahead.evaluate([(900, 901)], never)
    assert not paths_of(look_ahead)
    look_ahead.evaluate([(900, 901)], never)
    assert paths_of(look_ahead) == starts_of((900, 901))


def test_a_cache_without_room_fails_and_holds_what_it_held(model):
    cache = KVCache(model, n_cells=256, n_sequences=2, n_batch=64)
    one, other = CachedSequence(cache, 0, scratch=1), CachedSequence(cache, 1, scratch=1)
    tokens = [0, *range(300, 499)]
    logits = one.read(tokens)
    with pytest.raises(EvaluationFailedError):
        other.read(tokens)
    other.truncate(0)
    np.testing.assert_allclose(one.read(tokens), logits)
    assert len(one.tokens) == 200
    cache.close()

"""No token is evaluated twice, and what the cache answers is what a fresh evaluation would."""

import random

import numpy as np
import pytest

from keyboard.language_model import kv_cache
from keyboard.language_model.context_reader import SHORT_CONTEXT_TOKENS, TOKENS_AT_ONCE, ContextReader
from keyboard.language_model.errors import EvaluationAbortedError, EvaluationFailedError
from keyboard.language_model.kv_cache import KVCache, Row, never
from keyboard.language_model.probabilities import log_softmax

CHUNK = 16
# Cells that were freed and taken again stand in another order, and attention sums them up in that order: the logits then differ
# by rounding, which changes the distribution by less than this many nats. A wrong context changes it by whole ones.
ROUNDING_NATS = 0.05


@pytest.fixture(scope="module")
def fresh(model):
    """Evaluates tokens from scratch, with nothing but llama.cpp's own batch."""
    cache = KVCache(model, n_cells=512, n_sequences=1, n_batch=512)

    def evaluate(tokens):
        cache.truncate(0, 0)
        rows = [Row(token, place, (0,), place == len(tokens) - 1) for place, token in enumerate(tokens)]
        for start in range(0, len(rows), CHUNK):
            logits = cache.evaluate(rows[start : start + CHUNK])
        return logits[0]

    yield evaluate
    cache.close()


@pytest.fixture
def reader(model):
    reader = ContextReader(model, window=512)
    yield reader
    reader.close()


def divergence(logits, expected):
    """The Kullback-Leibler divergence between the distributions of two rows of logits, in nats."""
    log_p, log_q = log_softmax(expected), log_softmax(logits)
    return float((np.exp(log_p) * (log_p - log_q)).sum())


def evaluated_by(reader, call):
    before = reader.cache.tokens_evaluated
    result = call()
    return result, reader.cache.tokens_evaluated - before


def random_tokens(count, seed=1):
    """A begin token and `count` ordinary ones."""
    return [0, *random.Random(seed).choices(range(300, 20_000), k=count)]


def test_a_token_more_costs_one_evaluation(reader, fresh):
    tokens = random_tokens(10)
    reader.read(tokens[:10])
    reading, cost = evaluated_by(reader, lambda: reader.read(tokens))
    assert cost == 1
    assert divergence(reading.logits, fresh(tokens)) < ROUNDING_NATS


def test_the_same_context_again_costs_nothing(reader):
    tokens = random_tokens(8)
    first = reader.read(tokens)
    again, cost = evaluated_by(reader, lambda: reader.read(tokens))
    assert cost == 0
    np.testing.assert_array_equal(first.logits, again.logits)


def test_going_back_over_a_word_and_forth_again_costs_nothing(reader):
    tokens = random_tokens(8)
    for length in range(1, 9):
        reader.read(tokens[:length])
    _, cost = evaluated_by(reader, lambda: [reader.read(tokens[:length]) for length in (7, 6, 7, 8)])
    assert cost == 0


def test_after_a_jump_a_short_context_answers_first_and_the_whole_one_follows(reader, fresh):
    tokens = random_tokens(200)
    reading, cost = evaluated_by(reader, lambda: reader.read(tokens))
    assert not reading.complete
    assert cost <= SHORT_CONTEXT_TOKENS
    assert divergence(reading.logits, fresh([0, *tokens[-SHORT_CONTEXT_TOKENS + 1 :]])) < ROUNDING_NATS
    whole = reader.catch_up(lambda: False)
    assert whole.complete
    assert divergence(whole.logits, fresh(tokens)) < ROUNDING_NATS


def test_typing_goes_on_from_the_short_context_while_the_whole_one_is_not_ready(reader):
    tokens = random_tokens(210)
    reader.read(tokens[:200])
    for length in range(201, 210):
        reading, cost = evaluated_by(reader, lambda length=length: reader.read(tokens[:length]))
        assert not reading.complete
        assert cost == 1


def test_an_edit_in_the_middle_keeps_what_stands_before_it(reader, fresh):
    tokens = random_tokens(200)
    reader.read(tokens)
    reader.catch_up(lambda: False)
    edited = [*tokens[:120], 777, *tokens[121:]]

    def read_it():
        reader.read(edited)
        return reader.catch_up(lambda: False)

    reading, cost = evaluated_by(reader, read_it)
    assert divergence(reading.logits, fresh(edited)) < ROUNDING_NATS
    assert cost <= len(edited) - 120 + TOKENS_AT_ONCE + 1


def test_the_cursor_in_the_middle_costs_one_token_and_loses_nothing(reader, fresh):
    tokens = random_tokens(100)
    reader.read(tokens)
    reader.catch_up(lambda: False)
    middle, cost = evaluated_by(reader, lambda: reader.read(tokens[:50]))
    assert cost == 1
    assert divergence(middle.logits, fresh(tokens[:50])) < ROUNDING_NATS
    _, cost = evaluated_by(reader, lambda: reader.read(tokens))
    assert cost == 0


def test_a_word_evaluated_ahead_costs_nothing_when_it_is_typed(reader, fresh):
    tokens = random_tokens(10)
    words = [(900,), (901, 902), (901, 903), (904, 905, 906)]
    reader.read(tokens)
    _, cost = evaluated_by(reader, lambda: reader.look_ahead(words, lambda: False))
    assert cost == 7  # 901 is shared
    for path, logits in reader.ahead.logits.items():
        assert divergence(logits, fresh([*tokens, *path])) < ROUNDING_NATS
    reading, cost = evaluated_by(reader, lambda: reader.read([*tokens, 904, 905, 906]))
    assert cost == 0
    assert divergence(reading.logits, fresh([*tokens, 904, 905, 906])) < ROUNDING_NATS
    following, cost = evaluated_by(reader, lambda: reader.read([*tokens, 904, 905, 906, 907]))
    assert cost == 1
    assert divergence(following.logits, fresh([*tokens, 904, 905, 906, 907])) < ROUNDING_NATS


def test_what_was_evaluated_ahead_is_not_evaluated_again(reader):
    reader.read(random_tokens(5))
    reader.look_ahead([(900,), (901,)], lambda: False)
    _, cost = evaluated_by(reader, lambda: reader.look_ahead([(900, 910), (901,)], lambda: False))
    assert cost == 1


def test_words_that_are_asked_for_again_stay_when_others_need_room(reader):
    tokens = random_tokens(5)
    reader.read(tokens)
    reader.look_ahead([(900, 901)], lambda: False)
    for start in range(1000, 1020):
        reader.look_ahead([(900,), (start,)], lambda: False)
    _, cost = evaluated_by(reader, lambda: reader.read([*tokens, 900, 901]))
    assert cost == 0


def test_branches_of_another_context_are_not_taken_for_this_one(reader, fresh):
    one, other = random_tokens(9, seed=1), random_tokens(9, seed=2)
    reader.read(one)
    reader.look_ahead([(900,)], lambda: False)
    reader.read(other)
    assert not reader.ahead.logits
    assert divergence(reader.read([*other, 900]).logits, fresh([*other, 900])) < ROUNDING_NATS


def test_more_words_than_branches_are_no_harm(reader, fresh):
    tokens = random_tokens(6)
    reader.read(tokens)
    for start in range(1000, 1100, 10):
        reader.look_ahead([(start + i, start) for i in range(10)], lambda: False)
    for path, logits in reader.ahead.logits.items():
        assert divergence(logits, fresh([*tokens, *path])) < ROUNDING_NATS
    assert divergence(reader.read([*tokens, 1090]).logits, fresh([*tokens, 1090])) < ROUNDING_NATS


@pytest.mark.parametrize("after", [0, 1, 200, 1500])
def test_an_aborted_evaluation_leaves_the_cache_as_it_was(reader, fresh, after):
    calls = 0

    def abort():
        nonlocal calls
        calls += 1
        return calls > after

    tokens = random_tokens(100)
    reader.read(tokens[:60])
    reader.catch_up(lambda: False)
    reader.read(tokens)
    with pytest.raises(EvaluationAbortedError):
        reader.catch_up(abort)
    reader.look_ahead([(900,)], lambda: False)
    assert divergence(reader.catch_up(lambda: False).logits, fresh(tokens)) < ROUNDING_NATS


@pytest.mark.parametrize("after", [0, 200])
def test_looking_ahead_can_be_aborted_and_tried_again(reader, fresh, after):
    calls = 0

    def abort():
        nonlocal calls
        calls += 1
        return calls > after

    tokens = random_tokens(10)
    reader.read(tokens)
    paths = [(900 + number, 3, 4) for number in range(12)]
    with pytest.raises(EvaluationAbortedError):
        reader.look_ahead(paths, abort)
    assert not reader.ahead.logits
    reader.look_ahead(paths, lambda: False)
    for path, logits in reader.ahead.logits.items():
        assert divergence(logits, fresh([*tokens, *path])) < ROUNDING_NATS
    reader.read([*tokens, 5])
    tokens = random_tokens(100)
    reader.read(tokens)
    assert divergence(reader.catch_up(lambda: False).logits, fresh(tokens)) < ROUNDING_NATS


def test_any_walk_of_edits_gives_what_a_fresh_evaluation_gives(reader, fresh):
    chance = random.Random(7)
    tokens = random_tokens(30)
    for _ in range(60):
        match chance.randrange(5):
            case 0:
                tokens = tokens[: chance.randrange(1, len(tokens) + 1)]
            case 1:
                tokens = [*tokens, *random_tokens(chance.randrange(1, 30), seed=chance.random())[1:]]
            case 2:
                place = chance.randrange(1, len(tokens) + 1)
                tokens = [*tokens[:place], chance.randrange(300, 900), *tokens[place:]]
            case 3:
                path = tuple(random_tokens(chance.randrange(1, 4), seed=chance.random())[1:])
                reader.look_ahead([path, path[:1], (5,)], lambda: False)
                tokens = [*tokens, *path]
            case 4:
                reader.catch_up(lambda: False)
        tokens = tokens[:400]
        reading = reader.read(tokens)
        if reading.complete:
            assert divergence(reading.logits, fresh(tokens)) < ROUNDING_NATS


@pytest.mark.parametrize(
    "fail",
    [
        lambda reader: reader.read([*random_tokens(100), 5]),
        lambda reader: reader.look_ahead([(900,)], never),
        lambda reader: reader.prepare(random_tokens(40, seed=3), 0, never),
        lambda reader: reader.hand_over(random_tokens(40, seed=3), never),
    ],
)
def test_after_a_failed_evaluation_nothing_that_was_cached_is_relied_on(reader, fresh, monkeypatch, fail):
    tokens = random_tokens(100)
    reader.read(tokens)
    reader.catch_up(never)
    reader.look_ahead([(901,)], never)
    with monkeypatch.context() as patch:
        patch.setattr(kv_cache.llama_cpp, "llama_decode", lambda *_: -3)
        with pytest.raises(EvaluationFailedError):
            fail(reader)
    assert not reader.ahead.logits
    _, cost = evaluated_by(reader, lambda: (reader.read(tokens), reader.catch_up(never)))
    assert cost >= len(tokens)
    assert divergence(reader.read(tokens).logits, fresh(tokens)) < ROUNDING_NATS

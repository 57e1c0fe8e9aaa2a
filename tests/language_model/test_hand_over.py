"""Typing beyond the window: the next one is ready before the present one is full, and no key waits for it."""

import contextlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyboard.language_model.backends import backend_named
from keyboard.language_model.cached_sequence import CATCH_UP_BATCH
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import KVCache, Row, never
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.probabilities import log_softmax

LIMIT = 96
PRIMER = "Thank you for the letter.\n"
SENTENCES = [
    "We had a meeting about the new garden on Monday.",
    "Nobody knew where the old gate was, so we looked for it.",
    "It took an hour, and then Peter found it behind the shed.",
    "The children wanted to paint it green before the summer.",
    "I said that green was fine with me!",
    "Would you like to come and help us next week?",
    "Bring a brush, and something to eat.",
]
# As in test_context_reader.py: cells that were freed and taken again stand in another order.
ROUNDING_NATS = 0.05
# A word is up to so many tokens in these texts; a person waits for its own and for no others.
LONGEST_WORD = 3


@pytest.fixture(scope="module")
def loaded_model(installed_model, home):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("keyboard.language_model.language_model._LONGEST_WINDOW", LIMIT + 16)
        model = LanguageModel(installed_model, backend_named("cpu"), home / "cache", primers=(PRIMER, ""))
    yield model
    model.close()


@pytest.fixture
def language_model(loaded_model):
    """A model that has read what stands before an empty document."""
    loaded_model.read("")
    idle(loaded_model)
    return loaded_model


@pytest.fixture(scope="module")
def fresh(loaded_model):
    """Evaluates the tokens of a window from scratch, with nothing but llama.cpp's own batch."""
    cache = KVCache(loaded_model.model, n_cells=256, n_sequences=1, n_batch=32)

    def evaluate(tokens):
        cache.truncate(0, 0)
        rows = [Row(token, place, (0,), place == len(tokens) - 1) for place, token in enumerate(tokens)]
        for start in range(0, len(rows), 16):
            logits = cache.evaluate(rows[start : start + 16])
        return logits[0]

    yield evaluate
    cache.close()


def text_of(n_words, seed=0):
    """A text of so many words, in sentences."""
    chance = np.random.default_rng(seed)
    words = []
    while len(words) < n_words:
        words += SENTENCES[chance.integers(len(SENTENCES))].split()
    return " ".join(words[:n_words])


def prefixes(text):
    """The text as it grows, word by word."""
    words = text.split(" ")
    return [" ".join(words[:count]) for count in range(1, len(words) + 1)]


def idle(model):
    """What the engine does when it has answered and no key comes."""
    model.reader.catch_up(never)
    model.keep_next_window_on_time(never)
    model.prepare_next_window(never)


def waited_for(model, text):
    """The reading of a text, and the tokens that it cost while the user waited."""
    before = model.reader.token_counts.answers
    reading = model.read(text)
    return reading, model.reader.token_counts.answers - before


def assert_right(model, reading, text, fresh):
    """A complete reading is what a fresh evaluation of the same window gives."""
    assert reading.complete
    tokens = model.window.tokens(text, 0)
    assert len(tokens) <= LIMIT
    expected, found = log_softmax(fresh(tokens)), log_softmax(reading.logits)
    assert float((np.exp(expected) * (expected - found)).sum()) < ROUNDING_NATS


def test_who_types_beyond_several_windows_never_waits_for_more_than_the_new_word(language_model, fresh):
    starts = set()
    for text in prefixes(text_of(140)):
        reading, cost = waited_for(language_model, text)
        assert reading.complete
        assert cost <= LONGEST_WORD
        idle(language_model)
        if language_model.window.start not in starts:
            starts.add(language_model.window.start)
            assert_right(language_model, language_model.read(text), text, fresh)
    assert len(starts) > 2
    assert_right(language_model, language_model.read(text), text, fresh)


def test_a_window_begins_with_a_sentence_or_a_word_and_leaves_room_to_type(language_model):
    for text in prefixes(text_of(90)):
        before = language_model.window.start
        language_model.read(text)
        idle(language_model)
        if before != (start := language_model.window.start):
            is_sentence = text[start - 2 : start] in (". ", "! ", "? ")
            assert is_sentence or text[start] == " "
            assert len(language_model.reader.wanted) <= 0.6 * LIMIT


def test_all_that_is_evaluated_is_about_twice_what_is_typed(language_model):
    text = text_of(150, seed=3)
    before = language_model.reader.token_counts
    for part in prefixes(text):
        language_model.read(part)
        idle(language_model)
    evaluated = language_model.reader.token_counts - before
    n_tokens = len(language_model.tokenizer.encode(text))
    assert evaluated.answers <= 1.15 * n_tokens
    assert evaluated.answers + evaluated.windows <= 2.1 * n_tokens
    assert evaluated.ahead == 0


def test_a_fast_typist_whose_every_key_aborts_the_work_gets_a_new_window_in_time(language_model):
    """Keys come before a single token is evaluated: then each pause is worth two."""
    starts = set()
    for text in prefixes(text_of(110, seed=4)):
        reading, cost = waited_for(language_model, text)
        assert reading.complete
        assert cost <= LONGEST_WORD
        starts.add(language_model.window.start)
        for _ in range(2):
            pause_that_is_too_short(language_model)
    assert len(starts) > 1


def pause_that_is_too_short(model):
    """A key comes as soon as an evaluation has begun."""
    calls = 0

    def abort():
        nonlocal calls
        calls += 1
        return calls > 1

    with contextlib.suppress(EvaluationAbortedError):
        model.keep_next_window_on_time(abort)
        model.prepare_next_window(abort)


@pytest.mark.parametrize("after", [0, 7, 700])
def test_a_hand_over_that_is_aborted_anywhere_loses_nothing(language_model, fresh, after):
    calls = 0

    def abort():
        nonlocal calls
        calls += 1
        return calls > after

    for text in prefixes(text_of(90, seed=5)):
        reading, cost = waited_for(language_model, text)
        assert reading.complete
        assert cost <= LONGEST_WORD
        calls = 0
        try:
            language_model.keep_next_window_on_time(abort)
            language_model.prepare_next_window(abort)
        except EvaluationAbortedError:
            idle(language_model)
    assert language_model.window.start > 0
    assert_right(language_model, language_model.read(text), text, fresh)


def test_words_evaluated_ahead_are_those_of_the_new_window_after_a_hand_over(language_model, fresh):
    word = language_model.tokenizer.encode(" garden")
    for text in prefixes(text_of(100, seed=6)):
        before = language_model.window.start
        language_model.read(text)
        language_model.look_ahead([tuple(word)], never)
        idle(language_model)
        if language_model.window.start != before:
            break
    assert not language_model.ahead.logits
    language_model.look_ahead([tuple(word)], never)
    reading, cost = waited_for(language_model, text + " garden")
    assert cost == 0
    assert_right(language_model, reading, text + " garden", fresh)


def test_a_paste_beyond_the_window_answers_from_a_short_context_first(language_model, fresh):
    text = text_of(40, seed=7)
    language_model.read(text)
    idle(language_model)
    pasted = f"{text} {text_of(120, seed=8)}"
    reading, cost = waited_for(language_model, pasted)
    assert not reading.complete
    assert cost <= 13
    assert_right(language_model, language_model.reader.catch_up(never), pasted, fresh)


def test_an_edit_behind_the_next_windows_start_keeps_what_is_prepared(language_model):
    for text in prefixes(text_of(60, seed=9)):
        language_model.read(text)
        idle(language_model)
    before = language_model.reader.token_counts.windows
    language_model.read(text + " again")
    idle(language_model)
    assert language_model.reader.token_counts.windows - before <= CATCH_UP_BATCH


steps = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.integers(1, 12)),
        st.tuples(st.just("delete"), st.integers(1, 30)),
        st.tuples(st.just("jump"), st.floats(0, 1)),
        st.tuples(st.just("paste"), st.integers(10, 90)),
        st.tuples(st.just("insert before"), st.floats(0, 1)),
        st.tuples(st.just("idle"), st.just(0)),
        st.tuples(st.just("aborted"), st.integers(0, 400)),
    ),
    min_size=5,
    max_size=15,
)


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=steps, seed=st.integers(0, 1000))
def test_any_script_of_edits_gives_what_a_fresh_reading_gives(language_model, fresh, script, seed):
    words = text_of(100, seed).split(" ")
    for step, amount in script:
        match step:
            case "type" | "paste":
                words = [*words, *text_of(amount, seed + len(words)).split(" ")]
            case "delete":
                words = words[: max(len(words) - amount, 1)]
            case "insert before":
                place = int(amount * len(words))
                words = [*words[:place], "really", *words[place:]]
            case "jump":
                language_model.read(" ".join(words[: max(int(amount * len(words)), 1)]))
            case "idle":
                idle(language_model)
            case "aborted":
                calls = iter(range(amount))
                try:
                    language_model.keep_next_window_on_time(lambda calls=calls: next(calls, None) is None)
                    language_model.prepare_next_window(lambda calls=calls: next(calls, None) is None)
                except EvaluationAbortedError:
                    pass
        text = " ".join(words)
        reading, cost = waited_for(language_model, text)
        assert cost <= 13
        if reading.complete:
            assert_right(language_model, reading, text, fresh)
    text = " ".join(words)
    language_model.read(text)
    assert_right(language_model, language_model.reader.catch_up(never), text, fresh)

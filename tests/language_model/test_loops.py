"""A text that says the same again and again is noticed; one that only repeats a word is not."""

from hypothesis import assume, given
from hypothesis import strategies as st

from keyboard.language_model.probabilities import Loop, find_loop

words = st.lists(st.integers(0, 5), max_size=30)
units = st.lists(st.integers(0, 5), min_size=1, max_size=20)


def repeats(tokens, loop):
    end = tokens[loop.since :]
    return all(token == end[place % loop.period] for place, token in enumerate(end))


@given(words, units, st.integers(3, 6), st.data())
def test_whatever_is_said_three_times_in_a_row_is_a_loop(before, unit, times, data):
    assume(len(unit) * times >= 12)
    begun = data.draw(st.integers(0, len(unit) - 1))
    tokens = [*before, *unit * times, *unit[:begun]]
    loop = find_loop(tokens)
    assert loop is not None
    assert loop.since <= len(before)
    assert repeats(tokens, loop)


@given(st.lists(st.integers(0, 2), max_size=60))
def test_what_is_called_a_loop_is_one(tokens):
    loop = find_loop(tokens)
    if loop is None:
        return
    length = len(tokens) - loop.since
    assert length >= 12
    assert length >= 3 * loop.period > 0
    assert repeats(tokens, loop)


@given(st.lists(st.integers(0, 1), max_size=45))
def test_a_loop_is_found_wherever_trying_all_periods_finds_one(tokens):
    """The definition, tried out: the longest end with the shortest period."""
    found = [
        (length, -period)
        for length in range(12, len(tokens) + 1)
        for period in range(1, length // 3 + 1)
        if repeats(tokens, Loop(len(tokens) - length, period))
    ]
    length, period = max(found, default=(0, 0))
    assert find_loop(tokens) == (Loop(len(tokens) - length, -period) if found else None)


@given(st.lists(st.integers(0, 9), unique=True, max_size=10))
def test_words_that_all_differ_are_no_loop(tokens):
    assert find_loop(tokens) is None


def test_two_times_are_no_loop_and_neither_is_a_word_said_thrice():
    sentence = list(range(20))
    assert find_loop(sentence * 2) is None
    assert find_loop([*sentence, 7, 7, 7]) is None
    assert find_loop([*sentence, 7, 8, 7, 8, 7, 8]) is None


def test_it_is_told_where_the_loop_begins_and_how_long_its_turn_is():
    of, the, end = 3, 4, 5
    assert find_loop([end, *[of, the] * 6]) == Loop(since=1, period=2)
    assert find_loop([end, *[of, the] * 6, end]) is None
    assert find_loop([7] * 12) == Loop(since=0, period=1)

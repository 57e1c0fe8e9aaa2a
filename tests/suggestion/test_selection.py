"""Three words from a pool: the pool itself where it is small, a steady draw where it is large."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from keyboard.suggestion.word_distribution import WordProbability
from keyboard.suggestion.words_at_cursor import choose_words

POOL = [WordProbability(word, p) for word, p in (("the", 0.4), ("a", 0.3), ("my", 0.2), ("his", 0.06), ("an", 0.04))]


def words(pool, count, seed="x"):
    return [item.word for item in choose_words(pool, count, seed)]


def test_a_small_pool_is_shown_as_it_is_best_first():
    assert words(reversed(POOL[:3]), 3) == ["the", "a", "my"]
    assert words(POOL[:1], 3) == ["the"]
    assert words([], 3) == []


@given(st.text())
def test_the_same_context_shows_the_same_words(seed):
    assert words(POOL, 3, seed) == words(POOL, 3, seed)


@given(st.text())
def test_a_draw_has_no_word_twice_and_the_best_first(seed):
    drawn = choose_words(POOL, 3, seed)
    assert len({item.word for item in drawn}) == 3
    assert [item.probability for item in drawn] == sorted((item.probability for item in drawn), reverse=True)


def test_words_are_drawn_in_proportion_to_their_probability():
    first = Counter(words(POOL, 1, seed=str(number))[0] for number in range(4000))
    for item in POOL:
        assert abs(first[item.word] / 4000 - item.probability) < 0.03


@given(st.text())
def test_a_typed_letter_takes_away_only_the_words_that_it_rules_out(seed):
    shown = words(POOL, 2, seed)
    narrowed = [item for item in POOL if item.word in (shown[0], "the", "a", "my")]
    assert shown[0] in words(narrowed, 2, seed)

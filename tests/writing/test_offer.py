"""Words that stay keep their place, and nothing is lost or doubled by it."""

from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.offer import arranged
from keyboard.writing.query import Suggestion

_words = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=4).map(
    lambda words: [Suggestion(word, 0.1, 0, word + " ") for word in words]
)


@given(_words, _words)
def test_the_better_words_are_all_there_once(better, shown):
    assert sorted(arranged(better, shown), key=lambda item: item.word) == sorted(better, key=lambda item: item.word)


@given(_words, _words)
def test_a_word_that_stays_has_its_old_place_if_there_is_such_a_place(better, shown):
    result = arranged(better, shown)
    for place, suggestion in enumerate(shown):
        if suggestion in better and place < len(better):
            assert result[place] == suggestion


@given(_words)
def test_without_words_shown_the_best_is_on_the_left(better):
    assert list(arranged(better, ())) == better


@given(_words, _words, st.sets(st.integers(0, 4)))
def test_a_word_that_is_held_stays_where_it_is_whatever_is_better(better, shown, held):
    result = arranged(better, shown, held)
    words = [suggestion.word for suggestion in result]
    assert len(set(words)) == len(words) >= len(better)
    for place in held & set(range(len(shown))):
        assert result[place] == shown[place]


@given(_words, _words, st.sets(st.integers(0, 4)))
def test_the_best_words_take_the_other_places(better, shown, held):
    words = {suggestion.word for suggestion in arranged(better, shown, held)}
    kept = {shown[place].word for place in held if place < len(shown)}
    new = [suggestion.word for suggestion in better if suggestion.word not in kept]
    assert words - kept >= set(new[: max(len(better) - len(kept), 0)])

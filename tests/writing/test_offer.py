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

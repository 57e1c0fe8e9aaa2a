"""What the continuation adds: keys and showings by hand-counted examples, and the figures and the page that come of them."""

import pytest

from keyboard.evaluation.continuation_savings import (
    continuation_figures,
    continuation_table,
    savings_by_threshold,
    type_with_continuation,
)
from keyboard.evaluation.savings_report import write_continuation_report
from keyboard.evaluation.typist import Showing, Typist
from keyboard.writing.continuation import WhenShown
from keyboard.writing.cursor import insertion_of, split_at_cursor
from keyboard.writing.query import FollowingWord, Suggestion, Suggestions


class Foreseeing:
    """A rival that shows, after each of some texts, words with those that follow them, all equally probable."""

    tokens_evaluated = tokens_ahead = 0
    seconds = 0.0

    def __init__(self, probability, **_):
        self.probability = probability
        self.shown = {}
        self.asked = 0

    def after(self, text, *chains):
        self.shown[text] = chains
        return self

    def start_message(self):
        pass

    def answer(self, text, _count):
        self.asked += 1
        self.tokens_ahead = 2 * self.asked
        split = split_at_cursor(text)
        return Suggestions(
            0, split.context, split.prefix, tuple(self._suggestion(chain, split) for chain in self.shown.get(text, ())), 0, 0.0
        )

    def _suggestion(self, chain, split):
        word, *following = chain.split(" ")
        insertion = insertion_of(word, split)
        after = tuple(FollowingWord(one, self.probability) for one in following)
        return Suggestion(word, self.probability, insertion.replace, insertion.text, after)


def typed(text, rival, when=WhenShown.SURE):
    typist = Typist(text, lambda before, _word: rival.answer(before, 3), when=when)
    return [stroke.text for stroke in typist.strokes()], typist.showings


def test_all_of_it_is_one_key_where_all_is_right():
    keys, showings = typed("we had a meeting, so", Foreseeing(0.9).after("we had a ", "meeting , so"))
    assert keys == [*"we had a ", "meeting, so"]
    assert showings == [Showing(3, 3)]


@pytest.mark.parametrize(("text", "right"), [("we had a meeting there", 1), ("we had a meeting anyway", 1), ("we had a mew", 0)])
def test_where_a_word_is_wrong_the_buttons_are_left(text, right):
    keys, showings = typed(text, Foreseeing(0.9).after("we had a ", "meeting any"))
    assert "".join(keys) == text
    assert showings == [Showing(2, right)]
    assert len(keys) == (len(text) if not right else len(text) - len("meeting"))


def test_a_second_line_is_taken_with_its_button():
    rival = Foreseeing(0.5).after("we had a ", "new car", "meeting with", "lot of")
    keys, showings = typed("we had a meeting with", rival)
    assert keys == [*"we had a ", "meeting with"]
    assert showings == []


def test_what_is_typed_like_it_is_the_same_showing():
    rival = Foreseeing(0.9).after("a m", "meeting at ten").after("a me", "meeting at ten").after("a mee", "meeting at ten")
    _, showings = typed("a meek", rival)
    assert showings == [Showing(3, 0)]


def test_one_that_becomes_longer_counts_once_with_all_its_words():
    rival = Foreseeing(0.9).after("a ", "meeting at").after("a meeting ", "at ten")
    _, showings = typed("a meeting of", rival)
    assert showings == [Showing(3, 1)]


def test_without_it_the_typist_does_what_she_did():
    rival = Foreseeing(0.9).after("we had a ", "meeting at")
    keys, showings = typed("we had a meeting at", rival, WhenShown.OFF)
    assert (keys[-3:], showings) == (["meeting ", "a", "t"], [])


def test_the_figures_say_what_it_adds_and_how_often_it_was_right(tmp_path):
    rival = Foreseeing(0.9).after("a ", "meeting at ten").after("so ", "we had")
    file = type_with_continuation(
        "texts", ["a meeting at ten", "so we are"], rival, 3, WhenShown.SURE, _ignore, by_threshold=True
    )
    assert rival.asked == file.tokens_ahead / 2 + 2  # what the buttons alone need besides: "at" and "ten"
    figures = continuation_figures("texts", [file])
    assert (figures.words_right, figures.whole_right) == (80.0, 50.0)
    assert figures.shown == pytest.approx(100 * 2 / 7)
    assert figures.keys_saved == 3.0  # "at ten" has six keys
    assert figures.ks > figures.ks_without
    savings = savings_by_threshold([file])
    assert savings[0.2] == savings[0.9] == figures.ks
    assert "80.0" in continuation_table([figures])
    write_continuation_report(tmp_path / "page.html", [file.typed], [figures], savings, "what")
    assert "meeting at ten</mark>" in (tmp_path / "page.html").read_text()


def _ignore(_what, _done):
    pass

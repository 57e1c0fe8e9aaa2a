"""The lines in which two texts differ are found, long texts or short ones, and the search can be given up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.editor.files.both_texts import Difference, GivenUpError, differences


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        ("a\nb", "a\nb", []),
        ("a\nb\nc", "a\nx\nc", [Difference(range(1, 2), range(1, 2))]),
        ("a\nc", "a\nb\nc", [Difference(range(1, 1), range(1, 2))]),
        ("a\nb\na", "a", [Difference(range(1, 3), range(1, 1))]),
        ("1\nb\nc\n2", "3\nb\nc\n4", [Difference(range(1), range(1)), Difference(range(3, 4), range(3, 4))]),
    ],
)
def test_lines_that_differ_are_found(mine, theirs, found):
    assert differences(mine, theirs) == found


@given(st.text("ab\n"), st.text("ab\n"))
def test_with_the_differences_one_text_becomes_the_other(mine, theirs):
    ours, others = mine.split("\n"), theirs.split("\n")
    for place in reversed(differences(mine, theirs)):
        ours[place.mine.start : place.mine.stop] = others[place.theirs.start : place.theirs.stop]
    assert ours == others


def test_of_very_many_lines_the_first_and_the_last_that_differ_are_told():
    text = "same\n" + "line\n" * 12_000 + "end"
    other = text.replace("line", "other")
    assert differences(text, other) == [Difference(range(1, 12_001), range(1, 12_001))]


def test_a_comparison_that_nobody_waits_for_ends():
    answers = iter([False, False, True])
    mine = "\n".join(map(str, range(1000)))
    with pytest.raises(GivenUpError):
        differences(mine, mine.replace("5", "x"), lambda: next(answers))

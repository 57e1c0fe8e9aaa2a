"""What a tap puts in gives the word, whole, with one space before it and one after."""

import pytest

from keyboard.writing.cursor import insertion_of, split_at_cursor


@pytest.mark.parametrize(
    ("text", "word", "after"),
    [
        ("compl", "completion", "completion "),
        ("We had a mee", "meeting", "We had a meeting "),
        ("We had a ", "meeting", "We had a meeting "),
        ("Hello,", "dear", "Hello, dear "),
        ("Hello, ", "dear", "Hello, dear "),
        ("in hous", "Houston", "in Houston "),
        ("(", "see", "(see "),
        ("well-doc", "documented", "well-documented "),
        ("End.\n", "Then", "End.\nThen "),
        ("we’", "we're", "we’re "),
        ("👍 than", "thanks", "👍 thanks "),
        ("👍", "thanks", "👍 thanks "),
    ],
)
def test_a_tap_completes_the_text(text, word, after):
    insertion = insertion_of(word, split_at_cursor(text))
    assert text[: len(text) - insertion.replace] + insertion.text == after

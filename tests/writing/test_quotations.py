"""Which quotation mark closes a quotation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.writing.soft_space import quotation_start


@pytest.mark.parametrize(
    ("paragraph", "mark", "closes"),
    [
        ("He said “no ", "”", True),
        ("He said ", "“", False),
        ("Er sagte „nein ", "“", True),
        ("Er sagte „nein“ und „ja ", "“", True),
        ("Er sagte „nein“ und ", "“", False),
        ("Er sagte ", "»", False),
        ("Er sagte »nein ", "«", True),
        ("Il a dit «non ", "»", True),
        ("Il a dit « non ", "»", True),
        ("Hän sanoi »ei ", "»", True),
        ("„Er sagte ‚nein ", "‘", True),
        ("„Er sagte ‚nein‘ ", "“", True),
        ("„Sie können ‚das geht’s nicht ", "‘", True),  # an apostrophe closes nothing
        ("“He said ‘no ", "”", True),  # the inner one was left open
        ('He said "no ', '"', True),
        ('He said "no" and ', '"', False),
        ("He said “no ", "“", False),
        ("He said (“no ", ")", False),
        ("", "”", False),
        ("“", "”", True),
    ],
)
def test_a_mark_closes_what_its_paragraph_has_opened(paragraph, mark, closes):
    assert (quotation_start(paragraph, mark) is not None) is closes


def test_the_quotation_begins_behind_its_opening_mark():
    assert quotation_start("Er sagte „nein ", "“") == len("Er sagte „")


@given(st.text(st.sampled_from("a '\"“”„‘’‚«»‹›")), st.sampled_from("'\"“”„‘’‚«»‹›"))
def test_what_a_mark_closes_was_opened_by_another(paragraph, mark):
    start = quotation_start(paragraph, mark)
    assert start is None or (mark not in "'„‚" and paragraph[start - 1] in '"“„‘‚«»‹›')

"""Tokens that have no shape are seen, and columns are counted as a terminal does."""

from hypothesis import given
from hypothesis import strategies as st

from keyboard.cli.tables import columns, padded, visible


def test_spaces_line_breaks_and_control_characters_are_seen():
    assert visible(" a\n\tb") == "·a↵→b"
    assert visible("x\x00\ud800\u200d日") == "x<U+0000><U+D800><U+200D>日"


@given(st.text())
def test_whatever_is_shown_is_printable_and_fills_its_columns(text):
    shown = visible(text)
    assert shown.isprintable()
    assert columns(padded(shown, columns(shown) + 3)) == columns(shown) + 3

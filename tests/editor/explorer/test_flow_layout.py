"""Tokens in lines."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint

from keyboard.editor.explorer.token_flow import MARGIN, FlowLayout

WIDTH, HEIGHT, GAP = 120, 14, 2
tokens = st.lists(st.tuples(st.integers(1, 200), st.booleans()), max_size=40)


def laid_out(widths):
    layout = FlowLayout()
    layout.begin(WIDTH, HEIGHT, GAP)
    for width, ends_line in widths:
        layout.add(width, ends_line=ends_line)
    return layout


@given(tokens)
def test_no_token_lies_on_another_or_beyond_the_column(widths):
    boxes = laid_out(widths).boxes
    assert all(box.left() >= MARGIN and box.right() <= WIDTH - MARGIN for box in boxes)
    for (before, after), (_, ends_line) in zip(pairwise(boxes), widths, strict=False):
        assert after.top() > before.bottom() if ends_line else (after.left() > before.right() or after.top() > before.bottom())


@given(tokens, st.integers(0, 40), tokens)
def test_going_on_after_some_that_are_kept_is_as_laying_all_out(widths, count, more):
    kept = widths[:count]
    layout = laid_out(widths)
    layout.keep(len(kept), ends_line=bool(kept) and kept[-1][1])
    for width, ends_line in more:
        layout.add(width, ends_line=ends_line)
    again = laid_out(kept + more)
    assert layout.boxes == again.boxes
    assert layout.height == again.height


@given(tokens)
def test_each_token_is_found_where_it_stands_and_in_the_lines_in_view(widths):
    layout = laid_out(widths)
    for place, box in enumerate(layout.boxes):
        assert layout.at(box.center()) == place
        assert place in layout.between(box.top(), box.bottom())
    assert layout.at(QPoint(0, 0)) == -1
    assert list(layout.between(0, layout.height)) == list(range(len(widths)))


@given(tokens)
def test_up_and_down_lead_to_the_line_above_and_below(widths):
    layout = laid_out(widths)
    tops = sorted({box.top() for box in layout.boxes})
    for place, box in enumerate(layout.boxes):
        line = tops.index(box.top())
        for step in (-1, 1):
            found = layout.boxes[layout.lines_away(place, step)]
            assert found.top() == (tops[line + step] if 0 <= line + step < len(tops) else box.top())

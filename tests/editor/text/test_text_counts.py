"""Words and characters in the status bar, followed change by change."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor

from keyboard.editor.text.text_counts import CountsLabel

TEXT = st.text(st.sampled_from("ab \n🙂\t’"), max_size=12)
EDIT = st.tuples(st.sampled_from(["insert", "undo", "redo"]), st.integers(0, 40), st.integers(0, 40), TEXT)


@pytest.fixture
def label(window):
    return window.findChild(CountsLabel)


def test_what_is_typed_is_counted(story, label):
    story.until(lambda: label.text() == "0 words · 0 characters")
    story.type("A ")
    story.until(lambda: label.text() == "1 word · 2 characters")
    story.commit("🙂\nthird")
    story.until(lambda: label.text() == "3 words · 9 characters")


def test_a_selection_is_counted_in_place_of_the_text(story, window, label):
    window.text_area.setPlainText("one two\nthree\nfour five")
    cursor = window.text_area.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(18, QTextCursor.MoveMode.KeepAnchor)
    window.text_area.setTextCursor(cursor)
    story.until(lambda: label.text() == "3 words · 14 characters selected")
    window.text_area.selectAll()
    story.until(lambda: label.text() == "5 words · 23 characters selected")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=TEXT, edits=st.lists(EDIT, max_size=8))
def test_the_counts_are_those_of_the_text_whatever_the_edits(story, window, label, start, edits):
    area = window.text_area
    area.setPlainText(start)
    for kind, one, other, text in edits:
        if kind != "insert":
            getattr(area, kind)()
            continue
        cursor = area.textCursor()
        last = area.document().characterCount() - 1
        cursor.setPosition(min(one, last))
        cursor.setPosition(min(other, last), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        assert label.counts.words == len(story.text.split())
        assert label.counts.characters == len(story.text)
    assert (label.counts.words, label.counts.characters) == (len(story.text.split()), len(story.text))


def test_a_key_in_a_long_text_costs_no_more_than_in_a_short_one(story, window, label):
    counts = label.counts

    def cost_of(lines):
        window.text_area.setPlainText("The quick brown fox jumps over the lazy dog.\n" * lines)
        story.until(lambda: counts.is_known)
        assert counts.words == 9 * lines
        costs = []
        for _ in range(15):
            started = time.perf_counter()
            counts._follow(0, 0, 1)
            costs.append(time.perf_counter() - started)
        return sorted(costs)[7]

    assert cost_of(100_000) < 20 * cost_of(100)

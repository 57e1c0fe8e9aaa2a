"""Finding text, forwards and backwards, round the ends, with all hits in view marked."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from keyboard.editor.looks.theme import DARK, LIGHT
from tests.editor.files.test_chunked_load import Turns

Key = Qt.Key


@pytest.fixture
def find(story):
    return _Find(story)


class _Find:
    def __init__(self, story):
        self.story = story
        self.bar = story.window.find_bar
        self.field = self.bar.findChild(QLineEdit)
        self.case = self.bar.fields.match_case

    def text(self, text, wanted):
        self.story.window.text_area.setPlainText(text)
        self.bar.open_bar()
        QTest.keyClicks(self.field, wanted)

    @property
    def selected(self):
        cursor = self.story.window.text_area.textCursor()
        return cursor.selectionStart(), cursor.selectedText()

    @property
    def result(self):
        return self.bar.findChild(QLabel).text()

    @property
    def marks(self):
        return [mark.cursor.selectionStart() for mark in self.story.window.text_area.marks.of("find")]


def test_ctrl_f_opens_the_bar_with_the_selected_text(story, find):
    story.type("Some words")
    story.control(Key.Key_A)
    story.control(Key.Key_F)
    assert find.bar.isVisible()
    assert find.field.hasFocus()
    assert find.field.text() == "Some words"


def test_typing_goes_to_the_first_match_and_enter_to_the_next_and_round_the_end(find):
    find.text("one two One two", "one")
    find.story.until(lambda: find.selected == (0, "one"))
    QTest.keyClick(find.field, Key.Key_Return)
    find.story.until(lambda: find.selected == (8, "One"))
    QTest.keyClick(find.field, Key.Key_Return)
    find.story.until(lambda: find.selected == (0, "one"))
    find.bar.find_previous()
    find.story.until(lambda: find.selected == (8, "One"))


def test_the_matches_are_counted_and_marked(find):
    find.text("one two One two", "one")
    find.story.until(lambda: find.marks == [0, 8])
    find.story.until(lambda: find.result == "2 matches")
    find.case.setChecked(True)
    find.story.until(lambda: find.marks == [0])
    find.story.until(lambda: find.result == "1 match")


def test_the_count_follows_the_text(find):
    find.text("one", "one")
    find.story.until(lambda: find.result == "1 match")
    find.story.window.text_area.appendPlainText("one")
    find.story.until(lambda: find.result == "2 matches")
    find.story.until(lambda: find.marks == [0, 4])


def test_what_is_not_there_leaves_the_cursor_where_it_was(find):
    find.text("one two", "one")
    QTest.keyClicks(find.field, "x")
    find.story.until(lambda: find.result == "not found")
    assert find.selected == (0, "")


def test_another_theme_marks_in_its_own_colour_at_once(find, window):
    find.text("one two one", "one")
    for name, colours in (("dark", DARK), ("light", LIGHT)):
        window.settings.change(theme=name)
        marks = window.text_area.marks.of("find")
        assert [mark.format.background().color().name() for mark in marks] == [colours.accent] * 2


def test_esc_closes_the_bar_and_the_marks_go(find):
    find.text("one two", "one")
    QTest.keyClick(find.field, Key.Key_Escape)
    assert not find.bar.isVisible()
    assert find.marks == []
    assert find.story.window.text_area.hasFocus()


def test_finding_next_with_nothing_to_find_opens_the_bar(find):
    find.bar.find_next()
    assert find.bar.isVisible()


def test_a_megabyte_is_searched_in_batches_between_which_the_window_takes_keys(find, qtbot):
    text = "The quick brown fox jumps over the lazy dog.\n" * 23_000
    find.text(text, "o")
    assert len(find.marks) < 500
    turns = Turns()
    qtbot.waitUntil(lambda: find.result == "92,000 matches", timeout=60_000)
    assert turns.count > 10


BACKTRACKING = ("a" * 60 + "b\n") * 6


@pytest.fixture
def longest_wait(qapp):
    """Measures how long the window waits for a key, at the longest, and not for another thread's turn."""

    class Waits:
        longest = 0.0

        def key(self, field, character):
            start = time.thread_time()
            QTest.keyClicks(field, character)
            self.longest = max(self.longest, time.thread_time() - start)

    return Waits()


@pytest.mark.long
@pytest.mark.parametrize("wanted", ["(a|aa)+$", "(a|a)*y", "(a*)*c", "^(a?){60}a{60}c$", "(.*a){20}$", r"(a+|\w+)+\d(?!b)"])
def test_an_expression_that_never_ends_blocks_no_key_and_giving_up_is_said(find, wanted, longest_wait):
    find.text(BACKTRACKING, "")
    find.bar.fields.is_regex.setChecked(True)
    for character in wanted:
        longest_wait.key(find.field, character)
    find.story.until(lambda: "takes too long in line" in find.result or find.result == "not found" or "match" in find.result)
    assert longest_wait.longest < 0.1
    find.story.type("a key of the text ")
    assert "a key of the text " in find.story.text


def test_after_a_search_that_was_given_up_another_one_answers(find):
    find.text(BACKTRACKING, "")
    find.bar.fields.is_regex.setChecked(True)
    QTest.keyClicks(find.field, "(a|aa)+$")
    find.story.until(lambda: find.result == "The expression takes too long in line 1; the search stopped.")
    find.field.clear()
    QTest.keyClicks(find.field, "b$")
    find.story.until(lambda: find.result == "6 matches")
    find.bar.fields.is_regex.setChecked(False)
    find.story.until(lambda: find.result == "not found")


def test_replacing_with_an_expression_that_never_ends_changes_nothing_and_says_so(find):
    find.text(BACKTRACKING, "")
    find.bar.open_to_replace()
    find.bar.fields.is_regex.setChecked(True)
    QTest.keyClicks(find.field, "(a|aa)+$")
    for act in (find.bar.replace_all, find.bar.replace):
        find.bar.fields.say("")
        act()
        find.story.until(lambda: "takes too long in line" in find.result)
    assert find.story.text == BACKTRACKING


@pytest.mark.parametrize("wanted", ["(a{9999}){9999}", "((a{300}){300}){300}", "[b-d]{1000000}", "(" * 400 + ")" * 400])
def test_an_expression_that_is_too_large_is_refused_at_once(find, wanted):
    find.bar.open_bar()
    find.bar.fields.is_regex.setChecked(True)
    find.field.setText(wanted)
    assert find.result.startswith("The expression ")


@pytest.mark.long
def test_a_line_of_several_megabytes_is_searched_beside_the_typing(find, qtbot):
    find.text("word " * 600_000 + "end", "end")
    qtbot.waitUntil(lambda: find.selected == (3_000_000, "end"), timeout=20_000)
    qtbot.waitUntil(lambda: find.result == "1 match", timeout=20_000)

"""Finding text, forwards and backwards, round the ends, with all hits in view marked."""

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


def test_typing_goes_to_the_first_hit_and_enter_to_the_next_and_round_the_end(find):
    find.text("one two One two", "one")
    find.story.until(lambda: find.selected == (0, "one"))
    QTest.keyClick(find.field, Key.Key_Return)
    find.story.until(lambda: find.selected == (8, "One"))
    QTest.keyClick(find.field, Key.Key_Return)
    find.story.until(lambda: find.selected == (0, "one"))
    find.bar.find_previous()
    find.story.until(lambda: find.selected == (8, "One"))


def test_the_hits_are_counted_and_marked(find):
    find.text("one two One two", "one")
    assert find.marks == [0, 8]
    find.story.until(lambda: find.result == "2 hits")
    find.case.setChecked(True)
    assert find.marks == [0]
    find.story.until(lambda: find.result == "1 hit")


def test_the_count_follows_the_text(find):
    find.text("one", "one")
    find.story.until(lambda: find.result == "1 hit")
    find.story.window.text_area.appendPlainText("one")
    find.story.until(lambda: find.result == "2 hits")
    assert find.marks == [0, 4]


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


def test_a_megabyte_is_searched_in_slices_between_which_the_window_takes_keys(find, qtbot, monkeypatch):
    monkeypatch.setattr("keyboard.editor.background._SLICE_S", 0.0)  # each line is a slice
    text = "The quick brown fox jumps over the lazy dog.\n" * 23_000
    find.text(text, "o")
    assert len(find.marks) < 500
    turns = Turns()
    qtbot.waitUntil(lambda: find.result == "92,000 hits", timeout=60_000)
    assert turns.count > 10_000

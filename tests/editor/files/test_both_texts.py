"""Two texts side by side: they are there at once, the comparison comes when it is done, and closing ends it."""

import time
from threading import Event

import pytest
from PySide6.QtGui import QTextCursor

from keyboard.editor.files import both_texts
from keyboard.editor.files.both_texts import BothTexts

_LONG = "".join(f"line {number} of the text\n" for number in range(20_000))


@pytest.fixture
def open_both(qtbot):
    def open_both(mine, theirs):
        dialog = BothTexts(mine, theirs, "a.txt")
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return open_both


def marked(widget):
    return [mark.cursor.selectedText() for mark in widget.extraSelections()]


def test_the_lines_that_differ_are_marked_on_both_sides(open_both, qtbot):
    dialog = open_both("one\ntwo\nthree", "one\n2\nthree\nfour")
    assert dialog.said.text() == "Comparing the texts …"
    qtbot.waitUntil(lambda: marked(dialog.theirs) == ["2", "four"])
    assert marked(dialog.mine) == ["two"]
    assert dialog.mine.textCursor().blockNumber() == 1
    assert dialog.said.text() == ""


def test_texts_that_do_not_differ_are_said_to_be_the_same(open_both, qtbot):
    dialog = open_both("one\ntwo", "one\ntwo")
    qtbot.waitUntil(lambda: dialog.said.text() == "The texts do not differ.")
    assert marked(dialog.mine) == []


def test_long_texts_come_whole_and_the_first_difference_is_in_view(open_both, qtbot):
    theirs = _LONG.replace("line 15000 ", "another line ")
    dialog = open_both(_LONG, theirs)
    qtbot.waitUntil(lambda: marked(dialog.theirs) == ["another line of the text"])
    assert (dialog.mine.toPlainText(), dialog.theirs.toPlainText()) == (_LONG, theirs)
    assert dialog.mine.textCursor().blockNumber() == 15_000
    assert dialog.mine.cursorRect(QTextCursor(dialog.mine.document().findBlockByNumber(15_000))).top() > 0


def test_the_dialog_lives_while_texts_are_compared_and_closing_it_ends_that(open_both, qtbot, monkeypatch):
    has_begun, has_ended = Event(), Event()

    def compare(_mine, _theirs, is_given_up):
        has_begun.set()
        while not is_given_up():
            time.sleep(0.001)
        has_ended.set()
        return []

    monkeypatch.setattr(both_texts, "differences", compare)
    dialog = open_both("one", "two")
    qtbot.waitUntil(has_begun.is_set)
    qtbot.keyClick(dialog.mine, "x")
    assert not has_ended.is_set()
    dialog.reject()
    qtbot.waitUntil(has_ended.is_set)
    qtbot.wait(10)
    assert dialog.said.text() == "Comparing the texts …"

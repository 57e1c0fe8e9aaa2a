"""The text itself: what a tap puts in, the space after it, undo, and the tail that the engine reads."""

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from keyboard.editor.text.text_area import TextArea
from keyboard.writing.query import Suggestion, Suggestions

Key = Qt.Key


@pytest.fixture
def area(qtbot):
    area = TextArea()
    area.session.capitals.at_sentence = area.session.capitals.first_person = False
    qtbot.addWidget(area)
    area.show()
    qtbot.waitExposed(area)
    return area


def press(area, character):
    """Press the key of any character; `QTest.keyClicks` knows those of Latin-1 alone."""
    QApplication.sendEvent(area, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character))


def tap(area, insertion, replace=0):
    area.session.offer.await_answer(1)
    area.session.offer.answer(Suggestions(1, "", "", (Suggestion(insertion.strip(), 0.2, replace, insertion),), 0, 0.0))
    assert area.take_suggestion(0)


def test_undoing_a_tap_gives_back_exactly_the_letters_typed_and_redoing_it_the_word(area):
    QTest.keyClicks(area, "a compl")
    tap(area, "completion ", 5)
    assert area.toPlainText() == "a completion "
    area.undo()
    assert area.toPlainText() == "a compl"
    area.redo()
    assert area.toPlainText() == "a completion "


def test_what_is_typed_after_a_tap_is_undone_without_the_tap(area):
    QTest.keyClicks(area, "compl")
    tap(area, "completion ", 5)
    QTest.keyClicks(area, "more")
    area.undo()
    assert area.toPlainText() == "completion "
    area.undo()
    assert area.toPlainText() == "compl"


def undone(area):
    """What each Undo leaves, down to the empty text."""
    texts = []
    while area.document().isUndoAvailable():
        area.undo()
        texts.append(area.whole_text())
    return texts


def test_each_word_that_was_typed_is_undone_with_its_space(area):
    QTest.keyClicks(area, "so  it, goes")
    assert undone(area) == ["so  it, ", "so  ", ""]
    for _ in range(3):
        area.redo()
    assert area.toPlainText() == "so  it, goes"


def test_what_is_typed_elsewhere_is_a_step_of_its_own(area):
    QTest.keyClicks(area, "end")
    area.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(area, "the")
    area.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(area, "ing")
    assert undone(area) == ["theend", "end", ""]


def test_a_word_typed_over_a_selection_is_undone_with_it_and_brings_back_what_was_selected(area):
    QTest.keyClicks(area, "old")
    area.selectAll()
    QTest.keyClicks(area, "new")
    assert undone(area) == ["old", ""]


def test_letters_that_an_input_method_enters_one_by_one_are_undone_as_words(area):
    for letter in "où ça":
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(area, event)
    assert undone(area) == ["où ", ""]


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_return_is_a_line_end_with_shift_too(area, modifier):
    QTest.keyClicks(area, "one")
    QTest.keyClick(area, Qt.Key.Key_Return, modifier)
    QTest.keyClicks(area, "two")
    assert area.whole_text() == "one\ntwo"
    assert area.blockCount() == 2
    assert undone(area) == ["one\n", "one", ""]


def test_half_a_character_that_is_pasted_puts_nothing_out_of_its_place(area):
    pasted = QMimeData()
    pasted.setText("\ud83d and🙂")
    area.insertFromMimeData(pasted)
    assert area.whole_text() == " and🙂"
    assert area.document().characterCount() - 1 == len(" and") + 2


@pytest.mark.skipif(sys.platform == "darwin", reason="there Alt makes other letters")
def test_a_letter_with_alt_that_no_menu_has_is_not_typed(area):
    QTest.keyClicks(area, "so ")
    QTest.keyClicks(area, "q", Qt.KeyboardModifier.AltModifier)
    assert area.toPlainText() == "so "


def test_what_is_pasted_can_be_saved_and_opened_again(area):
    pasted = QMimeData()
    pasted.setText("one\u2028two\0 three\r\n\tfour\xa0\x0c🙂")
    area.insertFromMimeData(pasted)
    assert area.whole_text() == "one\ntwo three\n\tfour\xa0\x0c🙂"
    assert undone(area) == [""]


def test_two_taps_are_undone_one_after_the_other(area):
    tap(area, "one ")
    tap(area, "two ")
    area.undo()
    assert area.toPlainText() == "one "
    area.undo()
    assert area.toPlainText() == ""


@pytest.mark.parametrize("mark", list(",.;:!?)]}”"))
def test_punctuation_typed_after_a_tap_takes_the_place_of_its_space_and_brings_its_own(area, mark):
    tap(area, "word ")
    press(area, mark)
    assert area.toPlainText() == f"word{mark} "
    area.undo()
    assert area.toPlainText() == "word "
    area.undo()
    assert area.toPlainText() == ""


@pytest.mark.parametrize("joiner", list("-–—/"))
def test_a_hyphen_typed_after_a_tap_joins_the_next_word(area, joiner):
    tap(area, "up ")
    press(area, joiner)
    tap(area, "to ")
    assert area.toPlainText() == f"up{joiner}to "


@pytest.mark.parametrize("joiner", ["-", "–", "—", "/", "--"])
def test_a_hyphen_with_a_space_typed_after_it_is_a_dash_and_one_undo_makes_it_a_hyphen_again(area, joiner):
    tap(area, "up ")
    for character in joiner:
        press(area, character)
    press(area, " ")
    assert area.toPlainText() == f"up {joiner} "
    area.undo()
    assert area.toPlainText() == f"up{joiner}"
    area.redo()
    QTest.keyClicks(area, "down")
    assert area.toPlainText() == f"up {joiner} down"


def test_a_hyphen_after_the_space_of_a_mark_stands_apart(area):
    tap(area, "word ")
    QTest.keyClicks(area, ",- ")
    assert area.toPlainText() == "word, - "


def test_a_hyphen_that_was_typed_without_a_tap_brings_no_space_back(area):
    QTest.keyClicks(area, "two- ")
    assert area.toPlainText() == "two- "


def test_a_space_typed_where_undo_has_brought_the_taps_space_back_is_not_a_dashs(area):
    tap(area, "up ")
    press(area, "-")
    area.undo()
    QTest.keyClicks(area, " x")
    assert area.toPlainText() == "up  x"


@pytest.mark.parametrize("mark", ["'", "’", "\r"])
def test_an_apostrophe_or_a_line_end_takes_the_place_of_the_space_and_brings_none(area, mark):
    tap(area, "word ")
    press(area, mark)
    assert area.toPlainText() == f"word{mark}".replace("\r", "\n")


def test_a_quotation_mark_takes_the_space_where_it_closes_and_leaves_it_where_it_opens(area):
    tap(area, "said ")
    press(area, '"')
    tap(area, "no ")
    press(area, '"')
    assert area.toPlainText() == 'said "no" '


@pytest.mark.parametrize(
    ("opening", "closing"), ["“”", "‘’", "„“", "„”", "‚‘", "«»", "»«", "»»", "‹›", "›‹"], ids=lambda marks: "".join(marks)
)
def test_the_closing_mark_of_any_quotation_takes_the_space_and_the_opening_one_leaves_it(area, opening, closing):
    tap(area, "said ")
    press(area, opening)
    tap(area, "no ")
    press(area, closing)
    assert area.toPlainText().rstrip() == f"said {opening}no{closing}"


def test_a_quotation_with_spaces_inside_keeps_the_one_before_its_end(area):
    QTest.keyClicks(area, "dit « ")
    tap(area, "non ")
    press(area, "»")
    assert area.toPlainText() == "dit « non »"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (":", "you: "),
        (":x", "you: x"),
        (":)", "you :) "),
        (";)", "you ;) "),
        (":-)", "you :-) "),
        (":-(", "you :-( "),
        (":))", "you :)) "),
        (":).", "you :). "),
        ("!:)", "you! :) "),
        (":) x", "you :) x"),
        (":( x", "you :( x"),
        (":(\r", "you :(\n"),
        (":/ x", "you :/ x"),
        (":(a)", "you: (a)"),
        (":/usr", "you: /usr"),
        ("://", "you: //"),
        (":-5", "you: -5"),
        (":- x", "you: - x"),
        (": )", "you: )"),
    ],
)
def test_a_colon_after_a_tap_ends_the_word_unless_it_is_an_emoticons_eyes(area, typed, text):
    tap(area, "you ")
    for character in typed:
        press(area, character)
    assert area.toPlainText() == text


def test_an_emoticon_that_was_not_meant_is_undone_by_one_undo(area):
    tap(area, "you ")
    QTest.keyClicks(area, ":)")
    assert undone(area) == ["you: ", "you ", ""]


def test_a_bracket_after_a_colon_is_undone_with_what_follows_it(area):
    tap(area, "you ")
    QTest.keyClicks(area, ":(a)")
    assert undone(area) == ["you: ", "you ", ""]


def test_a_word_tapped_in_a_bracket_after_a_colon_stands_in_it(area):
    tap(area, "you ")
    QTest.keyClicks(area, ":(")
    tap(area, "see ")
    QTest.keyClicks(area, ")")
    assert area.toPlainText() == "you: (see) "


def test_a_text_that_is_read_only_keeps_its_space(area):
    tap(area, "word ")
    area.setReadOnly(True)
    QTest.keyClicks(area, ", ")
    assert area.toPlainText() == "word "


@pytest.mark.parametrize("mark", ["*", "**", "_", "`"])
def test_a_mark_of_markdown_takes_the_space_where_it_closes_and_leaves_it_where_it_opens(area, mark):
    tap(area, "so ")
    QTest.keyClicks(area, mark)
    tap(area, "much ")
    tap(area, "more ")
    QTest.keyClicks(area, mark)
    assert area.toPlainText() == f"so {mark}much more{mark}"


def test_a_star_between_numbers_and_that_of_a_list_leave_the_space(area):
    QTest.keyClicks(area, "* 2 * ")
    tap(area, "three ")
    QTest.keyClicks(area, "*")
    assert area.toPlainText() == "* 2 * three *"


def test_marks_that_follow_each_other_stand_together(area):
    tap(area, "(word ")
    for mark in ").":
        press(area, mark)
    tap(area, "More ")
    assert area.toPlainText() == "(word). More "


def test_a_space_typed_after_the_punctuation_is_not_doubled(area):
    tap(area, "word ")
    QTest.keyClicks(area, ", and")
    assert area.toPlainText() == "word, and"


def test_a_space_typed_after_a_tap_is_not_doubled_but_a_second_one_is_a_space(area):
    tap(area, "word ")
    QTest.keyClicks(area, " ")
    assert area.toPlainText() == "word "
    QTest.keyClicks(area, " ")
    assert area.toPlainText() == "word  "


@pytest.mark.parametrize("key", [Key.Key_Left, Key.Key_Home])
def test_moving_the_cursor_makes_the_space_an_ordinary_one(area, key):
    tap(area, "word ")
    QTest.keyClick(area, key)
    QTest.keyClick(area, Key.Key_End)
    QTest.keyClicks(area, ",")
    assert area.toPlainText() == "word ,"


def test_a_letter_typed_after_a_tap_makes_the_space_an_ordinary_one(area):
    tap(area, "word ")
    QTest.keyClicks(area, "a")
    QTest.keyClick(area, Key.Key_Backspace)
    QTest.keyClicks(area, ".")
    assert area.toPlainText() == "word ."


def test_a_space_that_was_typed_is_left_alone_by_punctuation(area):
    QTest.keyClicks(area, "word .")
    assert area.toPlainText() == "word ."


def test_the_whole_text_keeps_what_qt_would_replace(area):
    text = "10\u00a0km\u202fand\u2028more\n\tend "
    area.setPlainText(text)
    assert area.whole_text() == text


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\u2028\u2029\ufdd0\ufdd1\0")), data=st.data())
def test_the_tail_is_the_text_before_the_cursor(area, text, data):
    area.setPlainText(text)
    place = data.draw(st.integers(0, len(text)))
    cursor = area.textCursor()
    cursor.setPosition(len(text[:place].encode("utf-16-le")) // 2)
    area.setTextCursor(cursor)
    tail = area.text_before_cursor()
    assert tail.text == text[:place]
    assert tail.offset == 0


@pytest.mark.parametrize("before", ["", "a"])
def test_a_long_tail_never_begins_within_a_surrogate_pair(area, before):
    text = before + "😀" * 20_000
    area.setPlainText(text)
    area.moveCursor(QTextCursor.MoveOperation.End)
    tail = area.text_before_cursor()
    assert text.endswith(tail.text)
    assert set(tail.text) == {"😀"}
    assert tail.start == len(text.encode("utf-16-le")) // 2 - 2 * len(tail.text)


@pytest.mark.parametrize("edits", [(), ("top",), ("end",), ("top", "end", "top")])
def test_the_tails_offset_counts_characters_and_not_units_whatever_is_edited(area, edits):
    area.setPlainText("😀 word\n" * 5_000)
    area.moveCursor(QTextCursor.MoveOperation.End)
    area.text_before_cursor()
    for place in edits:
        area.moveCursor(QTextCursor.MoveOperation.Start if place == "top" else QTextCursor.MoveOperation.End)
        QTest.keyClicks(area, "a word ")
        area.insert_text("😀😀")
        area.text_before_cursor()
    area.moveCursor(QTextCursor.MoveOperation.End)
    tail = area.text_before_cursor()
    text = area.whole_text()
    assert tail.offset > 0
    assert text[tail.offset :] == tail.text


def test_the_column_stays_readable_in_a_wide_window(area):
    area.resize(2000, 600)
    characters = area.viewport().width() / area.fontMetrics().horizontalAdvance("n")
    assert 70 <= characters <= 81
    margins = area.viewportMargins()
    assert abs(margins.left() - margins.right()) <= 1


def test_the_wheel_scrolls_beside_the_column_too(area):
    area.resize(2000, 300)
    area.setPlainText("line\n" * 200)
    place = QPointF(10, 150)
    wheel = QWheelEvent(
        place,
        area.mapToGlobal(place),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area, wheel)
    assert area.verticalScrollBar().value() > 0


def test_a_click_beside_the_column_sets_the_cursor_in_its_line(area):
    area.resize(2000, 300)
    area.setPlainText("first\nsecond\nthird")
    cursor = QTextCursor(area.document().findBlockByNumber(1))
    height = area.viewportMargins().top() + area.cursorRect(cursor).center().y()
    QTest.mouseClick(area, Qt.MouseButton.LeftButton, pos=QPoint(1900, height))
    assert area.textCursor().position() == len("first\nsecond")
    QTest.mouseClick(area, Qt.MouseButton.LeftButton, pos=QPoint(10, height))
    assert area.textCursor().position() == len("first\n")

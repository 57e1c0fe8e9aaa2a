"""The continuation in the window: gray text after the caret that is nowhere but on the screen."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from keyboard.editor.looks.theme import DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, LIGHT, apply_colours

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def area(story):
    return story.window.text_area


@pytest.fixture
def gray(story, area):
    """The story of a person who has paused in "We had a mee"."""
    story.type("we had a mee")
    shows(story, "meeting tomorrow at ten", "meet and greet", "meek")
    return story


def shows(story, *words):
    """Let the engine answer, and wait for the pause in which the gray text comes."""
    story.is_offered(*words)
    story.until(lambda: shown(story))


def shown(story):
    return story.window.text_area.session.continuation.text


def painted(area):
    """Return a picture of the text alone."""
    area.setCursorWidth(0)
    return area.viewport().grab().toImage()


def has_colour(image, rectangle, colour):
    """Return whether a colour is found on a part of a picture, up to what the edges of letters blend."""
    ratio = image.devicePixelRatio()
    wanted = QColor(colour)
    for x in range(int(rectangle.left() * ratio), int(rectangle.right() * ratio)):
        for y in range(int(rectangle.top() * ratio), int(rectangle.bottom() * ratio)):
            pixel = image.pixelColor(x, y)
            if max(abs(pixel.red() - wanted.red()), abs(pixel.green() - wanted.green())) < 40:
                return True
    return False


def test_it_comes_in_a_pause_and_not_before(story):
    story.type("we had a mee")
    story.is_offered("meeting tomorrow at ten")
    assert shown(story) == ""
    story.until(lambda: shown(story))
    assert shown(story) == "ting tomorrow at ten"
    assert story.text == "We had a mee"


def test_right_takes_a_word_and_end_the_rest(gray):
    gray.press(Key.Key_Right)
    assert (gray.text, shown(gray)) == ("We had a meeting ", "tomorrow at ten")
    gray.press(Key.Key_End)
    assert (gray.text, shown(gray)) == ("We had a meeting tomorrow at ten ", "")
    gray.type(".")
    assert gray.text == "We had a meeting tomorrow at ten. "


@pytest.mark.parametrize("modifiers", [Modifier.ControlModifier, Modifier.ControlModifier | Modifier.KeypadModifier])
def test_control_and_right_take_all_of_it(gray, modifiers):
    gray.press(Key.Key_Right, modifiers)
    assert gray.text == "We had a meeting tomorrow at ten "


def test_the_keys_keep_their_meaning_where_there_is_no_gray_text(story, area):
    story.type("one two")
    for key, modifiers, place in ((Key.Key_Right, Modifier.NoModifier, 1), (Key.Key_Right, Modifier.ControlModifier, 4)):
        area.moveCursor(QTextCursor.MoveOperation.Start)
        story.press(key, modifiers)
        assert area.textCursor().position() == place
    story.press(Key.Key_End)
    assert area.textCursor().position() == 7
    assert story.text == "One two"


def test_with_shift_the_keys_select_as_before(gray, area):
    area.moveCursor(QTextCursor.MoveOperation.Left)
    gray.press(Key.Key_Right, Modifier.ShiftModifier)
    assert area.textCursor().selectedText() == "e"
    assert gray.text == "We had a mee"


def test_a_key_that_is_held_down_takes_one_word(gray, area):
    press = QEvent.Type.KeyPress
    for is_repetition in (False, True, True):
        QApplication.sendEvent(area, QKeyEvent(press, Key.Key_Right, Modifier.NoModifier, "", is_repetition))
    assert gray.text == "We had a meeting "


def test_one_undo_takes_one_taking_back(gray, area):
    gray.press(Key.Key_Right)
    gray.press(Key.Key_End)
    area.undo()
    assert gray.text == "We had a meeting "
    area.undo()
    assert gray.text == "We had a mee"


def test_what_is_typed_like_it_shortens_it_without_a_pause(gray):
    for letter, rest in (("t", "ing tomorrow at ten"), ("i", "ng tomorrow at ten")):
        gray.type(letter)
        assert shown(gray) == rest
        gray.is_offered("meeting", "meet")
        assert shown(gray) == rest


def test_typing_like_it_moves_it_by_no_pixel(gray, area):
    rest = area.gray_text().rectangle.adjusted(50, 0, 0, 0)
    before = painted(area).copy(rest)
    for letter in "ting":
        gray.type(letter)
        assert painted(area).copy(rest) == before


def test_esc_hides_it_with_the_words_until_the_next_word(gray):
    gray.press(Key.Key_Escape)
    assert (gray.words, shown(gray)) == ([], "")
    gray.press(Key.Key_Right)
    assert gray.text == "We had a mee"


def test_moves_selections_and_a_text_that_cannot_be_changed_void_it(gray, area):
    def select_all():
        area.selectAll()

    def click():
        QTest.mouseClick(area.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))

    def open_for_reading():
        area.setReadOnly(True)
        gray.press(Key.Key_Right)
        area.setReadOnly(False)

    for void in (select_all, click, open_for_reading, lambda: gray.press(Key.Key_Home)):
        area.moveCursor(QTextCursor.MoveOperation.End)
        gray.type("t\b")
        shows(gray, "meeting tomorrow at ten")
        void()
        assert area.gray_text() is None
        assert gray.text == "We had a mee"


def test_it_is_not_in_the_text_in_any_way(gray, area):
    area.selectAll()
    area.copy()
    assert QGuiApplication.clipboard().text() == "We had a mee"
    area.moveCursor(QTextCursor.MoveOperation.End)
    gray.type("t\b")
    shows(gray, "meeting tomorrow at ten")
    interface = QAccessible.queryAccessibleInterface(area).textInterface()
    assert interface.text(0, interface.characterCount()) == "We had a mee"
    assert area.document().find("tomorrow").isNull()
    assert area.toPlainText() == area.whole_text() == "We had a mee"


def test_no_gray_text_stands_behind_what_an_input_method_composes(gray, area):
    QApplication.sendEvent(area, QInputMethodEvent("ni", []))
    assert area.gray_text() is None
    gray.press(Key.Key_Right)
    assert gray.text == "We had a mee"


@pytest.mark.long
@pytest.mark.parametrize("colours", [LIGHT, DARK, HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK])
def test_it_is_painted_in_the_themes_muted_colour(gray, area, qapp, colours):
    apply_colours(qapp, colours)
    try:
        place = area.gray_text().rectangle.adjusted(4, 0, 0, 0)
        assert has_colour(painted(area), place, colours.muted)
        gray.press(Key.Key_Escape)
        assert not has_colour(painted(area), place, colours.muted)
    finally:
        apply_colours(qapp, LIGHT)


@pytest.mark.parametrize("spacing", [1.0, 2.0])
def test_it_stands_where_its_words_will_stand(story, area, spacing):
    area.set_look(area.font(), 30, spacing)
    story.type("we had a mee")
    shows(story, "meeting tomorrow at ten")
    place = area.gray_text().rectangle
    assert place.left() == pytest.approx(area.cursorRect().left(), abs=2)
    first = area.cursorRect()
    story.press(Key.Key_End)
    last = area.cursorRect()
    assert place.bottom() == pytest.approx(last.bottom(), abs=2)
    assert place.top() == pytest.approx(first.top(), abs=2)


def test_a_word_without_room_at_the_end_of_a_line_stands_on_the_next(story, area):
    area.set_look(area.font(), 30, 1.0)
    story.type("so ")
    while area.cursorRect().right() < area.viewport().width() - 12:
        story.type("m")
    shows(story, "m" * 40 + " and more")
    assert area.gray_text().rectangle.top() > area.cursorRect().top()


def test_words_below_the_view_are_not_shown(story, area):
    area.set_look(area.font(), 30, 1.0)
    for _ in range(60):
        area.insert_text("\n")
    story.type("we had a very long mee")
    shows(story, "meeting about something incomprehensible tomorrow")
    assert area.gray_text().rectangle.bottom() <= area.viewport().height()
    assert not shown(story).endswith("tomorrow")


def test_no_paragraph_below_is_covered(story, area):
    area.set_look(area.font(), 30, 1.0)
    area.insert_text("\nthe next paragraph")
    area.moveCursor(QTextCursor.MoveOperation.Start)
    story.type("we had a very long mee")
    shows(story, "meeting about something incomprehensible tomorrow")
    assert shown(story).startswith("ting about")
    assert area.gray_text().rectangle.bottom() <= area.cursorRect().bottom() + 1


def test_it_goes_where_the_window_or_the_font_changes_its_room(gray, area):
    gray.window.settings.change(zoom=200)
    assert area.gray_text() is None
    gray.type("t")
    shows(gray, "meeting tomorrow at ten")
    gray.window.resize(500, 400)
    gray.until(lambda: area.gray_text() is None)


def test_in_right_to_left_text_left_takes_it(story, area):
    story.commit("שלום ")
    shows(story, "עולם טוב")
    # Qt begins such a line at the left edge, so that there is no room beside the caret.
    assert area.gray_text().rectangle.top() >= area.cursorRect().bottom()
    story.press(Key.Key_Right)
    assert story.text == "שלום "
    area.moveCursor(QTextCursor.MoveOperation.End)
    story.commit(" ")
    shows(story, "עולם טוב")
    story.press(Key.Key_Left)
    assert story.text == "שלום  עולם "


def test_a_button_shows_the_words_after_its_own_and_a_click_there_takes_both(gray):
    assert [button.line for button in gray.buttons] == ["", "and greet", ""]
    second = gray.buttons[1]
    words_before = gray.words
    QTest.mouseClick(second, Qt.MouseButton.LeftButton, pos=second._line_place().center())
    assert words_before == ["meeting", "meet", "meek"]
    assert gray.text == "We had a meet and greet "


def test_a_second_line_does_not_move_the_word_above_it(gray):
    second = gray.buttons[1]
    top = QRect(0, 0, second.width(), second._line_place().top())
    with_line = second.grab(top).toImage()
    second.set_line("")
    assert second.grab(top).toImage() == with_line


def test_a_click_on_the_word_takes_the_word_alone(gray):
    second = gray.buttons[1]
    QTest.mouseClick(second, Qt.MouseButton.LeftButton, pos=second.rect().center())
    assert gray.text == "We had a meet "


def test_a_button_without_room_has_no_second_line(gray):
    second = gray.buttons[1]
    second.set_look(second._font, 32)
    second.resize(second.width(), 32)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton, pos=QPoint(second.width() // 2, 30))
    assert gray.text == "We had a meet "


def test_the_setting_turns_it_off_at_once(gray):
    gray.window.settings.change(continuation="off")
    assert shown(gray) == ""
    assert not any(button.line for button in gray.buttons)
    gray.type("t")
    gray.is_offered("meeting tomorrow")
    gray.settle()
    assert shown(gray) == ""
    assert not any(button.line for button in gray.buttons)


def test_a_screen_reader_is_told_once(gray, monkeypatch):
    said = []
    monkeypatch.setattr("keyboard.editor.bar.suggestion_controller.announce", lambda _widget, sentence: said.append(sentence))

    def told():
        return [sentence for sentence in said if sentence.startswith("Continuation")]

    gray.until(told)
    gray.type("t")
    gray.is_offered("meeting tomorrow at ten")
    gray.settle()
    assert told() == ["Continuation: ting tomorrow at ten"]


def test_words_taken_are_counted_as_taps(gray):
    before = gray.window.key_counter.document
    gray.press(Key.Key_Right)
    gray.press(Key.Key_End)
    counts = gray.window.key_counter.document
    assert counts.keys - before.keys == 2
    assert counts.taps == (2,)
    assert counts.characters - before.characters == len("ting tomorrow at ten ")

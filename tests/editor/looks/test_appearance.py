"""What is set is seen at once: the bar, the text, the colours, and the window with nothing but text and bar."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from keyboard.editor.looks import theme
from keyboard.editor.main_window import MainWindow
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.settings.settings import Settings

Key, Modifier = Qt.Key, Qt.KeyboardModifier
SIX = ("one", "two", "three", "four", "five", "six")


def on_the_bar(window):
    """The words as a person reads them, row by row."""
    buttons = sorted(window.bar.buttons.buttons, key=lambda button: (button.y(), button.x()))
    return [button.word for button in buttons]


def line_tops(area):
    cursor = area.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    tops = [area.cursorRect(cursor).top()]
    while cursor.movePosition(QTextCursor.MoveOperation.Down):
        tops.append(area.cursorRect(cursor).top())
    return tops


def turn_wheel(area, degrees):
    point = QPointF(area.viewport().rect().center())
    wheel = QWheelEvent(
        point,
        area.viewport().mapToGlobal(point),
        QPoint(),
        QPoint(0, degrees * 8),
        Qt.MouseButton.NoButton,
        Modifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area.viewport(), wheel)


def test_six_buttons_are_asked_for_and_filled_and_each_has_its_key(story, window):
    window.settings.change(suggestion_count=6)
    story.type("We ")
    assert story.is_asked().count == 6
    story.is_offered(*SIX)
    assert story.words == list(SIX)
    story.control(Key.Key_6)
    assert story.text == "We six "


def test_a_key_of_a_button_that_is_gone_does_nothing(story, window):
    window.settings.change(suggestion_count=4)
    window.settings.change(suggestion_count=3)
    story.type("We ")
    story.is_offered("one", "two", "three")
    story.control(Key.Key_4)
    assert story.text == "We "
    assert len(story.buttons) == 3


def test_more_buttons_have_a_pool_that_fills_them(story, window):
    window.settings.change(suggestion_count=5)
    assert window.bar.top_k == 5
    window.settings.change(top_k=40)
    window.settings.change(suggestion_count=3)
    assert window.bar.top_k == 40


def test_the_slider_is_kept(story, window):
    window.bar.set_top_k(12)
    assert window.settings.current.top_k == 12


@pytest.mark.parametrize(
    ("order", "expected"),
    [("left", "one two three four"), ("middle", "four two one three"), ("right", "four three two one")],
)
def test_the_best_word_stands_where_it_is_wanted_and_tab_takes_it(story, window, order, expected):
    window.settings.change(suggestion_count=4, suggestion_order=order)
    story.is_offered("one", "two", "three", "four")
    story.until(lambda: on_the_bar(window) == expected.split())
    story.press(Key.Key_Tab)
    assert story.text == "one "


def test_in_a_narrow_window_six_buttons_stand_in_two_rows_and_none_is_cut_off(story, window):
    window.settings.change(suggestion_count=6)
    window.resize(480, 320)
    story.is_offered(*SIX)
    story.until(lambda: on_the_bar(window) == list(SIX))
    assert window.width() == 480
    assert len({button.y() for button in story.buttons}) == 2
    assert all(window.bar.buttons.rect().contains(button.geometry()) for button in story.buttons)


def test_buttons_are_as_high_as_they_are_wanted_and_never_lower_than_their_letters(story, window):
    window.settings.change(button_height=96)
    story.until(lambda: story.buttons[0].height() == 96)
    window.settings.change(button_height=32, button_font_size=32.0)
    story.until(lambda: story.buttons[0].height() < 96)
    letters = QFont(window.font())
    letters.setPointSizeF(32.0)
    assert story.buttons[0].height() >= QFontMetrics(letters).height()


def test_the_wheel_and_the_keys_make_the_text_larger_and_smaller(story, window):
    def points():
        return window.text_area.font().pointSizeF()

    size = points()
    turn_wheel(window.text_area, 30)
    assert points() == pytest.approx(size * 1.2)
    story.control(Key.Key_Minus)
    assert points() == pytest.approx(size * 1.1)
    story.control(Key.Key_0)
    assert points() == size
    for _ in range(50):
        story.control(Key.Key_Plus)
    assert window.settings.current.zoom == 400


def test_lines_move_apart_and_those_that_are_typed_then_too(story, window):
    area = window.text_area
    area.setPlainText("word " * 60 + "\nand a second paragraph")
    tight = line_tops(area)
    window.settings.change(line_spacing=2.0)
    story.until(lambda: line_tops(area) != tight)
    steps = {second - first for first, second in zip(line_tops(area), line_tops(area)[1:], strict=False)}
    height = tight[1] - tight[0]
    assert all(abs(step - 2 * height) <= 1 for step in steps)
    area.moveCursor(QTextCursor.MoveOperation.End)
    story.type(" that grows and grows until it needs another line, and one more, and is laid out anew with each of its letters")
    assert len(line_tops(area)) > len(tight)
    assert all(abs(b - a - 2 * height) <= 1 for a, b in zip(line_tops(area), line_tops(area)[1:], strict=False))
    window.settings.change(line_spacing=1.0)
    story.until(lambda: line_tops(area)[: len(tight)] == tight)


def test_a_line_is_as_wide_as_it_is_wanted(story, window):
    window.resize(1400, 600)
    window.settings.change(line_width=40)
    expected = 40 * window.text_area.fontMetrics().horizontalAdvance("n")
    assert abs(window.text_area.viewport().width() - expected) < expected / 10


@pytest.mark.parametrize(
    ("wanted", "colours"),
    [("dark", theme.DARK), ("light", theme.LIGHT), ("high-contrast", theme.HIGH_CONTRAST_LIGHT), ("system", theme.LIGHT)],
)
def test_the_colours_are_the_chosen_ones_at_once(window, wanted, colours):
    window.settings.change(theme="dark" if wanted != "dark" else "light")
    window.settings.change(theme=wanted)
    assert theme.current_colours() == colours
    window.settings.change(theme="system")


def test_six_words_in_large_letters_stand_in_two_rows_and_can_be_read(story, window):
    window.resize(960, 620)
    window.settings.change(suggestion_count=6)
    story.until(lambda: len({button.y() for button in story.buttons}) == 1)
    window.settings.change(button_font_size=22.0)
    story.until(lambda: len({button.y() for button in story.buttons}) == 2)
    assert all(button.width() >= button.comfortable_width for button in story.buttons)


def height_of_word(button):
    """How many rows of a button's picture have something of its word in them."""
    image, colour = button.grab().toImage(), QColor(theme.current_colours().text)
    return sum(any(image.pixelColor(x, y) == colour for x in range(image.width())) for y in range(image.height()))


def test_words_on_the_buttons_keep_their_size_in_another_theme(story, window):
    window.settings.change(theme="light", button_font_size=28.0)
    story.is_offered("Hill", "down", "left")
    height = height_of_word(story.buttons[0])
    assert height > 15
    for wanted in ("dark", "high-contrast", "light"):
        window.settings.change(theme=wanted)
        story.until(lambda: height_of_word(story.buttons[0]) > 0.9 * height)
    window.settings.change(theme="system")


def test_what_was_set_holds_in_the_next_window(qtbot, engine, empty_home):
    window = MainWindow(engine, SettingsAccess(Settings(suggestion_count=5, top_k=2, zoom=200, private_at_start=True)))
    qtbot.addWidget(window)
    assert (window.bar.count, window.bar.top_k) == (5, 2)
    assert window.text_area.font().pointSizeF() == Settings.font_size * 2
    assert window.learner.is_private


def test_in_focus_mode_there_is_the_text_and_the_bar_until_esc(story, window):
    story.press(Key.Key_F11, Modifier.ShiftModifier)
    assert not window.menuBar().isVisible()
    assert not window.statusBar().isVisible()
    assert window.text_area.isVisible()
    assert window.bar.isVisible()
    story.press(Key.Key_Escape)
    assert window.menuBar().isVisible()
    assert window.statusBar().isVisible()


def test_menu_entries_keep_their_keys_in_focus_mode(story, window):
    story.press(Key.Key_F11, Modifier.ShiftModifier)
    story.type("We ")
    story.is_offered("had", "are")
    story.control(Key.Key_2)
    assert story.text == "We are "
    story.press(Key.Key_F11, Modifier.ShiftModifier)
    assert window.menuBar().isVisible()


def test_the_window_takes_the_whole_screen_and_gives_it_back(story, window):
    story.press(Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window.text_area, Key.Key_F11)
    assert not window.isFullScreen()


def test_the_menu_knows_of_a_full_screen_that_the_system_gave(window):
    full = next(action for action in window.actions() if action.objectName() == "full-screen")
    window.showFullScreen()
    assert full.isChecked()
    window.showNormal()
    assert not full.isChecked()


def test_how_the_text_looks_is_no_change_of_it_and_no_step_of_undo(story, window):
    story.type("One two")
    window.settings.change(font_size=30.0, line_spacing=2.0, line_width=40, zoom=150)
    assert story.text == "One two"
    window.text_area.undo()
    assert story.text == "One "
    window.text_area.redo()
    window.settings.change(line_spacing=1.0)
    assert story.text == "One two"
    window.text_area.document().setModified(False)
    window.settings.change(zoom=80)
    assert not window.text_area.document().isModified()

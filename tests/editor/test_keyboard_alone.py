"""The bar and the lines above it are used without a mouse, and there is always a way back to the text."""

from contextlib import closing

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSlider

from keyboard.editor.looks.theme import current_colours
from keyboard.storage.vocabulary import PersonalVocabulary
from tests.storage.stored import never


def has_keys(widget):
    return QApplication.focusWidget() is widget


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key wherever the keyboard is."""
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def never_suggested():
    with closing(PersonalVocabulary()) as vocabulary:
        return never(vocabulary)


def test_shift_tab_leads_from_the_text_to_the_bar_whatever_is_open_and_space_takes_a_word(story, window):
    window.say("The disk is full.")
    window.explorer.set_open(True)
    story.type("We had a ")
    story.is_offered("party", "big", "great")
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert has_keys(story.buttons[0])
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    assert has_keys(story.buttons[2])
    press(Qt.Key.Key_Space)
    assert story.text == "We had a great "
    assert has_keys(window.text_area)


def test_shift_tab_leads_to_the_slider_where_no_word_is_offered_and_tab_to_the_lines_above_the_bar(story, window):
    window.say("The disk is full.")
    story.is_offered()
    press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert has_keys(window.bar.findChild(QSlider))
    press(Qt.Key.Key_Tab)
    assert has_keys(window.failure_notice.findChild(QPushButton))
    press(Qt.Key.Key_Space)
    assert window.failure_notice.sentence == ""


def test_esc_leads_from_the_bar_and_from_a_line_above_it_back_to_the_text(story, window):
    window.say("The disk is full.")
    story.is_offered("one", "two", "three")
    slider = window.bar.findChild(QSlider)
    for widget in (story.buttons[1], slider, window.failure_notice.findChild(QPushButton)):
        widget.setFocus()
        assert has_keys(widget)
        press(Qt.Key.Key_Escape)
        assert has_keys(window.text_area)
        assert story.words == ["one", "two", "three"]


def test_one_word_after_the_other_is_rejected_on_the_same_button(story, window):
    story.type("Thank ")
    story.is_offered("you", "him", "her")
    story.buttons[0].setFocus()
    for rejected, left in (("you", ("him", "her")), ("him", ("her",))):
        asked = len(story.engine.requests)
        press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
        story.until(lambda asked=asked: len(story.engine.requests) > asked)
        story.until(lambda rejected=rejected: rejected in window.word_notice.sentence)
        story.engine.answer(*left)
        assert has_keys(story.buttons[0])
        assert story.buttons[0].word == left[0]
    assert never_suggested() == {"you", "him"}


def test_a_button_without_a_word_is_in_use_only_while_it_has_the_keyboard(story, window):
    story.is_offered("one", "two")
    story.buttons[1].setFocus()
    window.suggestions.void()
    assert has_keys(story.buttons[1])
    press(Qt.Key.Key_Space)
    assert story.text == ""
    window.text_area.setFocus()
    assert not story.buttons[1].isEnabled()


def test_the_line_about_a_rejected_word_is_closed_and_the_word_stays_rejected(story, window):
    story.type("Thank ")
    story.is_offered("you", "him", "her")
    window.bar.buttons.rejected.emit("him")
    story.until(lambda: window.word_notice.sentence)
    close = next(button for button in window.word_notice.findChildren(QPushButton) if button.text() == "Close")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert window.word_notice.sentence == ""
    assert never_suggested() == {"him"}


def test_the_slider_is_a_ring_while_it_has_the_keyboard(window):
    slider = window.bar.findChild(QSlider)
    window.bar.set_top_k(50)

    def middle_of_handle():
        picture = slider.grab().toImage()
        return picture.pixelColor(picture.width() // 2, picture.height() // 2).name()

    assert middle_of_handle() == current_colours().accent
    slider.setFocus()
    assert middle_of_handle() == current_colours().button

"""The words ahead in the real window with the real engine."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.driven import type_text, wait_for_words


def test_words_come_in_gray_in_a_pause_and_are_taken_one_by_one(open_window, until):
    window = open_window()
    wait_for_words(window)
    area, continuation = window.text_area, window.text_area.session.continuation
    type_text(window, "Thank you for your letter. I am looking f", key_interval_ms=10)
    until(lambda: continuation.text.startswith("orward to"))
    assert window.bar.words[0] == "forward"
    assert area.whole_text() == "Thank you for your letter. I am looking f"
    type_text(window, "or", key_interval_ms=10)
    assert continuation.text.startswith("ward to")
    QTest.keyClick(area, Qt.Key.Key_Right)
    assert area.whole_text() == "Thank you for your letter. I am looking forward "
    assert continuation.text.startswith("to")
    QTest.keyClick(area, Qt.Key.Key_End)
    assert area.whole_text().startswith("Thank you for your letter. I am looking forward to ")
    assert continuation.text == ""
    area.undo()
    area.undo()
    assert area.whole_text() == "Thank you for your letter. I am looking for"

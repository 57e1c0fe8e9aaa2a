"""What went wrong stays said until a person has closed it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton


def test_what_went_wrong_first_is_still_said_when_more_goes_wrong(story):
    for sentence in ("Your text is not kept.", "The disk is full.", "Your text is not kept."):
        story.window.say(sentence)
    notice = story.window.failure_notice
    assert notice.sentence == "Your text is not kept.\nThe disk is full."
    close = next(button for button in notice.findChildren(QPushButton) if button.isVisible())
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert notice.sentence == ""
    story.window.say("The disk is full.")
    assert notice.sentence == "The disk is full."

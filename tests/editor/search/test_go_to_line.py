"""Going to a line, and to a column of it."""

import pytest
from PySide6.QtCore import Qt

from keyboard.editor.search.going_to_line import GoToLineDialog, Place, place_of


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12", Place(12)),
        (" 12 : 5 ", Place(12, 5)),
        ("0:0", Place(1, 1)),
        ("", None),
        ("five", None),
        ("1:", None),
        ("-3", None),
        ("1:2:3", None),
    ],
)
def test_a_place_is_a_line_and_perhaps_a_column(text, place):
    assert place_of(text) == place


@pytest.fixture
def go(story):
    def go(text):
        story.control(Qt.Key.Key_G)
        dialog = story.window.findChildren(GoToLineDialog)[-1]
        dialog.field.setText(text)
        dialog.accept()
        return dialog

    return go


@pytest.mark.parametrize(
    ("where", "position"), [("2", 4), ("2:2", 6), ("2:3", 7), ("2:99", 8), ("99", 9), ("1", 0)], ids=lambda value: str(value)
)
def test_the_cursor_goes_there_or_as_near_as_can_be(story, go, where, position):
    story.window.text_area.setPlainText("one\n🙂ab\nlast")
    go(where)
    assert story.window.text_area.textCursor().position() == position


def test_what_is_no_line_is_said_and_can_be_corrected(story, go):
    dialog = go("five")
    assert "“five” is not a line" in dialog.said.text()
    assert dialog.isVisible()
    dialog.reject()

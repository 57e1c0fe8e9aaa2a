"""The what-if page: masks on tokens, or another text, and what the model expects then."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.explorer.explorer_panel import json_of
from keyboard.editor.explorer.what_if_page import change_in_bits
from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import TokenChange, WhatIf, WhatIfRequest

PIECES = ("<|endoftext|>", "The", " cat", " sat", " on")
BEFORE = (TokenChange(1, " the", 0.5, 0.25), TokenChange(2, " a", 0.25, 0.125))
AFTER = (TokenChange(3, " his", 0.125, 0.5), TokenChange(1, " the", 0.5, 0.25))


def answer(request, divergence=0.75, pieces=PIECES):
    return WhatIf(request.id, pieces, BEFORE, AFTER, divergence, 3)


@pytest.fixture
def page(explored, story):
    story.type("The cat sat on")
    page = explored.open("what-if")
    explored.reply(answer(explored.is_asked(WhatIfRequest, text="The cat sat on", masked=(), other_text="")))
    story.settle()
    return page


def cells(page, row):
    return [page.changes.item(row, column).text() for column in range(3)]


def test_at_first_it_says_what_to_do(page):
    assert "Mask a token" in page.said.text()


def test_a_click_masks_a_token_and_another_shows_it_again(page, explored):
    QTest.mouseClick(page.tokens.viewport(), Qt.MouseButton.LeftButton, pos=page.tokens.box_of(2).center())
    explored.reply(answer(explored.is_asked(WhatIfRequest, masked=(2,))))
    assert "With “·cat” masked" in page.said.text()
    assert "0.75 bits" in page.said.text()
    assert page._ground_of(2) is not None
    assert "masked" in page._tip_of(2)
    QTest.mouseClick(page.tokens.viewport(), Qt.MouseButton.LeftButton, pos=page.tokens.box_of(2).center())
    explored.is_asked(WhatIfRequest, masked=())


def test_space_masks_the_token_that_the_arrow_keys_have_led_to(page, explored):
    page.tokens.set_current(0)
    QTest.keyClick(page.tokens, Qt.Key.Key_Right)
    QTest.keyClick(page.tokens, Qt.Key.Key_Space)
    explored.is_asked(WhatIfRequest, masked=(1,))


def test_before_and_after_stand_side_by_side_with_the_change_in_bits(page):
    assert cells(page, 0) == ["·the  50.0 %", "·his  50.0 %", "+2.0 bits"]
    assert cells(page, 1) == ["·a  25.0 %", "·the  25.0 %", "−1.0 bits"]


def test_another_text_is_asked_about_beside_the_text_which_stays(page, explored, story):
    page._changes_text.click()
    assert page.other_text.toPlainText() == "The cat sat on"
    QTest.keyClicks(page.other_text, " top of")
    explored.reply(answer(explored.is_asked(WhatIfRequest, text="The cat sat on", other_text="The cat sat on top of", masked=())))
    assert "With the other text" in page.said.text()
    assert story.text == "The cat sat on"


def test_reset_shows_all_tokens_and_takes_the_copy_from_the_text(page, explored):
    page.tokens.taken.emit(3)
    page._changes_text.click()
    page.other_text.setPlainText("A dog")
    page._reset.click()
    assert page.masked == frozenset()
    assert page.other_text.toPlainText() == "The cat sat on"
    explored.is_asked(WhatIfRequest, other_text="The cat sat on")


def test_an_empty_copy_is_not_asked_about(page, explored, story):
    page._changes_text.click()
    story.settle()
    asked = len(explored.asked(WhatIfRequest))
    page.other_text.setPlainText("")
    story.settle()
    assert len(explored.asked(WhatIfRequest)) == asked
    assert "empty" in page.said.text()


def test_masks_stay_while_the_text_grows_and_go_where_it_is_another(page, explored, story):
    page.tokens.taken.emit(2)
    story.type(" a")
    explored.is_asked(WhatIfRequest, text="The cat sat on a", masked=(2,))
    for _ in range(3):
        story.press(Qt.Key.Key_Backspace)
    explored.is_asked(WhatIfRequest, text="The cat sat o", masked=())


def test_the_copy_follows_the_text_until_it_is_changed(page, story, explored):
    story.type("!")
    explored.is_asked(WhatIfRequest, text="The cat sat on!")
    assert page.other_text.toPlainText() == "The cat sat on!"
    page.other_text.setPlainText("A dog")
    story.type("!")
    explored.is_asked(WhatIfRequest, text="The cat sat on!!")
    assert page.other_text.toPlainText() == "A dog"


def test_a_token_that_was_or_is_impossible_has_no_change_in_bits():
    assert change_in_bits(TokenChange(1, "x", 0.0, 0.5)) == ""
    assert change_in_bits(TokenChange(1, "x", 0.5, 0.0)) == ""


def test_the_data_has_what_was_changed_and_both_predictions(page):
    page.tokens.taken.emit(2)
    written = json_of(page.data()).decode()
    assert '"masked": [\n  2\n ]' in written
    assert '"divergence_bits": 0.75' in written


def test_another_model_begins_without_masks(page, engine, explored):
    page.tokens.taken.emit(2)
    engine.be(Condition.LOADING)
    engine.be(Condition.READY, model="gpt2")
    assert page.tokens.count == 0
    assert page.changes.rowCount() == 0
    explored.is_asked(WhatIfRequest, masked=())

"""The next tokens: seen, taken one after the other, gone back over, and put into the text."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from keyboard.editor.explorer.shades import visible
from keyboard.editor.explorer.token_tables import PathTree, text_of
from keyboard.editor.translation import percent
from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import (
    NextTokens,
    NextTokensRequest,
    TokenProbability,
    WordInTokens,
    WordTokens,
    WordTokensRequest,
)


def token(number, piece, probability=0.1):
    return TokenProbability(number, piece, probability)


MEETING, ROBOT, ICS, LINE = token(5, " meeting", 0.31), token(6, " robot", 0.02), token(7, "ics", 0.4), token(8, "\n", 0.00002)


@pytest.fixture
def page(explored):
    return explored.open("predictions")


def offers(explored, *tokens, evaluated=1, **asked):
    request = explored.is_asked(NextTokensRequest, **asked)
    explored.reply(NextTokens(request.id, tokens, 5.25, evaluated))


def rows(page):
    model = page.bars.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def columns(item):
    return [item.text(column) for column in range(item.columnCount())]


def click(page, row):
    box = page.bars.visualRect(page.bars.model().index(row, 0))
    QTest.mouseClick(page.bars.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.center()))


def nodes(page, parent=None):
    tree = page.tree
    index = tree.index(0, 0) if parent is None else parent
    return [(tree.index(row, 0, index).data(), nodes(page, tree.index(row, 0, index))) for row in range(tree.rowCount(index))]


def test_the_ten_most_probable_tokens_are_shown_with_their_spaces_and_what_they_cost(page, story, explored):
    story.type("We had a")
    offers(explored, MEETING, LINE, text="We had a", count=10, path=())
    assert rows(page) == ["·meeting  31.0 %", "↵  < 0.01 %"]
    assert page._cost.text() == "1 token evaluated · entropy 5.3 bits"


def test_the_space_before_the_cursor_is_not_read(page, story, explored):
    story.type("We had a ")
    explored.is_asked(NextTokensRequest, text="We had a")


def test_a_click_goes_on_with_a_token_and_enter_with_the_next(page, story, explored):
    story.type("We had a")
    offers(explored, MEETING, ROBOT, text="We had a")
    click(page, 1)
    offers(explored, ICS, MEETING, path=(6,))
    assert page.path.text() == "·robot"
    page.bars.setCurrentIndex(page.bars.model().index(0, 0))
    QTest.keyClick(page.bars, Qt.Key.Key_Return)
    offers(explored, MEETING, path=(6, 7))
    assert page.path.text() == "·robotics"
    assert story.text == "We had a"
    assert page.bars.currentIndex().row() == 0


def test_a_second_click_before_the_answer_to_the_first_takes_no_token_of_the_old_list(page, story, explored):
    story.type("We had a")
    offers(explored, MEETING, ROBOT, text="We had a")
    click(page, 1)
    click(page, 1)
    assert page.path.text() == "·robot"
    offers(explored, ICS, path=(6,))
    click(page, 0)
    explored.is_asked(NextTokensRequest, path=(6, 7))


def test_a_path_is_not_put_into_a_text_that_it_does_not_belong_to(page, story, explored):
    story.type("We had a")
    offers(explored, ROBOT, text="We had a")
    click(page, 0)
    story.type("n")
    page._insert.click()
    assert story.text == "We had an"


def test_what_is_selected_stays_when_a_path_is_put_in(page, story, explored, window):
    story.type("We had a")
    window.text_area.selectAll()
    explored.is_asked(NextTokensRequest, text="We had a")
    offers(explored, ROBOT, text="We had a")
    click(page, 0)
    page._insert.click()
    assert story.text == "We had a robot"


def test_back_and_forward_lead_along_the_path_and_another_token_begins_a_branch(page, story, explored):
    story.type("We had a")
    offers(explored, MEETING, ROBOT, text="We had a")
    click(page, 1)
    offers(explored, ICS, path=(6,))
    page._back.click()
    offers(explored, MEETING, ROBOT, path=(), evaluated=0)
    assert page._cost.text().startswith("0 tokens evaluated")
    assert not page._back.isEnabled()
    page._forward.click()
    offers(explored, ICS, path=(6,))
    click(page, 0)
    offers(explored, MEETING, path=(6, 7))
    QTest.keyClick(page.bars, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(page.bars, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    offers(explored, MEETING, ROBOT, path=())
    click(page, 0)
    offers(explored, ROBOT, path=(5,))
    assert nodes(page) == [("·robot", [("ics", [])]), ("·meeting", [])]


def test_a_node_of_the_tree_is_walked_to_again(page, story, explored):
    story.type("We had a")
    offers(explored, MEETING, ROBOT, text="We had a")
    click(page, 1)
    offers(explored, ICS, path=(6,))
    click(page, 0)
    offers(explored, MEETING, path=(6, 7))
    root = page.tree.index(0, 0)
    page._tree_view.clicked.emit(root)
    explored.is_asked(NextTokensRequest, path=())
    page._tree_view.activated.emit(page.tree.index(0, 0, page.tree.index(0, 0, root)))
    explored.is_asked(NextTokensRequest, path=(6, 7))
    assert page.path.text() == "·robotics"


@pytest.mark.parametrize(("typed", "after"), [("We had a", "We had a robotics"), ("We had a ", "We had a robotics")])
def test_the_path_goes_into_the_text_as_one_undo_step(page, story, explored, window, typed, after):
    story.type(typed)
    offers(explored, ROBOT, text="We had a")
    assert not page._insert.isEnabled()
    click(page, 0)
    offers(explored, ICS, path=(6,))
    click(page, 0)
    page._insert.click()
    assert story.text == after
    explored.is_asked(NextTokensRequest, text="We had a robotics", path=())
    assert nodes(page) == []
    story.type("!")
    window.text_area.undo()
    assert story.text == after
    window.text_area.undo()
    assert story.text == typed


@pytest.mark.parametrize("piece", ["<0xE2>", "<|endoftext|>"])
def test_half_a_character_and_a_sign_for_the_model_cannot_be_put_into_the_text(page, story, explored, piece):
    story.type("We")
    offers(explored, token(9, piece), text="We")
    click(page, 0)
    assert not page._insert.isEnabled()


def test_the_sliders_and_the_number_ask_anew_without_another_text(page, story, explored):
    story.type("We had a")
    offers(explored, MEETING, text="We had a", temperature=1.0, top_k=0)
    page._temperature.slider.setValue(50)
    explored.is_asked(NextTokensRequest, text="We had a", temperature=0.5)
    page._top_k.slider.setValue(3)
    explored.is_asked(NextTokensRequest, temperature=0.5, top_k=3)
    page._count.setValue(50)
    explored.is_asked(NextTokensRequest, count=50, top_k=3)
    assert page._count.maximum() == 50


def test_another_text_begins_another_path(page, story, explored):
    story.type("We had a")
    offers(explored, MEETING, text="We had a")
    click(page, 0)
    explored.is_asked(NextTokensRequest, path=(5,))
    story.type("n")
    explored.is_asked(NextTokensRequest, text="We had an", path=())
    assert page.path.text() == ""


def test_another_model_begins_another_path(page, story, explored, engine):
    story.type("We had a")
    offers(explored, MEETING, text="We had a")
    click(page, 0)
    offers(explored, ICS, path=(5,))
    engine.be(Condition.RESTARTING)
    engine.be(Condition.READY, model="smollm2-135m")
    explored.is_asked(NextTokensRequest, text="We had a", path=(5,))
    engine.be(Condition.STARTING)
    engine.be(Condition.READY, model="gpt2")
    explored.is_asked(NextTokensRequest, text="We had a", path=())
    assert rows(page) == []


def test_a_path_stays_while_the_explorer_is_closed(page, story, explored):
    story.type("We had a")
    offers(explored, MEETING, text="We had a")
    click(page, 0)
    explored.explorer.set_open(False)
    explored.open("predictions")
    explored.is_asked(NextTokensRequest, text="We had a", path=(5,))
    assert page.path.text() == "·meeting"


def test_tab_leads_from_top_to_bottom(page, story, explored):
    story.type("We had a")
    offers(explored, MEETING, ROBOT, text="We had a")
    click(page, 0)
    explored.is_asked(NextTokensRequest, path=(5,))
    page._back.setFocus()
    reached = []
    for _ in range(9):
        reached.append(QApplication.focusWidget())
        QTest.keyClick(reached[-1], Qt.Key.Key_Tab)
    controls = (page._temperature.slider, page._top_k.slider, page._count)
    assert reached == [page._back, page.path, page._insert, *controls, page.bars, page._tree_view, page.words]


def test_beside_it_stand_the_words_on_the_buttons_and_their_tokens(page, story, explored):
    story.type("We had a ")
    story.is_offered("robotics", "meeting")
    request = explored.is_asked(WordTokensRequest, text="We had a", words=("robotics", "meeting"))
    words = (WordInTokens("robotics", (token(6, " robot", 0.02), ICS)), WordInTokens("meeting", (MEETING,)))
    explored.reply(WordTokens(request.id, words, 1))
    assert columns(page.words.topLevelItem(0)) == ["robotics", "·robot | ics", "0.80 %"]
    assert columns(page.words.topLevelItem(1)) == ["meeting", "·meeting", "31.0 %"]


def test_the_words_are_known_when_the_panel_is_opened_later(story, explored):
    story.type("We had a ")
    story.is_offered("meeting")
    explored.open("predictions")
    explored.is_asked(WordTokensRequest, words=("meeting",))


def test_a_token_that_is_chosen_twice_has_one_branch(qapp):
    tree = PathTree()
    tree.begin("We")
    tree.go_to_token(ROBOT)
    tree.go_back()
    tree.go_to_token(ROBOT)
    assert tree.path == (ROBOT,)
    assert tree.rowCount(tree.index(0, 0)) == 1


def test_forward_leads_to_the_branch_that_was_left_last(qapp):
    tree = PathTree()
    tree.begin("We")
    for chosen in (ROBOT, MEETING):
        tree.go_to_token(chosen)
        tree.go_back()
    tree.go_forward()
    assert tree.path == (MEETING,)
    tree.go_to(tree.index(0, 0, tree.index(0, 0)))
    tree.go_back()
    tree.go_forward()
    assert tree.path == (ROBOT,)


@pytest.mark.parametrize(
    ("piece", "shown"),
    [(" a", "·a"), ("\n\n", "↵↵"), ("\t", "⇥"), ("", "∅"), ("\x07", "<0x07>"), ("é😀", "é😀"), ("\u200b", "␣")],
)
def test_what_cannot_be_seen_of_a_token_is_shown(piece, shown):
    assert visible(piece) == shown


@pytest.mark.parametrize(
    ("probability", "shown"), [(1, "100.0 %"), (0.125, "12.5 %"), (0.0042, "0.42 %"), (0.00001, "< 0.01 %"), (0, "0.00 %")]
)
def test_a_probability_in_percent(probability, shown):
    assert percent(probability) == shown


def test_a_path_as_text():
    assert text_of((ROBOT, ICS)) == " robotics"
    assert text_of((ROBOT, token(1, "<0xE2>"))) == ""

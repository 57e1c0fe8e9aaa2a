"""The attention page: a token, what it looks at, and the heads to choose from."""

import base64

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from keyboard.editor.explorer.explorer_panel import json_of, svg_of
from keyboard.editor.explorer.head_grid import AttentionWeights, HeadChoice
from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import Attention, AttentionRequest

PIECES = ("<|endoftext|>", "Anna", " lost", " her", " keys", ",", " so", " she")
LAST = len(PIECES) - 1
LAYERS, HEADS = 4, 3


def attention(request, position=LAST, pieces=PIECES):
    """Random weights of a reply to a request; head 2 of layer 1 looks at the token after the begin token alone."""
    weights = np.random.default_rng(position).dirichlet(np.ones(position + 1), (LAYERS, HEADS)).astype("<f4")
    if position:
        weights[1, 2] = 0
        weights[1, 2, 1] = 1
    encoded = base64.b64encode(weights.tobytes()).decode()
    return Attention(request.id, tuple(pieces[: position + 1]), position, LAYERS, HEADS, encoded, 1)


@pytest.fixture
def page(explored, story):
    page = explored.open("attention")
    explored.reply(attention(explored.is_asked(AttentionRequest, position=-1)))
    story.settle()
    return page


def center(page, place):
    return page.tokens.box_of(place).center()


def test_the_last_token_is_looked_from_first(page):
    assert page.tokens.current == LAST
    assert "“·she” looks at" in page.said.text()
    assert "Average of all heads in all layers" in page.said.text()


def test_a_click_on_a_token_asks_for_its_attention(page, explored):
    QTest.mouseClick(page.tokens.viewport(), Qt.MouseButton.LeftButton, pos=center(page, 4))
    request = explored.is_asked(AttentionRequest, position=4)
    explored.reply(attention(request, 4))
    assert "“·keys” looks at" in page.said.text()
    assert page.data()["position"] == 4


def test_the_arrow_keys_walk_through_the_tokens(page, explored):
    QTest.keyClick(page.tokens, Qt.Key.Key_Left)
    explored.is_asked(AttentionRequest, position=LAST - 1)


def test_what_comes_later_is_said_to_be_out_of_sight(page, explored):
    page.tokens.set_current(4)
    explored.reply(attention(explored.asked(AttentionRequest)[-1], 4))
    assert "only looks back" in page._tip_of(6)
    assert page._ground_of(6) is None
    assert page._ground_of(3) is not None


def test_a_head_is_chosen_by_a_click_and_by_the_arrow_keys(page):
    QTest.mouseClick(page.grid, Qt.MouseButton.LeftButton, pos=page.grid.cell(HeadChoice(1, 2)).center().toPoint())
    assert page.grid.choice == HeadChoice(1, 2)
    assert "Layer 1, head 2: “·she” looks at “Anna” 100.0 %." in page.said.text()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(page.grid, key)
    assert page.grid.choice == HeadChoice(1, None)
    QTest.keyClick(page.grid, Qt.Key.Key_Home)
    assert page.grid.choice == HeadChoice()


def test_each_cell_is_found_under_its_middle(page):
    for layer in (None, 0, LAYERS - 1):
        for head in (None, 0, HEADS - 1):
            choice = HeadChoice(layer, head)
            assert page.grid._at(page.grid.cell(choice).center().toPoint()) == choice
    assert page.grid._at(QPoint(page.grid.width() - 1, 0)) is None


def test_the_grid_shows_the_focus_of_the_heads_or_their_weight_on_the_token_pointed_at(page):
    assert page.grid._value(HeadChoice(1, 2)) == pytest.approx(1)
    page._point_at(0)
    assert page.grid._value(HeadChoice(1, 2)) == pytest.approx(0)
    assert "the more it looks at" in page._legend.text()
    page._point_at(-1)
    assert "fewer tokens" in page._legend.text()


def test_hiding_the_begin_token_is_labelled_and_shares_out_the_rest(page):
    before = page.data()["weights"]
    page.hides_begin.click()
    after = page.data()["weights"]
    assert after[0] == 0
    assert sum(after) == pytest.approx(1, abs=1e-5)
    assert after[3] == pytest.approx(before[3] / (1 - before[0]), rel=1e-4)
    assert "not the model's own weights" in page._shares.text()
    page.hides_begin.click()
    assert "Causal" in page._shares.text()


def test_the_chosen_token_stays_while_one_types_on(page, explored, story):
    page.tokens.set_current(3)
    explored.reply(attention(explored.asked(AttentionRequest)[-1], 3))
    story.type("X")
    longer = (*PIECES, " X")
    explored.reply(attention(explored.is_asked(AttentionRequest, text="X", position=-1), len(PIECES), longer))
    explored.is_asked(AttentionRequest, text="X", position=3)
    assert page.tokens.current == 3


def test_the_last_token_is_followed_while_one_types(page, explored, story):
    story.type("X")
    longer = (*PIECES, " X")
    explored.reply(attention(explored.is_asked(AttentionRequest, text="X", position=-1), len(PIECES), longer))
    assert page.tokens.current == len(PIECES)
    assert explored.asked(AttentionRequest)[-1].position == -1


def test_the_drawing_has_arcs_to_what_weighs_something(page):
    before = svg_of(page, "Attention").count(b"<path")
    page.grid.choose(HeadChoice(1, 2))
    page.tokens.show_arcs(7, [0.0] * 8)
    assert svg_of(page, "Attention").count(b"<path") < before
    assert json_of(page.data())


def test_averages_are_those_of_the_rows(page):
    weights = AttentionWeights(attention(AttentionRequest(1, "")))
    assert weights.of(HeadChoice()) == pytest.approx(weights.weights.mean(axis=(0, 1)))
    assert weights.of(HeadChoice(2, None)) == pytest.approx(weights.weights[2].mean(axis=0))
    assert weights.of(HeadChoice(None, 1)) == pytest.approx(weights.weights[:, 1].mean(axis=0))
    assert weights.of(HeadChoice(2, 1)) == pytest.approx(weights.weights[2, 1])


def test_focus_is_one_on_one_token_and_none_on_all_alike():
    rows = np.array([[[1, 0, 0, 0], [0.25] * 4]], dtype="<f4")
    answer = Attention(1, PIECES[:4], 3, 1, 2, base64.b64encode(rows.tobytes()).decode(), 1)
    assert AttentionWeights(answer).focus() == pytest.approx(np.array([[1, 0]]), abs=1e-6)


def test_the_begin_token_can_only_look_at_itself(explored):
    page = explored.open("attention")
    request = explored.is_asked(AttentionRequest, position=-1)
    rows = np.ones((LAYERS, HEADS, 1), dtype="<f4")
    explored.reply(Attention(request.id, PIECES[:1], 0, LAYERS, HEADS, base64.b64encode(rows.tobytes()).decode(), 1))
    page.hides_begin.click()
    assert page.data()["weights"] == [0]
    assert "only look at itself" in page.said.text()
    assert page.grid._value(HeadChoice()) == 1


def test_another_models_heads_are_others(page, engine, explored):
    page.grid.choose(HeadChoice(3, 2))
    engine.be(Condition.LOADING)
    engine.be(Condition.READY, model="gpt2")
    assert page.data() is None
    assert page.tokens.count == 0
    explored.reply(attention(explored.asked(AttentionRequest)[-1]))
    assert page.grid.choice == HeadChoice()
    assert page.data()["model"] == "gpt2"

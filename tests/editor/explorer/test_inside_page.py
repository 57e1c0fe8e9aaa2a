"""The inside page: the model's card, the place in its window, and the logit lens."""

import pytest

from keyboard.editor.explorer.explorer_panel import json_of
from keyboard.editor.looks.theme import DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, LIGHT
from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import (
    LayerPrediction,
    LogitLens,
    LogitLensRequest,
    ModelCard,
    ModelCardRequest,
    ModelPart,
    TokenProbability,
)

PARTS = (
    ModelPart("token embeddings", 30_000_000, 40_000_000),
    ModelPart("attention", 20_000_000, 15_000_000),
    ModelPart("feed-forward", 50_000_000, 45_000_000),
)


def card(request, **more):
    values = {"layers": 12, "heads": 9, "kv_heads": 3, "width": 576, "vocabulary": 49152, "positions": 1024, "parts": PARTS}
    return ModelCard(request.id, "smollm2-135m", "llama", **{**values, **more}, kv_bytes_per_token=23040)


def lens(request, piece=" the", position=23):
    tokens = (TokenProbability(4, " garden", 0.75), TokenProbability(5, " house", 0.125))
    layers = tuple(LayerPrediction(layer, tokens[::-1] if layer < 6 else tokens) for layer in range(12))
    return LogitLens(request.id, piece, position, layers, 1)


@pytest.fixture
def page(explored):
    page = explored.open("inside")
    explored.reply(lens(explored.is_asked(LogitLensRequest, position=-1)))
    explored.reply(card(explored.is_asked(ModelCardRequest)))
    return page


def test_the_card_has_the_models_shape_and_what_a_token_costs(page):
    facts = page.facts.text()
    assert "12 layers of 9 heads (3 for keys and values), 576 wide" in facts
    assert "100.0 M parameters, 100.0 MB" in facts
    assert "23.0 KB a token, 23.6 MB for 1,024 tokens" in facts


def test_heads_that_are_not_shared_are_not_said_to_be(page, explored):
    explored.explorer._refresh_page()
    explored.reply(card(explored.asked(ModelCardRequest)[-1], kv_heads=9))
    assert "for keys and values" not in page.facts.text()


def test_the_weights_are_told_part_by_part(page):
    told = page.parts.accessibleDescription()
    assert "attention: 20.0 M parameters, 20.0 % · 15.0 MB, 15.0 %" in told
    assert page.parts.sizeHint().height() == 3 * page.parts._row_height()


def test_the_lens_has_a_row_for_each_block_with_the_answer_on_top(page):
    assert page.lens.rowCount() == 12
    assert page.lens.verticalHeaderItem(0).text() == "11"
    assert page.lens.item(0, 0).text() == "·garden  75.0 %"
    assert page.lens.item(11, 0).text() == "·house  12.5 %"


def test_the_place_in_the_window_follows_the_cursor(page, explored, story):
    assert "“·the” is token 24 of the 1,024" in page.place.text()
    story.type("x")
    explored.reply(lens(explored.is_asked(LogitLensRequest, text="x"), "x", 1023))
    assert "token 1,024 of the 1,024" in page.place.text()
    assert page._fill.value() == page._fill.maximum()


def test_another_models_card_takes_the_place_of_the_old_one(page, explored):
    explored.explorer._refresh_page()
    explored.reply(card(explored.asked(ModelCardRequest)[-1], layers=48))
    assert "48 layers" in page.facts.text()


@pytest.mark.parametrize("colours", [LIGHT, DARK, HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK])
def test_a_shaded_cell_can_be_read_in_every_theme(page, monkeypatch, colours):
    from keyboard.editor.explorer.shades import contrast, cool, ink_on, shade

    for module in ("shades", "token_tables"):
        monkeypatch.setattr(f"keyboard.editor.explorer.{module}.current_colours", lambda: colours)
    for share in range(11):
        ground = shade(cool(), share / 10)
        assert contrast(ink_on(ground), ground) >= 4.5
    assert not page.grab().isNull()


def test_the_data_has_the_card_and_the_lens(page):
    written = json_of(page.data()).decode()
    assert '"kv_bytes_per_token": 23040' in written
    assert '"piece": " garden"' in written


def test_another_models_card_and_lens_are_waited_for(page, engine):
    engine.be(Condition.LOADING)
    engine.be(Condition.READY, model="gpt2")
    assert page.data() == {"model": None, "logit_lens": None}
    assert page.lens.rowCount() == 0
    assert page.facts.text() == ""

"""The page Step by Step: a token, a block and a head, and what is computed for them."""

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from keyboard.editor.explorer.explorer_panel import json_of, png_of, svg_of
from keyboard.editor.explorer.head_grid import HeadChoice
from keyboard.editor.explorer.step_page import StepPage
from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import (
    AttentionRequest,
    ExplorationFailure,
    ResidualStreamRequest,
    ScoresRequest,
    StepRequest,
)
from tests.editor.explorer.steps import GPT2, HEADS, LAST, LAYERS, PIECES, scores, step, stream
from tests.editor.explorer.test_attention_page import attention


class StepStory:
    """What a person sees on the page."""

    def __init__(self, page: StepPage, explored):
        self.page = page
        self.explored = explored

    def is_answered(self, position=LAST, **more):
        """Answer what the page asks about its token, and what follows."""
        request = self.explored.asked(StepRequest)[-1]
        self.explored.reply(step(request, position, **more))
        tokens = len(more.get("pieces", PIECES))
        self.explored.reply(scores(self.explored.asked(ScoresRequest)[-1], tokens))
        self.explored.reply(stream(self.explored.asked(ResidualStreamRequest)[-1], position))
        return request

    def said(self, section):
        return getattr(self.page, section).said.text()


@pytest.fixture
def steps(explored, story):
    page = explored.open("steps")
    explored.is_asked(StepRequest, position=-1)
    steps = StepStory(page, explored)
    steps.is_answered()
    story.let_pass(20)
    return steps


def test_the_last_token_is_shown_first_in_seven_steps_with_shapes_in_the_sentences(steps):
    assert steps.page.tokens.current == LAST
    assert "“·obey”, token 4, in block 0 and head 0" in steps.page.said.text()
    assert "48 numbers" in steps.said("into")
    assert "6 × 8 numbers of query and 2 × 8 of key" in steps.said("query")
    assert "Query · key / √8 for each token up to this one, 5 in all" in steps.said("scores")
    assert "each row adds up to 100 %" in steps.said("table_section")
    assert "The value of each token, 5 × 8 numbers" in steps.said("sum")
    assert "96 of a gate" in steps.said("feed_forward")
    assert "After block 3, the last" in steps.said("out")


def test_what_an_architecture_lacks_is_said(steps, explored):
    assert "No vector is added for the position: rotary positions turn queries and keys" in steps.said("into")
    assert "Heads 0 to 2 share key and value 0" in steps.said("query")
    assert "turns query and key" in steps.said("query")
    steps.page.look_at(LAST, 0, 1)
    steps.is_answered(lacks=GPT2, kv_heads=HEADS)
    assert "The vector of position 4 is added" in steps.said("into")
    assert "share" not in steps.said("query")
    assert "turns" not in steps.said("query")
    assert "an activation function turns them into the neurons" in steps.said("feed_forward")
    assert not steps.page.feed_forward.strips["gate"].isVisibleTo(steps.page)
    steps.page.look_at(LAST, 0, 2)
    steps.is_answered(lacks=("neurons", "up", "gate", "position_embedding", "query_unturned"), scale=1.0)
    assert "another kind of network" in steps.said("feed_forward")
    assert "× 1.0000" in steps.said("scores")
    assert steps.said("into").count("No vector is added for the position.") == 1


def test_a_cell_says_its_value_and_a_strip_its_size_and_norm(steps):
    query = steps.page.query.strips["query"]
    numbers = np.array(steps.page.data()["vectors"]["query"])
    assert query.grid._tip_of(3) == f"Query, number 3: {numbers[3]:.4f}"
    assert (
        f"8 numbers from {numbers.min():.2f} to {numbers.max():.2f}, norm {np.linalg.norm(numbers):.2f}" in query._caption.text()
    )
    query.grid.setFocus()
    QTest.keyClick(query.grid, Qt.Key.Key_Home)
    QTest.keyClick(query.grid, Qt.Key.Key_Right)
    assert query.grid.accessibleDescription() == query.grid._tip_of(1)
    QTest.keyClick(query.grid, Qt.Key.Key_End)
    assert query.grid.accessibleDescription() == query.grid._tip_of(7)


def test_a_screen_reader_gets_each_step_as_text(steps):
    page = steps.page
    for section in (page.into, page.query, page.scores, page.table_section, page.sum, page.feed_forward, page.out):
        assert section.accessibleName()
        assert section.accessibleDescription() == section.said.text() != ""


def test_tokens_blocks_and_heads_are_chosen_by_keys(steps, explored):
    page = steps.page
    QTest.keyClick(page.tokens, Qt.Key.Key_Left)
    explored.is_asked(StepRequest, position=LAST - 1)
    steps.is_answered(LAST - 1)
    assert page.scores.bars.model().index(LAST, 0).data() == "·obey  −∞"
    assert "1 later token is masked" in steps.said("scores")
    QTest.keyClick(page.block, Qt.Key.Key_Right)
    explored.is_asked(StepRequest, layer=1, position=LAST - 1)
    steps.is_answered(LAST - 1)
    QTest.keyClick(page.head, Qt.Key.Key_Up)
    explored.is_asked(StepRequest, layer=1, head=1, position=LAST - 1)
    steps.is_answered(LAST - 1)
    assert page.data()["head"] == 1
    assert (page.block.maximum(), page.head.maximum()) == (LAYERS - 1, HEADS - 1)


def test_the_last_block_has_the_ten_largest_products(steps):
    steps.page.block.setValue(LAYERS - 1)
    steps.is_answered()
    table = steps.page.out.products
    assert [table.item(0, column).text() for column in range(3)] == ["·w0", "20.00", "50.0 %"]
    assert table.rowCount() == 10
    assert "ten most probable next tokens" in steps.said("out")


def test_a_click_in_the_table_leads_to_its_two_tokens(steps, explored):
    page = steps.page
    place = 2 * len(PIECES) + 1  # the third token looks at the second
    QTest.mouseClick(page.table.grid, Qt.MouseButton.LeftButton, pos=page.table.grid.cell(place).center().toPoint())
    explored.is_asked(StepRequest, position=2)
    assert page.scores.bars.currentIndex().row() == 1
    assert "“·robot” (2) looks at “a” (1)" in page.table.grid._tip_of(place)
    assert "33.3 %" in page.table.grid._tip_of(place)
    assert "masked" in page.table.grid._tip_of(place + 2)


def test_the_table_has_three_stages(steps):
    table = steps.page.table
    shown = {}
    for stage in range(3):
        table.stage.setCurrentIndex(stage)
        shown[stage] = table.grid._colours.reshape(5, 5), table.grid._texts
    assert not np.array_equal(shown[0][0][0, 1:], shown[1][0][0, 1:])  # the later tokens' scores are seen before the mask
    assert np.array_equal(shown[0][0][4], shown[1][0][4])
    assert len(set(shown[1][0][0, 1:].tolist())) == 1
    assert (shown[1][1][1], shown[2][1][1], shown[2][1][0]) == ("−∞", "0", "100")


def test_of_a_long_text_the_table_shows_tiles(steps, explored, story):
    pieces = [f" w{place}" for place in range(300)]
    story.type("X")
    explored.is_asked(StepRequest, text="X")
    steps.is_answered(299, pieces=pieces)
    request = explored.asked(ScoresRequest)[-1]
    assert (request.row, request.column, request.size) == (256, 256, 128)
    table = steps.page.table
    assert table._tile.isVisibleTo(steps.page)
    assert [table._rows.itemText(place) for place in range(3)] == ["0–127", "128–255", "256–299"]
    table._columns.setCurrentIndex(0)
    table._columns.activated.emit(0)
    request = explored.is_asked(ScoresRequest, row=256, column=0)
    explored.reply(scores(request, 300))
    assert "“·w257” (257) looks at “·w2” (2)" in table.grid._tip_of(128 + 2)
    assert len(steps.page.sum._rows) < 30


def test_two_tokens_show_what_came_from_the_cache(steps, explored):
    page = steps.page
    page.is_pair.click()
    explored.reply(step(explored.is_asked(StepRequest, position=LAST - 1), LAST - 1, from_cache=1))
    explored.reply(step(explored.is_asked(StepRequest, position=LAST), LAST))
    assert "“·must”: 1 came from the cache (faint), 3 evaluated" in page.pair.said.text()
    assert "“·obey”: 4 came from the cache (faint), 1 evaluated" in page.pair.said.text()
    assert page.pair.grid._tip_of(0) == "Key and value of “<|endoftext|>”: from the cache"
    assert page.pair.grid._tip_of(3) == "Key and value of “·must”: evaluated"
    assert page.pair.grid._tip_of(4) == "“·obey” comes later"
    assert page.pair.grid._tip_of(5 + 3) == "Key and value of “·must”: from the cache"
    page.is_pair.click()
    steps.is_answered()
    assert not page.pair.isVisibleTo(page)


def test_two_tokens_follow_the_end_while_one_types(steps, explored, story):
    steps.page.is_pair.click()
    steps.is_answered(LAST - 1)
    steps.is_answered(LAST)
    story.type("X")
    longer = (*PIECES, " X")
    explored.reply(step(explored.is_asked(StepRequest, text="X", position=-1), LAST + 1, pieces=longer))
    explored.reply(step(explored.is_asked(StepRequest, text="X", position=LAST), LAST, pieces=longer))
    explored.reply(step(explored.is_asked(StepRequest, text="X", position=LAST + 1), LAST + 1, pieces=longer))
    assert "“·X”: 5 came from the cache" in steps.page.pair.said.text()


def test_the_chosen_token_stays_while_one_types_on_and_the_end_is_followed_where_it_is_gone(steps, explored, story):
    steps.page.tokens.set_current(2)
    steps.is_answered(2)
    story.type("X")
    request = explored.is_asked(StepRequest, text="X", position=2)
    explored.reply(ExplorationFailure(request.id, "There is no token 2."))
    explored.is_asked(StepRequest, text="X", position=-1)
    steps.is_answered(1, pieces=PIECES[:2])
    assert steps.page.tokens.current == 1


def test_all_blocks_are_gone_through_with_the_slider_and_by_a_click(steps, explored):
    page = steps.page
    assert "Block 0: attention adds a vector of norm 1.5" in steps.said("stream_section")
    width = page.chart.width() / LAYERS
    QTest.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=page.chart.rect().center() + page.chart.rect().center() / 4)
    assert width > 0
    explored.is_asked(StepRequest, layer=2)
    steps.is_answered()
    assert "Block 2:" in steps.said("stream_section")
    assert "moved by 20.0 %" in page.chart.accessibleDescription()
    QTest.keyClick(page.chart, Qt.Key.Key_Right)
    explored.is_asked(StepRequest, layer=3)


def test_the_stream_is_asked_once_for_a_token_in_all_blocks_and_heads(steps, explored):
    asked = len(explored.asked(ResidualStreamRequest))
    steps.page.block.setValue(2)
    steps.is_answered()
    steps.page.head.setValue(3)
    steps.is_answered()
    assert len(explored.asked(ResidualStreamRequest)) == asked


def test_the_attention_page_leads_to_the_steps_of_its_weight(explored):
    page = explored.open("attention")
    explored.reply(attention(explored.is_asked(AttentionRequest, position=-1)))
    page.grid.choose(HeadChoice(1, 2))
    page.how.click()
    explored.is_asked(StepRequest, layer=1, head=2, position=7)
    assert explored.panel.page.export_name == "steps"
    explored.panel.open_page("attention")
    explored.reply(attention(explored.is_asked(AttentionRequest, position=-1)))
    page.grid.choose(HeadChoice(None, None))
    page.how.click()
    request = explored.asked(StepRequest)[-1]
    weights = page._weights.weights
    looked_at = int(np.argmax(page._row))
    assert weights[request.layer, request.head, looked_at] == weights[:, :, looked_at].max()


def test_all_steps_are_exported_whether_in_view_or_not(steps):
    page = steps.page
    drawing = svg_of(page.picture, page.title).decode()
    for title in ("1  In", "4  Mask and softmax", "7  Out", "Through all blocks"):
        assert title in drawing
    assert png_of(page.picture)
    written = json.loads(json_of(page.data()))
    assert (written["layer"], written["position"], len(written["vectors"]["values"])) == (0, LAST, LAST + 1)
    assert len(written["square"]["weights"]) == len(PIECES)
    assert len(written["blocks"]) == LAYERS


def test_another_models_numbers_are_waited_for(steps, engine, explored):
    steps.page.block.setValue(3)
    engine.be(Condition.LOADING)
    engine.be(Condition.READY, model="gpt2")
    assert steps.page.data() is None
    assert steps.page.tokens.count == 0
    explored.is_asked(StepRequest, layer=0, head=0, position=-1)


def test_other_colours_are_put_on_what_is_shown(steps, window):
    grid = steps.page.query.strips["query"].grid
    before = grid._colours.copy()
    window.settings.change(theme="dark" if before[0] & 255 else "light")
    other = grid._colours.copy()
    window.settings.change(theme="high-contrast")
    assert not (np.array_equal(before, other) and np.array_equal(before, grid._colours))

"""The explorer's pages that look inside the model, with the real engine: what they show adds up and agrees."""

import math

import numpy as np
import pytest

from keyboard.editor.driven import wait_for_words
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.explorer.head_grid import HeadChoice
from keyboard.editor.explorer.tour import SAMPLE, TourBar
from keyboard.editor.main_window import MainWindow


@pytest.fixture
def window(qtbot):
    window = MainWindow(EngineLink(), is_private=True)
    window.start()
    qtbot.waitExposed(window)
    window.explorer.take_tour()
    window.explorer.panel.findChild(TourBar).end.click()
    wait_for_words(window)
    yield window
    window.text_area.document().setModified(False)
    window.close()


@pytest.fixture
def open_page(window):
    def open_it(name):
        window.explorer.panel.open_page(name)
        return window.explorer.panel.page

    return open_it


def test_it_looks_at_the_animal_in_one_head_and_at_nothing_after_itself(open_page, until):
    page = open_page("attention")
    until(page.data)
    assert page.data()["pieces"][-1] == " it"
    page.grid.choose(HeadChoice(layer=3, head=8))
    weights = page.data()["weights"]
    assert sum(weights) == pytest.approx(1, abs=1e-3)
    assert page.data()["pieces"][weights.index(max(weights))] == " animal"
    street = page.data()["pieces"].index(" street")
    page.tokens.set_current(street)
    until(lambda: page.data()["position"] == street)
    assert len(page.data()["weights"]) == street + 1
    assert "only looks back" in page._tip_of(street + 1)


def test_the_lens_ends_at_what_the_model_predicts(open_page, until):
    inside = open_page("inside")
    until(lambda: None not in inside.data().values())
    card, lens = inside.data()["model"], inside.data()["logit_lens"]
    assert len(lens.layers) == card.layers == inside.lens.rowCount()
    predictions = open_page("predictions")
    until(lambda: predictions.bars.tokens)
    best = predictions.bars.tokens[0]
    assert lens.layers[-1].tokens[0].id == best.id
    assert lens.layers[-1].tokens[0].probability == pytest.approx(best.probability, abs=0.05)


def test_a_mask_changes_what_is_expected_and_taking_it_off_brings_it_back(open_page, until):
    page = open_page("what-if")
    until(lambda: page.data()["answer"])
    assert page.data()["answer"].divergence_bits == pytest.approx(0, abs=0.02)
    animal = page.data()["answer"].pieces.index(" animal")
    page.tokens.taken.emit(animal)
    until(lambda: "animal" in page.said.text())
    masked = page.data()["answer"]
    assert masked.divergence_bits > 0.05
    assert math.isfinite(masked.divergence_bits)
    page.tokens.taken.emit(animal)
    until(lambda: "Mask a token" in page.said.text())
    assert page.data()["answer"].divergence_bits == pytest.approx(0, abs=0.02)


def test_another_text_is_compared_and_the_text_stays(window, open_page, until):
    page = open_page("what-if")
    page._changes_text.click()
    until(lambda: page.data()["answer"])
    page.other_text.setPlainText(SAMPLE.replace("animal", "ball").rstrip())
    until(lambda: "With the other text" in page.said.text())
    assert page.data()["answer"].divergence_bits > 0.01
    assert window.text_area.whole_text() == SAMPLE


def test_a_weight_is_followed_to_its_steps_which_add_up(window, open_page, until):
    page = open_page("attention")
    until(page.data)
    page.grid.choose(HeadChoice(layer=3, head=8))
    weights = page.data()["weights"]
    page.how.click()
    steps = window.explorer.panel.page
    until(lambda: steps.data() and steps.data()["layer"] == 3 and steps.data()["square"] and steps.data()["blocks"])
    shown = steps.data()
    vectors = {name: np.array(vector) for name, vector in shown["vectors"].items()}
    assert (shown["head"], shown["pieces"][shown["position"]]) == (8, " it")
    assert vectors["weights"] == pytest.approx(weights, abs=0.01)
    assert vectors["weights"] @ vectors["values"] == pytest.approx(vectors["mixed"], abs=0.01)
    added = vectors["attention_output"] + vectors["feed_forward_output"]
    assert vectors["block_input"] + added == pytest.approx(vectors["block_output"], abs=0.01)
    steps.block.setValue(4)
    until(lambda: steps.data()["layer"] == 4)
    assert np.array(steps.data()["vectors"]["block_input"]) == pytest.approx(vectors["block_output"], abs=0.01)


def test_of_two_tokens_in_a_row_each_is_evaluated_once(open_page, until):
    page = open_page("steps")
    until(page.data)
    page.is_pair.setChecked(True)
    street = page.data()["pieces"].index(" street")
    page.tokens.set_current(street)
    until(lambda: page.data()["position"] == street and page.data()["token_before"])
    assert f"“·street”: {street} came from the cache (faint), 1 evaluated" in page.pair.said.text()

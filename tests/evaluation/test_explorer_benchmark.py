"""The explorer never slows typing: with the real model, fifteen keys a second, and all its questions at each of them."""

import statistics

import pytest

from keyboard.engine.errors import EngineError
from keyboard.evaluation.benchmark import benchmark_text
from keyboard.evaluation.explorer_benchmark import measure_explorer
from keyboard.evaluation.figures import table

TEXT = benchmark_text()[:120]
KINDS = {
    *("next-tokens", "word-tokens", "token-scores", "cache", "sampled-token", "attention", "logit-lens", "what-if"),
    *("step", "scores", "residual-stream"),
}
BOUND = 1.2

# A latency of a millisecond says something only on a machine that does nothing else.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def measurements(home):
    """Two measurements, and a third where they disagree: one alone varies by a fifth on a machine that does other things too."""

    def measure():
        return measure_explorer(None, TEXT, lambda _what, _done: None)

    measured = [measure(), measure()]
    if len({figures.ratio <= BOUND for figures in measured}) > 1:
        measured.append(measure())
    return measured


@pytest.fixture
def figures(measurements):
    return measurements[0]


def test_keys_in_a_row_are_answered_as_quickly_while_the_explorer_is_asked_everything(measurements):
    ratios = [figures.ratio for figures in measurements]
    assert statistics.median(ratios) <= BOUND, ratios


def test_and_while_the_page_step_by_step_is_open(measurements):
    ratios = [figures.stepping_ratio for figures in measurements]
    assert statistics.median(ratios) <= BOUND, ratios


def test_meanwhile_the_explorer_is_answered(figures):
    assert figures.n_keys == len(TEXT)
    assert set(figures.explored) >= KINDS


def test_the_table_says_whether_typing_was_slowed(figures):
    assert "≤ 1.2" in table(figures)


def test_without_a_model_there_is_nothing_to_measure(empty_home):
    with pytest.raises(EngineError, match="No model is installed"):
        measure_explorer(None, TEXT, lambda _what, _done: None)

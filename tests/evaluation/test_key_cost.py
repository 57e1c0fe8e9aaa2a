"""`keyboard benchmark --rivals` on a tiny GPT-2: the same keys, answered by the engine and by plain calls of llama.cpp."""

import pytest

from keyboard.evaluation.key_cost import (
    ENGINE,
    NO_CACHE,
    PREFIX_CACHE,
    KeyCost,
    PlainCompletion,
    RivalFigures,
    check_plot,
    measure_rivals,
    rivals_table,
    save_plot,
)
from keyboard.evaluation.long_benchmark import long_text
from keyboard.evaluation.output_file import EvaluationError
from keyboard.evaluation.random_gpt2 import GPT2Shape, random_gpt2

# A model of random weights costs what a real one of its size does.
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return random_gpt2(tmp_path_factory.mktemp("model"), GPT2Shape(n_layer=2, n_head=2, n_embd=64))


@pytest.fixture(scope="module")
def figures(home, tiny):
    return measure_rivals(str(tiny), long_text()[:6500], lambda *_: None)


def test_a_plain_program_with_the_prefix_cache_evaluates_what_is_new(tiny):
    plain = PlainCompletion(tiny, keeps_prefix=True)
    plain.next_token("We had a meeting")
    before = plain.tokens_evaluated
    plain.next_token("We had a meeting about")
    assert plain.tokens_evaluated - before == 1
    plain.close()


def test_a_plain_program_without_it_evaluates_everything(tiny):
    plain = PlainCompletion(tiny, keeps_prefix=False)
    for _ in range(2):
        before = plain.tokens_evaluated
        plain.next_token("We had a meeting about")
        assert plain.tokens_evaluated - before == 5
    plain.close()


def test_a_plain_program_reads_the_last_tokens_of_a_text_beyond_the_window(tiny):
    plain = PlainCompletion(tiny, keeps_prefix=True)
    for text in (" word" * 1100, " word" * 1101):
        plain.next_token(text)
    assert plain.tokens_evaluated <= 2 * 1023
    plain.close()


def test_the_engine_evaluates_least_while_the_user_waits(figures):
    for ours, prefix, without in zip(figures.of(ENGINE), figures.of(PREFIX_CACHE), figures.of(NO_CACHE), strict=True):
        assert ours.n_tokens == prefix.n_tokens == without.n_tokens
        assert ours.tokens < prefix.tokens <= without.tokens
    assert [cost.n_tokens for cost in figures.of(ENGINE)] == [0, 200, 400, 800, 1200]


def test_beyond_the_window_a_plain_program_evaluates_it_whole_whenever_a_token_is_new(figures):
    assert figures.of(PREFIX_CACHE)[-1].tokens > 200
    assert figures.of(ENGINE)[-1].tokens < 1


def test_the_table_has_a_line_for_each_length_and_says_what_is_saved():
    costs = [KeyCost(ENGINE, 0, 1, 0.2, 4), KeyCost(PREFIX_CACHE, 0, 20, 1, 0), KeyCost(NO_CACHE, 0, 90, 5, 0)]
    assert rivals_table(RivalFigures("gpt2", tuple(costs))).endswith("waits for: 5.0  ≥ 4")
    costs[1] = KeyCost(PREFIX_CACHE, 0, 20, 0.5, 0)
    assert rivals_table(RivalFigures("gpt2", tuple(costs))).endswith("waits for: 2.5  ≥ 4  ← missed")


def test_a_plot_is_drawn(figures, tmp_path):
    check_plot(tmp_path / "rivals.png")
    save_plot(figures, tmp_path / "rivals.png")
    assert (tmp_path / "rivals.png").read_bytes().startswith(b"\x89PNG")


def test_what_a_plot_needs_is_said_before_anything_is_measured(tmp_path, monkeypatch):
    with pytest.raises(EvaluationError, match=r"one ends in \.png"):
        check_plot(tmp_path / "rivals.txt")
    with pytest.raises(EvaluationError, match="cannot be written"):
        check_plot(tmp_path / "nowhere" / "rivals.png")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EvaluationError, match="pip install matplotlib"):
        check_plot(tmp_path / "rivals.png")

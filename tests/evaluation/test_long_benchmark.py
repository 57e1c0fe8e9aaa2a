"""`keyboard benchmark --long` on a tiny GPT-2, in a real engine: several windows and jumps within a few hundred tokens."""

from dataclasses import replace

import pytest

from keyboard.evaluation.figures import table
from keyboard.evaluation.long_benchmark import LongRun, LongRunKey, key_places, long_text, run_long_benchmark
from keyboard.evaluation.random_gpt2 import GPT2Shape, random_gpt2
from keyboard.language_model.tokenizer_kinds import load_tokenizer

# A model of random weights costs what a real one of its size does.
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def figures(home, tmp_path_factory):
    model = random_gpt2(tmp_path_factory.mktemp("model"), GPT2Shape(n_layer=1, n_head=2, n_embd=64, n_ctx=256))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("keyboard.evaluation.long_benchmark._PLACES", 4)
        return run_long_benchmark(str(model), long_text()[:1900], lambda *_: None)


def test_the_window_is_handed_over_and_no_key_waits_for_more_than_its_word(figures):
    assert figures.n_hand_overs >= 2
    assert 0 < figures.around_tokens_max <= 6


def test_each_token_is_evaluated_once_for_the_answer_and_about_once_for_the_next_window(figures):
    assert 0 < figures.tokens_ratio <= 1.15
    assert figures.tokens_ratio < figures.window_tokens_ratio <= 2.1
    assert figures.ahead_tokens_ratio > 0


def test_jumps_are_answered_from_a_short_context_and_then_from_the_whole_one(figures):
    assert figures.n_jumps == 4
    assert figures.n_short >= 2
    assert figures.jump_ratio_max > 0
    assert figures.complete_ratio_max > 0


def test_the_table_marks_what_is_not_kept(figures):
    kept = table(replace(figures, hand_over_ratio_max=2.9, window_tokens_ratio=2.05))
    missed = table(replace(figures, hand_over_ratio_max=3.1, window_tokens_ratio=2.05))
    assert "≤ 3\n" in kept
    assert "≤ 3  ← exceeded" in missed


def test_the_text_that_ships_has_5000_tokens(installed_model, home):
    assert len(load_tokenizer(installed_model, home / "cache").encode(long_text())) >= 5000


def test_a_key_is_typed_within_each_word_and_after_it():
    text = "We had tea, all of us"
    typed = [text[:place] for place in key_places(text)]
    assert typed == ["W", "We ", "We h", "We had ", "We had t", "We had tea, ", *typed[6:]]
    assert typed[6:] == ["We had tea, a", "We had tea, all ", "We had tea, all o", "We had tea, all of ", "We had tea, all of u"]


def test_the_keys_around_a_hand_over_are_those_shortly_before_and_after_it():
    keys = tuple(LongRunKey(float(place), 1, window_start=0 if place < 100 else 500) for place in range(200))
    run = LongRun(keys, 0, 0)
    assert run.hand_overs == [100]
    assert [key.milliseconds for key in run.around_hand_overs()] == [float(place) for place in range(80, 120)]

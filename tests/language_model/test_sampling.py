"""Tokens come as often as the rule says, and the same ones for the same seed."""

import numpy as np
import pytest

from keyboard.language_model.probabilities import Sampler, SamplingRule, next_token_distribution, penalize

LOGITS = np.random.default_rng(5).normal(0, 2, 30).astype(np.float32)
RULES = {
    "as the model expects": SamplingRule(),
    "top-k": SamplingRule(top_k=6),
    "top-p": SamplingRule(top_p=0.7),
    "sharper": SamplingRule(temperature=0.6),
    "flatter, in two pools": SamplingRule(top_k=20, top_p=0.9, temperature=1.6),
    "with a penalty": SamplingRule(repetition_penalty=1.3),
}
DRAWS = 20_000


def draws(rule, count=DRAWS, seed=(1,), came_before=()):
    sampler = Sampler(rule, seed)
    return [sampler.draw(LOGITS, came_before) for _ in range(count)]


@pytest.mark.long
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_tokens_come_as_often_as_computed(rule):
    """Pearson's chi-square, in 3.5 standard deviations of its normal approximation (Wilson and Hilferty 1931)."""
    came_before = {3, 4, 5}
    drawn = draws(rule, came_before=came_before)
    expected = DRAWS * next_token_distribution(
        penalize(LOGITS, came_before, rule.repetition_penalty), temperature=rule.temperature, top_k=rule.top_k, top_p=rule.top_p
    )
    counts = np.bincount([draw.token for draw in drawn], minlength=len(LOGITS))
    possible = expected > 0
    assert not counts[~possible].any()
    chi_square = ((counts - expected)[possible] ** 2 / expected[possible]).sum()
    freedom = possible.sum() - 1
    assert ((chi_square / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / np.sqrt(2 / (9 * freedom)) < 3.5
    assert all(draw.chosen_with == pytest.approx(expected[draw.token] / DRAWS) for draw in drawn[:100])


def test_each_token_has_the_probability_that_the_model_gave_it():
    probabilities = np.exp(LOGITS.astype(np.float64)) / np.exp(LOGITS.astype(np.float64)).sum()
    for draw in draws(SamplingRule(top_k=3, temperature=0.5, repetition_penalty=1.5), 50, came_before={1, 2}):
        assert draw.probability == pytest.approx(probabilities[draw.token], rel=1e-5)


@pytest.mark.parametrize("rule", [SamplingRule(top_k=1), SamplingRule(temperature=0), SamplingRule(top_p=1e-9)])
def test_from_a_pool_of_one_the_most_probable_token_is_taken_with_certainty(rule):
    assert {(draw.token, draw.chosen_with) for draw in draws(rule, 50)} == {(int(LOGITS.argmax()), 1.0)}


def test_the_same_seed_draws_the_same_and_another_one_does_not():
    tokens = {seed: [draw.token for draw in draws(SamplingRule(), 40, seed)] for seed in ((7, 40, 0), (8, 40, 0), (7, 40, 1))}
    assert [draw.token for draw in draws(SamplingRule(), 40, (7, 40, 0))] == tokens[7, 40, 0]
    assert len({tuple(drawn) for drawn in tokens.values()}) == 3


def test_the_penalty_divides_what_is_positive_and_multiplies_what_is_not():
    logits = np.array([2.0, -2.0, 0.0, 1.0], dtype=np.float32)
    assert penalize(logits, {0, 1, 2}, 2.0).tolist() == [1.0, -4.0, 0.0, 1.0]
    assert penalize(logits, {0, 1, 2}, 1.0).tolist() == logits.tolist()
    assert penalize(logits, (), 2.0).tolist() == logits.tolist()
    assert logits.tolist() == [2.0, -2.0, 0.0, 1.0]

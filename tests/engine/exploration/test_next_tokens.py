"""Which tokens may come next, and which tokens words are made of."""

import numpy as np
import pytest

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.looking import answer_next_tokens, answer_word_tokens
from keyboard.engine.exploration_messages import NextTokensRequest, WordTokensRequest
from keyboard.language_model.kv_cache import never
from keyboard.language_model.probabilities import next_token_distribution

TEXT = "The capital of France is"


def ask(inspector, **values):
    return answer_next_tokens(NextTokensRequest(1, TEXT, **values), inspector, never)


def test_the_most_probable_token_comes_first_and_the_probabilities_fall(inspector):
    answer = ask(inspector, count=50)
    probabilities = [token.probability for token in answer.tokens]
    assert answer.tokens[0].piece == " Paris"
    assert len(probabilities) == 50
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) < 1


def test_another_temperature_or_pool_costs_no_evaluation(inspector):
    plain = ask(inspector)
    sharp = ask(inspector, temperature=0.5)
    pooled = ask(inspector, top_k=3)
    assert sharp.tokens_evaluated == pooled.tokens_evaluated == 0
    assert sharp.tokens[0].probability > plain.tokens[0].probability
    assert sharp.entropy_bits < plain.entropy_bits
    assert [token.id for token in pooled.tokens] == [token.id for token in plain.tokens[:3]]
    assert sum(token.probability for token in pooled.tokens) == pytest.approx(1)


def test_a_step_along_the_path_costs_one_evaluation_and_the_way_back_none(inspector):
    first = ask(inspector)
    step = ask(inspector, path=(first.tokens[0].id,))
    back = ask(inspector)
    assert step.tokens_evaluated == 1
    assert back.tokens_evaluated == 0
    assert back.tokens == first.tokens
    assert ask(inspector, path=(first.tokens[0].id,)).tokens == step.tokens


def test_a_path_out_of_the_window_is_refused_in_a_sentence(inspector):
    with pytest.raises(EngineError, match="go back a token"):
        ask(inspector, path=(5,) * inspector.window)


def test_a_words_tokens_multiply_to_what_the_model_says_of_them_in_a_row(inspector):
    [robotics] = answer_word_tokens(WordTokensRequest(1, "She studies ", ("robotics",)), inspector, never).words
    assert "".join(token.piece for token in robotics.tokens) == " robotics"
    path = ()
    for token in robotics.tokens:
        logits = inspector.read([*inspector.tokens_of("She studies"), *path])
        assert token.probability == pytest.approx(next_token_distribution(logits)[token.id], rel=1e-3)
        path += (token.id,)


def test_at_a_lines_start_a_word_begins_without_a_space(inspector):
    [word] = answer_word_tokens(WordTokensRequest(1, "First line.\n", ("The",)), inspector, never).words
    assert [token.piece for token in word.tokens] == ["The"]


def test_after_a_blank_line_a_paragraph_begins(inspector):
    best = answer_next_tokens(NextTokensRequest(1, "It rained all day.\n\n", count=10), inspector, never).tokens
    assert "The" in [token.piece for token in best]


def test_top_p_keeps_the_smallest_pool_that_reaches_it():
    probabilities = np.array([0.5, 0.3, 0.15, 0.05])
    kept = next_token_distribution(np.log(probabilities).astype(np.float32), top_p=0.7)
    assert kept == pytest.approx([0.625, 0.375, 0, 0])


def test_without_temperature_one_token_is_certain():
    assert next_token_distribution(np.array([1.0, 3.0, 2.0], dtype=np.float32), temperature=0).tolist() == [0, 1, 0]

"""Questions about the inside of the real small model, and what it answers."""

import base64

import numpy as np
import pytest

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.looking import answer_attention, answer_logit_lens, answer_what_if, opened_inspector, weights_of
from keyboard.engine.exploration_messages import AttentionRequest, LogitLensRequest, WhatIfRequest
from keyboard.engine.messages import decode_reply, encode
from keyboard.language_model import kv_cache
from keyboard.language_model.kv_cache import never
from keyboard.language_model.model import Model

PRONOUN = "The animal did not cross the street because it"
FRANCE = "The capital of France is"


def attention(inspector, *question):
    return answer_attention(AttentionRequest(1, *question), inspector, never)


def lens(inspector, *question):
    return answer_logit_lens(LogitLensRequest(1, *question), inspector, never)


def what_if(inspector, text, **change):
    return answer_what_if(WhatIfRequest(1, text, **change), inspector, never)


def test_one_head_sees_what_a_pronoun_stands_for(inspector):
    answer = attention(inspector, PRONOUN)
    assert answer.pieces[0] == "<|endoftext|>"
    assert "".join(answer.pieces[1:]) == PRONOUN
    weights = weights_of(answer)
    assert weights.shape == (30, 9, 10)
    assert np.abs(weights.sum(-1) - 1).max() < 1e-5
    assert answer.pieces[weights[3, 8].argmax()] == " animal"


def test_a_head_that_looks_at_the_token_before_does_so_at_each_token(inspector):
    for position in range(2, 10):
        weights = weights_of(attention(inspector, PRONOUN, position))
        assert weights.shape == (30, 9, position + 1)
        assert weights[16, 0].argmax() == position - 1


def test_the_weights_go_over_the_pipe_as_little_endian_float32(inspector):
    answer = attention(inspector, PRONOUN, 2)
    read = decode_reply(encode(answer))
    assert read == answer
    assert len(base64.b64decode(read.weights)) == 4 * 30 * 9 * 3


def test_the_next_question_on_the_same_text_costs_one_evaluation(inspector):
    attention(inspector, PRONOUN)
    assert attention(inspector, PRONOUN, 5).tokens_evaluated == 1


def test_the_last_blocks_of_the_lens_know_the_capital(inspector):
    answer = lens(inspector, FRANCE, -1, 3)
    assert (answer.piece, answer.position) == (" is", 5)
    assert [prediction.layer for prediction in answer.layers] == list(range(30))
    assert all(len(prediction.tokens) == 3 for prediction in answer.layers)
    assert answer.layers[-1].tokens[0].piece == " Paris"
    assert " Paris" not in [token.piece for token in answer.layers[0].tokens]


def test_without_the_country_the_model_does_not_know_its_capital(inspector):
    answer = what_if(inspector, FRANCE, masked=(4,))
    assert answer.pieces[4] == " France"
    assert answer.before[0].piece == " Paris"
    paris = answer.before[0]
    assert paris.after < paris.before / 4
    assert answer.after[0].piece != " Paris"
    assert answer.divergence_bits > 0.5
    assert [change.after for change in answer.after] == sorted((change.after for change in answer.after), reverse=True)


def test_with_another_country_another_capital_is_expected(inspector):
    answer = what_if(inspector, FRANCE, other_text="The capital of Germany is")
    assert answer.before[0].piece == " Paris"
    assert answer.after[0].piece == " Berlin"
    assert answer.after[0].after > answer.after[0].before


def test_nothing_changed_is_no_change_in_bits(inspector):
    answer = what_if(inspector, FRANCE)
    assert answer.divergence_bits == 0
    assert answer.before == answer.after


def test_a_token_that_is_not_there_is_refused_in_a_sentence(inspector):
    for ask in (
        lambda: attention(inspector, FRANCE, 6),
        lambda: lens(inspector, FRANCE, -2),
        lambda: what_if(inspector, FRANCE, masked=(2, 9)),
    ):
        with pytest.raises(EngineError, match="choose one from 0 to 5"):
            ask()


def test_an_empty_text_has_its_begin_token(inspector):
    answer = attention(inspector, "")
    assert answer.pieces == ("<|endoftext|>",)
    assert (weights_of(answer) == 1).all()


def test_a_model_whose_inspector_finds_no_room_leaves_no_weights_in_memory(installed_model, monkeypatch):
    closed = []
    close = Model.close
    monkeypatch.setattr(Model, "close", lambda model: (closed.append(model.path), close(model)))
    monkeypatch.setattr(kv_cache.llama_cpp, "llama_init_from_model", lambda *_: None)  # as llama.cpp does where memory is short
    with pytest.raises(EngineError, match="needs more memory than there is"), opened_inspector("smollm2-135m"):
        pass
    assert [path.name for path in closed] == [installed_model.name]

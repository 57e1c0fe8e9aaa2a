"""Questions about the steps of a block of the real small model, and what it answers."""

import numpy as np
import pytest

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.looking import answer_attention, answer_logit_lens, decoded, weights_of
from keyboard.engine.exploration.stepping import answer_residual_stream, answer_scores, answer_step, vectors_of
from keyboard.engine.exploration_messages import (
    AttentionRequest,
    LogitLensRequest,
    ResidualStreamRequest,
    ScoresRequest,
    StepRequest,
)
from keyboard.engine.messages import decode_reply, encode
from keyboard.language_model.kv_cache import never

LAW = "a robot must obey the orders given it"
IT = 8  # the last token's position
LONG = "The ferry left the quay while the people went home. " * 130


def step(inspector, text=LAW, layer=3, head=8, position=-1):
    return answer_step(StepRequest(1, text, layer, head, position), inspector, never)


def scores(inspector, text=LAW, layer=3, head=8, **part):
    return answer_scores(ScoresRequest(1, text, layer, head, **part), inspector, never)


def stream(inspector, text=LAW, position=-1):
    return answer_residual_stream(ResidualStreamRequest(1, text, position), inspector, never)


def test_in_the_second_law_it_is_the_robot(inspector):
    answer = step(inspector)
    assert "".join(answer.pieces[1:]) == LAW
    assert (answer.position, answer.layers, answer.heads, answer.kv_heads) == (IT, 30, 9, 3)
    vectors = vectors_of(answer)
    assert answer.pieces[vectors["weights"].argmax()] == " robot"
    assert vectors["weights"].sum() == pytest.approx(1, abs=1e-5)


def test_its_weights_are_those_of_the_attention_page(inspector):
    weights = weights_of(answer_attention(AttentionRequest(1, LAW), inspector, never))
    for layer, head in ((0, 0), (3, 8), (29, 4)):
        assert vectors_of(step(inspector, layer=layer, head=head))["weights"] == pytest.approx(weights[layer, head], abs=0.01)


def test_the_vectors_have_the_shapes_that_the_page_says(inspector):
    shapes = {name: vector.shape for name, vector in vectors_of(step(inspector, position=5)).items()}
    stream_of = ("embedding", "block_input", "attention_norm", "attention_output", "attention_residual")
    after = ("feed_forward_norm", "feed_forward_output", "block_output")
    assert shapes == {
        **dict.fromkeys((*stream_of, *after), (576,)),
        **dict.fromkeys(("query", "query_unturned", "key", "key_unturned", "value", "mixed"), (64,)),
        **dict.fromkeys(("gate", "up", "neurons"), (1536,)),
        **dict.fromkeys(("keys", "values"), (6, 64)),
        **dict.fromkeys(("scores", "weights"), (6,)),
        "heads": (9, 64),
    }


def test_a_heads_query_is_its_own_and_its_key_is_shared_with_its_neighbours(inspector):
    vectors = [vectors_of(step(inspector, head=head)) for head in (6, 7, 8, 5)]
    for name, is_shared in (("key", True), ("value", True), ("keys", True), ("query", False), ("mixed", False)):
        assert np.allclose(vectors[0][name], vectors[1][name], atol=1e-3) == is_shared
        assert np.allclose(vectors[1][name], vectors[2][name], atol=1e-3) == is_shared
        assert not np.allclose(vectors[2][name], vectors[3][name], atol=1e-3)
    heads = vectors[0]["heads"]
    assert [np.abs(heads - each["mixed"]).sum(1).argmin() for each in vectors] == [6, 7, 8, 5]


def test_the_last_block_has_the_ten_next_tokens(inspector):
    assert step(inspector, layer=28).products == ()
    answer = step(inspector, layer=29)
    lens = answer_logit_lens(LogitLensRequest(1, LAW, -1, 10), inspector, never)
    assert answer.products[0].id == lens.layers[-1].tokens[0].id
    assert [product.product for product in answer.products] == sorted((p.product for p in answer.products), reverse=True)
    assert len(answer.products) == 10
    assert "final_norm" in answer.vectors


def test_two_tokens_one_after_the_other_take_all_else_from_the_cache(inspector):
    step(inspector, "Some other text that shares nothing")
    first = step(inspector, position=1)
    second = step(inspector, position=2)
    assert (second.from_cache, second.tokens_evaluated) == (2, 1)
    assert vectors_of(second)["keys"][1] == pytest.approx(vectors_of(first)["key"], rel=2e-3, abs=2e-3)
    assert vectors_of(second)["values"][1] == pytest.approx(vectors_of(first)["value"], rel=2e-3, abs=2e-3)


def test_the_square_table_is_causal_and_has_the_rows_of_the_steps(inspector):
    answer = scores(inspector)
    before, after = (decoded(table).reshape(answer.rows, answer.columns) for table in (answer.scores, answer.weights))
    assert before.shape == (9, 9)
    assert after.sum(-1) == pytest.approx(np.ones(9), abs=1e-5)
    assert not np.triu(after, 1).any()
    assert np.triu(before, 1).any()  # a later token is scored too, and then masked
    for position in (0, 4, IT):
        vectors = vectors_of(step(inspector, position=position))
        assert after[position, : position + 1] == pytest.approx(vectors["weights"], abs=0.01)
        assert before[position, : position + 1] == pytest.approx(vectors["scores"], abs=0.1)


def test_a_part_of_the_square_table_is_that_part(inspector):
    whole, part = scores(inspector), scores(inspector, row=3, column=2, size=4)
    assert (part.rows, part.columns) == (4, 4)
    for name in ("scores", "weights"):
        expected = decoded(getattr(whole, name)).reshape(9, 9)[3:7, 2:6]
        assert decoded(getattr(part, name)).reshape(4, 4) == pytest.approx(expected, abs=0.1)


def test_a_full_window_goes_through_the_pipe_in_parts_of_less_than_a_megabyte(inspector):
    tokens = inspector.tokens_of(LONG)
    assert len(tokens) > 700
    last = len(tokens) - 1
    for answer in (step(inspector, LONG, layer=1), scores(inspector, LONG, layer=0, row=last - 5, column=last - 200)):
        line = encode(answer)
        assert len(line) < 1_000_000
        assert decode_reply(line) == answer
    assert (answer.rows, answer.columns) == (6, 128)


def test_the_residual_stream_ends_at_what_the_model_predicts(inspector):
    answer = stream(inspector)
    assert [block.layer for block in answer.blocks] == list(range(30))
    assert answer.blocks[-1].best.id == step(inspector, layer=29).products[0].id
    assert answer.blocks[0].lens_moved == 0
    assert all(0 <= block.lens_moved <= 1 for block in answer.blocks)
    output = vectors_of(step(inspector, layer=12))["block_output"]
    assert answer.blocks[12].output_norm == pytest.approx(np.linalg.norm(output), rel=0.02)


def test_what_is_not_there_is_refused_in_a_sentence(inspector):
    for ask, sentence in (
        (lambda: step(inspector, layer=30), "There is no block 30; the model has 30"),
        (lambda: step(inspector, layer=-1), "There is no block -1"),
        (lambda: step(inspector, head=9), "There is no head 9; each block has 9"),
        (lambda: scores(inspector, head=-1), "There is no head -1"),
        (lambda: step(inspector, position=9), "choose one from 0 to 8"),
        (lambda: scores(inspector, row=9), "no row or column 9"),
        (lambda: scores(inspector, column=-1), "no row or column -1"),
        (lambda: scores(inspector, size=129), "from 1 to 128"),
        (lambda: stream(inspector, position=-2), "choose one from 0 to 8"),
    ):
        with pytest.raises(EngineError, match=sentence):
            ask()


def test_an_empty_text_has_its_begin_token(inspector):
    assert vectors_of(step(inspector, ""))["weights"].tolist() == [1]
    assert (scores(inspector, "").rows, len(stream(inspector, "").blocks)) == (1, 30)

"""The explorer's own context: what it reads of a text, and how its answers go together."""

from itertools import count, pairwise

import numpy as np
import pytest

from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.tokenizer_kinds import load_tokenizer
from tests.gpt2_checkpoints import TINY


@pytest.fixture(scope="module")
def encoding(tiny_file, tmp_path_factory):
    return load_tokenizer(tiny_file, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def inspector(tiny, encoding):
    inspector = Inspector(tiny, encoding)
    yield inspector
    inspector.close()


def test_a_text_is_read_after_the_begin_token(inspector, tiny, encoding):
    assert inspector.tokens_of("") == [tiny.begin_token]
    assert inspector.tokens_of("at the") == [tiny.begin_token, *encoding.encode("at the")]


def test_of_a_long_text_the_end_counts_and_its_start_stays_while_it_grows(inspector, tiny, encoding):
    text = " the" * 1100
    tokens = inspector.tokens_of(text)
    assert len(tokens) <= inspector.window * 15 / 16
    assert tokens[0] == tiny.begin_token
    assert tokens[1:] == encoding.encode(text)[-len(tokens) + 1 :]
    lengths = [len(inspector.tokens_of(" the" * words)) for words in range(900, 1300)]
    assert sum(shorter > longer for shorter, longer in pairwise(lengths)) == 2
    assert min(lengths) >= 0.65 * inspector.window


def test_a_novel_is_not_encoded_as_a_whole_at_each_question(inspector, encoding, monkeypatch):
    lengths = []
    encode = encoding.encode
    monkeypatch.setattr(encoding, "encode_continuation", lambda text: (lengths.append(len(text)), encode(text))[1])
    tokens = inspector.tokens_of(" the" * 500_000)
    assert tokens[1:] == encode(" the") * (len(tokens) - 1)
    assert len(tokens) >= 0.65 * inspector.window
    assert max(lengths) < 20_000


@pytest.mark.long
def test_a_whole_window_can_be_looked_into_with_another_beside_it(inspector, numpy_gpt2):
    tokens = np.random.default_rng(6).integers(0, TINY.vocabulary, TINY.context).tolist()
    other = [tokens[0], *np.random.default_rng(7).integers(0, TINY.vocabulary, TINY.context - 1).tolist()]
    forward = numpy_gpt2(tokens)
    assert np.abs(inspector.read(tokens) - forward.logits[-1]).max() < 0.01
    assert np.abs(inspector.read_without((), other) - numpy_gpt2(other).logits[-1]).max() < 0.01
    before = inspector.cache.tokens_evaluated
    weights = inspector.attention(tokens, TINY.context - 1)
    assert np.abs(weights - np.stack([layer[:, -1] for layer in forward.attention])).max() < 1e-3
    assert np.abs(inspector.logit_lens(tokens, TINY.context - 1)[-1] - forward.logits[-1]).max() < 0.01
    assert inspector.cache.tokens_evaluated == before + 1 + TINY.layers


def test_no_token_is_evaluated_twice(inspector):
    tokens = list(range(40))
    inspector.read(tokens)
    inspector.read(tokens)
    inspector.read([*tokens, 50])
    assert inspector.cache.tokens_evaluated == 41


def test_aborts_at_every_point_leave_it_whole(inspector, numpy_gpt2):
    """Asked again and again with a little more time, as between keys, it gives each answer in the end, and the right one."""
    tokens = np.random.default_rng(8).integers(0, TINY.vocabulary, 50).tolist()
    other = [*tokens[:20], *tokens[:20]]
    forward = numpy_gpt2(tokens)
    for ask, expected in (
        (lambda abort: inspector.attention(tokens, 40, abort)[2], forward.attention[2][:, 40, :41]),
        (lambda abort: inspector.logit_lens(tokens, 45, abort)[-1], forward.logits[45]),
        (lambda abort: inspector.read_without((), other, abort), numpy_gpt2(other).logits[-1]),
        (lambda abort: inspector.read(tokens, abort), forward.logits[-1]),
    ):
        found, aborted = with_rising_patience(ask)
        assert aborted
        assert np.abs(found - expected).max() < 0.01


def with_rising_patience(ask):
    """Return an answer, and how often it was aborted before."""
    for aborted in range(100):
        asked = count()
        try:
            return ask(lambda asked=asked, patience=30 * aborted: next(asked) >= patience), aborted
        except EvaluationAbortedError:
            continue
    raise AssertionError("it makes no progress")


def test_control_tokens_have_their_names(inspector, tiny, encoding):
    assert inspector.piece(tiny.begin_token) == "<|endoftext|>"
    assert [inspector.piece(token) for token in encoding.encode("at the")] == ["at", " the"]


def test_the_typings_cache_knows_nothing_of_it(inspector, tiny):
    typing = KVCache(tiny, n_cells=64, n_sequences=1, n_batch=16)
    rows = [Row(token, token, (0,), token == 9) for token in range(10)]
    [expected] = typing.evaluate(rows)
    inspector.attention(list(range(30)), 29)
    typing.truncate(0, 9)
    [found] = typing.evaluate(rows[9:])
    assert np.abs(found - expected).max() < 0.01
    assert typing.tokens_evaluated == 11
    typing.close()

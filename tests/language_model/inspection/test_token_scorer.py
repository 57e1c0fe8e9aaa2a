"""What is said of each token of a text is what the model said before it: checked against plain NumPy and a fresh KV cache."""

from itertools import count

import numpy as np
import pytest

from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.inspection.inspector import TokenScorer, surprise
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.tokenizer_kinds import load_tokenizer

WINDOW = 64
WORDS = ["the", "of", "and", "to", "in", "at", "is", "on", "he", "it", "was", "for", "as"]


@pytest.fixture(scope="module")
def encoding(tiny_file, tmp_path_factory):
    return load_tokenizer(tiny_file, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def scorer(sequence, encoding, tiny):
    return TokenScorer(sequence, encoding, tiny.begin_token, WINDOW)


def text_of(words, seed=0):
    random = np.random.default_rng(seed)
    return "".join(f" {word}" for word in random.choice(WORDS, words))


def judge(scorer, text):
    scorer.follow(text)
    while len(scorer.scores) < len(scorer.tokens):
        scorer.judge_next()
    return list(scorer.scores)


def expected(numpy_gpt2, tokens, begin_token):
    """NumPy's probability and bounds of the rank of each token, each judged by at least half a window."""
    found = []
    for place, token in enumerate(tokens):
        start = 0 if place < WINDOW - 1 else ((place - WINDOW + 1) // (WINDOW // 2) + 1) * (WINDOW // 2)
        assert place - start >= WINDOW // 2 - 1 or start == 0
        logits = numpy_gpt2([begin_token, *tokens[start:place]]).logits[-1].astype(np.float64)
        weights = np.exp(logits - logits.max())
        bounds = [1 + int((logits > logits[token] + margin).sum()) for margin in (0.01, -0.01)]
        found.append((weights[token] / weights.sum(), bounds))
    return found


@pytest.mark.long
def test_each_token_of_a_text_of_several_windows_is_judged_as_numpy_judges_it(scorer, numpy_gpt2, tiny):
    scores = judge(scorer, text_of(150))
    wanted = expected(numpy_gpt2, scorer.tokens, tiny.begin_token)
    assert len(scores) == len(wanted) >= 150
    assert [score.probability for score in scores] == pytest.approx([probability for probability, _ in wanted], rel=0.01)
    assert all(lowest <= score.rank <= highest for score, (_, (lowest, highest)) in zip(scores, wanted, strict=True))
    assert [score.bits for score in scores] == pytest.approx([-np.log2(score.probability) for score in scores])


def test_a_text_within_the_window_costs_one_evaluation_a_token(scorer, sequence):
    judge(scorer, text_of(40))
    assert sequence.cache.tokens_evaluated == len(scorer.tokens)


def test_after_an_edit_only_what_follows_it_is_judged_again(scorer, sequence, encoding, tiny):
    text = text_of(150)
    first = judge(scorer, text)
    before = sequence.cache.tokens_evaluated
    longer = judge(scorer, text + " and")
    assert sequence.cache.tokens_evaluated - before <= 1
    assert longer[: len(first)] == first
    assert judge(scorer, text)[-1] == first[-1]
    changed = f"{text[:300]} he was{text[300:]}"
    after_edit = judge(scorer, changed)
    afresh = judge(TokenScorer(sequence, encoding, tiny.begin_token, WINDOW), changed)
    assert [score.bits for score in after_edit] == pytest.approx([score.bits for score in afresh], rel=1e-3)


def test_aborts_lose_nothing_that_was_judged(scorer, sequence):
    text = text_of(150)
    whole = judge(scorer, text)
    scorer.follow("")
    sequence.truncate(0)
    scorer.follow(text)
    aborted = 0
    for patience in range(0, 3000, 20):
        asked = count()
        known = list(scorer.scores)
        try:
            scorer.judge_next(lambda asked=asked, patience=patience: next(asked) >= patience)
        except EvaluationAbortedError:
            aborted += 1
        assert scorer.scores[: len(known)] == known
    assert aborted
    assert [score.bits for score in judge(scorer, text)] == pytest.approx([score.bits for score in whole], rel=1e-3)


def test_what_else_the_sequence_reads_meanwhile_does_no_harm(scorer, sequence):
    text = text_of(150)
    whole = judge(scorer, text)
    scorer.follow("")
    scorer.follow(text)
    while len(scorer.scores) < len(scorer.tokens):
        scorer.judge_next()
        sequence.read([5, 6, 7])
    assert [score.bits for score in scorer.scores] == pytest.approx([score.bits for score in whole], rel=1e-3)


def test_the_real_small_model_finds_what_llama_cpp_says(real_sequence, model, installed_model, tmp_path_factory):
    encoding = load_tokenizer(installed_model, tmp_path_factory.mktemp("cache"))
    scorer = TokenScorer(real_sequence, encoding, model.begin_token, 1024)
    scores = judge(scorer, "The capital of France is Paris")
    assert (scores[-1].rank, scores[-1].probability > 0.5) == (1, True)
    cache = KVCache(model, n_cells=64, n_sequences=1, n_batch=16)
    tokens = [model.begin_token, *scorer.tokens]
    logits = cache.evaluate([Row(token, place, (0,), wants_logits=True) for place, token in enumerate(tokens)])
    cache.close()
    found = [surprise(row, token) for row, token in zip(logits, tokens[1:], strict=False)]
    assert [score.bits for score in scores] == pytest.approx([score.bits for score in found], abs=0.05)

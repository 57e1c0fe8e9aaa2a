"""Texts that go on from one prompt are each read as if they were alone: checked against plain NumPy."""

from contextlib import suppress
from itertools import count

import numpy as np
import pytest

from keyboard.language_model import kv_cache
from keyboard.language_model.backends import backend_named
from keyboard.language_model.cached_sequence import Continuations
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.model import Model
from keyboard.model_store.checkpoint import open_checkpoint
from keyboard.model_store.gguf_conversion import convert
from tests.gpt2_checkpoints import TINY, random_weights, write_checkpoint
from tests.language_model.numpy_gpt2 import NumpyGPT2

PROMPT = list(range(100, 140))
STEPS = np.random.default_rng(2).integers(0, TINY.vocabulary, (20, 3)).tolist()
WEIGHTS = random_weights(TINY)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    file = folder / "f32.gguf"
    convert(open_checkpoint(write_checkpoint(folder / "checkpoint", TINY, WEIGHTS)), file, "f32", lambda _: None)
    model = Model(file, backend_named("cpu"))
    yield model
    model.close()


@pytest.fixture
def texts(tiny, monkeypatch):
    monkeypatch.setattr(kv_cache, "evaluation_threads", lambda: 1)
    texts = Continuations(tiny, PROMPT, texts=3, tokens=len(STEPS))
    yield texts
    texts.close()


def read_whole_prompt(texts):
    while (logits := texts.read_prompt()) is None:
        pass
    return logits


def test_each_text_reads_the_prompt_and_its_own_tokens(texts):
    numpy_gpt2 = NumpyGPT2(WEIGHTS, TINY.layers, TINY.heads)
    assert np.abs(read_whole_prompt(texts) - numpy_gpt2(PROMPT).logits[-1]).max() < 0.01
    for step in STEPS:
        logits = texts.read_next(dict(enumerate(step)))
    for text in range(3):
        expected = numpy_gpt2([*PROMPT, *(step[text] for step in STEPS)]).logits[-1]
        assert np.abs(logits[text] - expected).max() < 0.01


def test_a_text_that_is_over_leaves_the_others_as_they_are(texts):
    read_whole_prompt(texts)
    for place, step in enumerate(STEPS):
        logits = texts.read_next({text: token for text, token in enumerate(step) if text != 1 or place < 4})
    assert logits.keys() == {0, 2}
    expected = NumpyGPT2(WEIGHTS, TINY.layers, TINY.heads)([*PROMPT, *(step[2] for step in STEPS)]).logits[-1]
    assert np.abs(logits[2] - expected).max() < 0.01


def test_aborts_change_no_bit(tiny, texts):
    def interrupted(read):
        for patience in range(0, 2000, 20):
            asked = count()
            with suppress(EvaluationAbortedError):
                return read(lambda asked=asked, patience=patience: next(asked) >= patience)
        raise AssertionError("it makes no progress")

    uninterrupted = Continuations(tiny, PROMPT, texts=3, tokens=len(STEPS))
    logits = None
    while logits is None:
        logits = interrupted(texts.read_prompt)
    assert (logits == read_whole_prompt(uninterrupted)).all()
    for step in STEPS[:5]:
        tokens = dict(enumerate(step))
        found = interrupted(lambda abort, tokens=tokens: texts.read_next(tokens, abort))
        expected = uninterrupted.read_next(tokens)
        assert all((found[text] == expected[text]).all() for text in range(3))
    uninterrupted.close()

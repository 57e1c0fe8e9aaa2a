"""GPT-2 is correct to the number: from a checkpoint through the conversion to llama.cpp's logits, against plain NumPy."""

import math
from dataclasses import replace

import llama_cpp
import numpy as np
import pytest

from keyboard.language_model import kv_cache
from keyboard.language_model.backends import backend_named
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.model import Model
from keyboard.language_model.quantization import quantize
from keyboard.language_model.tokenizer_kinds import load_tokenizer
from keyboard.model_store.checkpoint import open_checkpoint
from keyboard.model_store.gguf_conversion import convert
from tests.gpt2_checkpoints import TINY, VOCABULARY_FILE, random_weights, write_checkpoint
from tests.language_model.numpy_gpt2 import NumpyGPT2, softmax

pytestmark = pytest.mark.model

WINDOW = 1024
N_SEQUENCES = 8
# In logits. Beside a few that a number at the edge of two F16 values brings about, differences are far below the largest.
LARGEST_DIFFERENCE = 1e-3
MEAN_DIFFERENCE = 4e-5
LENGTHS_OF_EACH = 25


class LlamaCppsGPT2(NumpyGPT2):
    """The same model with the one approximation of ggml's CPU kernels: GELU is looked up in a table of F16.

    (GGML_GELU_FP16, ggml/src/ggml-cpu/vec.h.)
    """

    @staticmethod
    def gelu(x):
        return _as_f16(NumpyGPT2.gelu(_as_f16(x)))


def _as_f16(x):
    return x.astype(np.float16).astype(x.dtype)


@pytest.fixture(scope="module")
def weights():
    return random_weights(TINY)


@pytest.fixture(scope="module")
def checkpoint(weights, tmp_path_factory):
    return open_checkpoint(write_checkpoint(tmp_path_factory.mktemp("tiny") / "tiny", TINY, weights))


@pytest.fixture(scope="module")
def files(checkpoint, tmp_path_factory):
    """The tiny GPT-2 as F32, F16 and in each quantization."""
    folder = tmp_path_factory.mktemp("gguf")
    files = {name: folder / f"{name}.gguf" for name in ("f32", "f16", "q8_0", "q6_k", "q4_k_m", "q4_0")}
    for name in ("f32", "f16"):
        convert(checkpoint, files[name], name, lambda _: None)
    for name in ("q8_0", "q6_k", "q4_k_m", "q4_0"):
        quantize(files["f16"], files[name], name, lambda _: None)
    return files


@pytest.fixture(scope="module")
def sequences():
    random = np.random.default_rng(7)
    return [random.integers(0, TINY.vocabulary, WINDOW).tolist() for _ in range(N_SEQUENCES)]


@pytest.fixture(scope="module")
def lengths():
    """Of 200 contexts: 25 beginnings of each sequence, the shortest and the longest among them."""
    random = np.random.default_rng(8)
    between = np.arange(2, WINDOW)
    chosen = [random.choice(between, LENGTHS_OF_EACH - 2, replace=False).tolist() for _ in range(N_SEQUENCES)]
    return [sorted({1, WINDOW, *some}) for some in chosen]


@pytest.fixture(scope="module")
def expected(weights, sequences, lengths):
    """NumPy's logits after each of the contexts, a list of (n_contexts, n_vocab)."""
    model = LlamaCppsGPT2(weights, TINY.layers, TINY.heads)
    return [model(tokens).logits[np.array(ends) - 1] for tokens, ends in zip(sequences, lengths, strict=True)]


@pytest.fixture
def exact_cache(monkeypatch):
    """Keys and values in F32, and attention step by step: flash attention rounds to F16 on its way."""
    defaults = llama_cpp.llama_context_default_params

    def exact():
        parameters = defaults()
        parameters.type_k = parameters.type_v = llama_cpp.GGML_TYPE_F32
        parameters.flash_attn_type = 0  # LLAMA_FLASH_ATTN_TYPE_DISABLED, llama.cpp/include/llama.h
        return parameters

    monkeypatch.setattr(llama_cpp, "llama_context_default_params", exact)


@pytest.fixture(autouse=True)
def one_thread(monkeypatch):
    """Threads wait for each other longer than so small a model takes."""
    monkeypatch.setattr(kv_cache, "evaluation_threads", lambda: 1)


def llama_cpp_logits(file, sequences, lengths):
    """llama.cpp's logits after each beginning of those lengths, a list of (n_contexts, n_vocab)."""
    model = Model(file, backend_named("cpu"))
    found = []
    for tokens, ends in zip(sequences, lengths, strict=True):
        cache = KVCache(model, n_cells=WINDOW, n_sequences=1, n_batch=64)
        rows = [Row(token, position, (0,), position + 1 in ends) for position, token in enumerate(tokens)]
        logits = [row for start in range(0, len(rows), 64) for row in cache.evaluate(rows[start : start + 64])]
        found.append(np.array(logits))
        cache.close()
    model.close()
    return found


def kl_divergence(logits, others):
    """KL(P || Q) in nats of the distributions of two rows of logits, (n, n_vocab) to (n,)."""
    p, q = softmax(logits.astype(np.float64)), softmax(others.astype(np.float64))
    return (p * np.log(p / q)).sum(-1)


def test_f32_logits_equal_numpys_in_200_contexts_up_to_the_whole_window(files, sequences, lengths, expected, exact_cache):
    assert sum(len(ends) for ends in lengths) == 200
    found = llama_cpp_logits(files["f32"], sequences, lengths)
    differences = np.abs(np.concatenate(expected) - np.concatenate(found))
    assert differences.max() < LARGEST_DIFFERENCE
    assert differences.mean() < MEAN_DIFFERENCE


class _OtherEpsilon(LlamaCppsGPT2):
    epsilon = 1e-6


class _ErfGelu(NumpyGPT2):
    @staticmethod
    def gelu(x):
        return 0.5 * x * (1 + np.vectorize(math.erf)(x / np.sqrt(2)))


class _NoBias(LlamaCppsGPT2):
    def linear(self, x, name):
        return x @ self.weights[f"{name}.weight"]


class _Untransposed(LlamaCppsGPT2):
    def linear(self, x, name):
        square = name.endswith("attn.c_proj")
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"] if square else super().linear(x, name)


class _OtherHeads(LlamaCppsGPT2):
    def heads(self, x):
        return x.reshape(len(x), -1, self.n_heads).transpose(2, 0, 1)


class _ShiftedPositions(LlamaCppsGPT2):
    def __call__(self, tokens):
        self.weights = self.weights | {"wpe.weight": np.roll(self.weights["wpe.weight"], 1, axis=0)}
        return super().__call__(tokens)


class _NoLastNorm(LlamaCppsGPT2):
    def norm(self, x, name):
        return x * 8 if name == "ln_f" else super().norm(x, name)


@pytest.mark.parametrize(
    "mistaken", [_OtherEpsilon, _ErfGelu, _NoBias, _Untransposed, _OtherHeads, _ShiftedPositions, _NoLastNorm]
)
def test_the_comparison_would_notice_each_of_the_usual_mistakes(mistaken, weights, sequences):
    tokens = sequences[0][:64]
    right = LlamaCppsGPT2(weights, TINY.layers, TINY.heads)(tokens).logits
    wrong = mistaken(weights, TINY.layers, TINY.heads)(tokens).logits
    difference = np.abs(right - wrong)
    assert difference.mean() > 4 * MEAN_DIFFERENCE


# What a rounding of all weights by a relative error r does: each matrix product then carries the same relative error, because
# errors and terms both add up like the root of their number, and M products follow each other, so that logits of the standard
# deviation s are off by s r √M. The divergence of two distributions whose log-probabilities differ by d is about Var(d) / 2, so
# KL ≈ (s r)² M / 2, with M = 4 products in each of 3 layers and the output, and s = 1.3 here.
#   F16: 11 bits, r = 2⁻¹² on average; the KV cache and attention are rounded alike, so twice.
#   Q8_0: a block's largest of 32 weights, 2.1 σ on average, is 127 steps, and the error of a step is 1/√12: r = 2.1 / 127 / √12,
#   and the activations are rounded alike, so twice.
#   Q4_0: the largest is 8 steps: r = 2.1 / 8 / √12, and the activations as above. The embedding of so narrow a model is Q8_0.
_M, _S = 13, 1.3
_RELATIVE_ERROR_SQUARED = {
    "f16": 2 * (2**-12) ** 2,
    "q8_0": 2 * (2.1 / 127 / 12**0.5) ** 2,
    "q4_0": (2.1 / 8 / 12**0.5) ** 2 + (2.1 / 127 / 12**0.5) ** 2,
}


@pytest.mark.parametrize("quantization", ["f16", "q8_0", "q4_0"])
def test_rounded_weights_diverge_no_more_than_their_rounding_explains(files, quantization, sequences, lengths, expected):
    found = llama_cpp_logits(files[quantization], sequences[:2], lengths[:2])
    divergence = np.concatenate([kl_divergence(*pair) for pair in zip(expected, found, strict=False)]).mean()
    estimate = _S**2 * _M * _RELATIVE_ERROR_SQUARED[quantization] / 2
    assert estimate / 20 < divergence < estimate


def test_a_converted_vocabulary_gives_the_tokens_of_llama_cpps_own(tmp_path):
    """Whose test cases are in test_encoding.py: here the converter's tokenizer is held against llama.cpp's published one."""
    dimensions = replace(TINY, layers=1, context=8, vocabulary=50_257)
    converted = tmp_path / "converted.gguf"
    checkpoint = write_checkpoint(tmp_path / "checkpoint", dimensions, random_weights(dimensions))
    convert(open_checkpoint(checkpoint), converted, "f32", lambda _: None)
    ours, theirs = load_tokenizer(converted, tmp_path), load_tokenizer(VOCABULARY_FILE, tmp_path)
    texts = VOCABULARY_FILE.with_suffix(".gguf.inp").read_text("utf-8").split("\n__ggml_vocab_test__\n")
    lines = VOCABULARY_FILE.with_suffix(".gguf.out").read_text("utf-8").splitlines()
    for text, line in zip(texts, lines, strict=False):
        assert ours.encode(text) == [int(token) for token in line.split()], text
    assert ours.fingerprint == theirs.fingerprint
    model = Model(converted, backend_named("cpu"))
    assert (model.n_vocab, model.begin_token, model.n_ctx_train) == (50_257, 50_256, 8)
    model.close()


@pytest.fixture
def positions(monkeypatch):
    """The positions that reach llama.cpp."""
    seen = []
    evaluate = KVCache.evaluate

    def listen(self, rows, *arguments):
        seen.extend(row.position for row in rows)
        return evaluate(self, rows, *arguments)

    monkeypatch.setattr(KVCache, "evaluate", listen)
    return seen


def test_the_last_token_of_a_full_window_has_position_1023_and_one_more_never_reaches_llama_cpp(files):
    model = Model(files["f32"], backend_named("cpu"))
    cache = KVCache(model, n_cells=2 * WINDOW, n_sequences=1, n_batch=64)
    for position in range(WINDOW):
        cache.evaluate([Row(5, position, (0,), False)])
    assert cache.tokens_evaluated == WINDOW
    with pytest.raises(ValueError, match="position 1024 is beyond the 1024 that the model has"):
        cache.evaluate([Row(5, WINDOW, (0,), True)])
    cache.close()
    model.close()


def test_typing_far_beyond_the_window_reaches_no_position_that_the_model_has_not(files, positions, tmp_path):
    language_model = LanguageModel(files["q8_0"], backend_named("cpu"), tmp_path, primers=("A primer.", "Another one."))
    encoding = language_model.tokenizer
    text = "".join(f"Word {number} and one more. " for number in range(400))
    assert len(encoding.encode(text)) > 3 * WINDOW
    ahead = tuple(encoding.encode("word"))
    for end in range(0, len(text), 97):
        language_model.read(text[:end])
        language_model.reader.catch_up(lambda: False)
        language_model.look_ahead([ahead, ahead * 2, ahead * 20], lambda: False)
    assert WINDOW - 64 < max(positions) < WINDOW
    language_model.close()

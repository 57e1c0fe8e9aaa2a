"""A simple program's way to complete a text: llama-cpp-python's high-level `Llama` on the whole text at each key.

It serves as a baseline for measurements; the keyboard does not use it.
"""

from collections.abc import Sequence
from pathlib import Path

import llama_cpp

from keyboard.language_model.backends import collect_log
from keyboard.language_model.processor import evaluation_threads

_AS_TRAINED = 0


class PlainCompletion:
    """Asks a `Llama` for the next token with `create_completion`, as its README shows.

    It keeps the tokens of the last call in its KV cache, and evaluates what follows the common prefix. A text that is longer than
    its context is cut at its start, so that from then on each new token leaves no common prefix.
    """

    def __init__(self, model_file: Path, *, keeps_prefix: bool) -> None:
        """Load the file on the CPU; without `keeps_prefix`, clear the cache before each call."""
        self._llama = _CountingLlama(
            str(model_file),
            n_ctx=_AS_TRAINED,
            n_threads=evaluation_threads(),
            n_threads_batch=evaluation_threads(),
            verbose=False,
        )
        # `Llama` has set a logger of its own.
        collect_log()
        self._keeps_prefix = keeps_prefix

    @property
    def tokens_evaluated(self) -> int:
        """All tokens evaluated so far."""
        return self._llama.tokens_evaluated

    def next_token(self, text: str) -> str:
        """Return the most probable token after `text`, as text."""
        if not self._keeps_prefix:
            self._llama.reset()  # type: ignore[no-untyped-call]
        tokens = self._llama.tokenize(text.encode("utf-8"))[1 - self._llama.n_ctx() :]
        completion = self._llama.create_completion(tokens, max_tokens=1, temperature=0.0)
        return str(completion["choices"][0]["text"])  # type: ignore[index]

    def close(self) -> None:
        """Free the weights and the cache."""
        self._llama.close()


class _CountingLlama(llama_cpp.Llama):
    tokens_evaluated = 0

    def eval(self, tokens: Sequence[int]) -> None:
        super().eval(tokens)
        self.tokens_evaluated += len(tokens)

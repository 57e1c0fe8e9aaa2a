"""Several continuations of one prompt, evaluated together."""

from collections.abc import Mapping, Sequence

from keyboard.language_model.cached_sequence import CATCH_UP_BATCH, CachedSequence
from keyboard.language_model.kv_cache import AbortWhen, KVCache, Logits, Row, never
from keyboard.language_model.model import Model

_PROMPT = 0


class Continuations:
    """A separate KV cache in which several texts share the cells of the prompt, and each batch has one token of every text.

    It holds nothing else, and evaluates the same tokens in the same batches whatever was read before. The logits are therefore
    reproducible to the last bit, which a seeded draw needs to give the same text again: with quantized weights, the order of the
    sums changes the result.
    """

    def __init__(self, model: Model, prompt: Sequence[int], *, texts: int, tokens: int) -> None:
        """Reserve room for `texts` texts of `tokens` tokens each; raise `LanguageModelError` if there is none."""
        n_cells = len(prompt) + texts * tokens
        self._cache = KVCache(model, n_cells=n_cells, n_sequences=1 + texts, n_batch=max(CATCH_UP_BATCH, texts))
        self._prompt = list(prompt)
        # While the prompt is read, the first text is empty.
        self._reading = CachedSequence(self._cache, _PROMPT, scratch=_PROMPT + 1)
        self._lengths = [len(prompt)] * texts

    def read_prompt(self, abort_when: AbortWhen = never) -> Logits | None:
        """Evaluate the next part of the prompt; return None until it is read, then the logits, (n_vocab,), after it."""
        if self._reading.extend(self._prompt, CATCH_UP_BATCH, abort_when) < len(self._prompt):
            return None
        for text, length in enumerate(self._lengths):
            self._cache.copy(_PROMPT, _sequence(text), 0, length)
        return self._reading.read(self._prompt)

    def read_next(self, tokens: Mapping[int, int], abort_when: AbortWhen = never) -> dict[int, Logits]:
        """Add a token to each of some texts, all or none, and return the logits, (n_vocab,), after it by the text."""
        rows = [Row(token, self._lengths[text], (_sequence(text),), wants_logits=True) for text, token in tokens.items()]
        logits = self._cache.evaluate(rows, abort_when)
        for text in tokens:
            self._lengths[text] += 1
        return dict(zip(tokens, logits, strict=True))

    def close(self) -> None:
        """Free the cells."""
        self._cache.close()


def _sequence(text: int) -> int:
    return _PROMPT + 1 + text

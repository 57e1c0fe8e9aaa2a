"""The unit of all latencies: what one decode step of one token takes on this machine."""

import statistics
import time

from keyboard.engine.model_choice import ModelChoice
from keyboard.engine.opening import proven_model
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.model import Model

# As many as a message or a page has, and as many as a window of 1,024 tokens holds on average.
SHORT_CONTEXT_TOKENS = 150
WINDOW_CONTEXT_TOKENS = 768
_STEPS = 60
_BATCH = 64


def decode_step_ms(model: str | None, context_tokens: int = SHORT_CONTEXT_TOKENS) -> float:
    """Return the median milliseconds of a decode step after `context_tokens`, or as many as the model has room for.

    Raises `EngineError` without a model.
    """
    installed, backend = proven_model(ModelChoice(model))
    weights = Model(installed.path, backend)
    context_tokens = min(context_tokens, weights.n_ctx_train - _STEPS)
    cache = KVCache(weights, n_cells=context_tokens + _STEPS, n_sequences=1, n_batch=_BATCH)
    for start in range(0, context_tokens, _BATCH):
        places = range(start, min(start + _BATCH, context_tokens))
        cache.evaluate([Row(1000 + place, place, (0,), False) for place in places])
    times_ms = []
    for step in range(_STEPS):
        started = time.perf_counter()
        cache.evaluate([Row(1000 + step, context_tokens + step, (0,), True)])
        times_ms.append((time.perf_counter() - started) * 1000)
    cache.close()
    weights.close()
    return statistics.median(times_ms)

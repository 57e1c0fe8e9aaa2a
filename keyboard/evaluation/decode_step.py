"""The unit of all latencies: what one decode step of one token takes on this machine."""

import statistics
import time

from keyboard.engine.model_choice import ModelChoice
from keyboard.engine.opening import proven_model
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.model import Model

_CONTEXT_TOKENS = 150
_STEPS = 60


def decode_step_ms(model: str | None) -> float:
    """Return the median milliseconds of a decode step after some 150 tokens; raise `EngineError` without a model."""
    installed, backend = proven_model(ModelChoice(model))
    weights = Model(installed.path, backend)
    cache = KVCache(weights, n_cells=512, n_sequences=1, n_batch=_CONTEXT_TOKENS)
    cache.evaluate([Row(1000 + place, place, (0,), False) for place in range(_CONTEXT_TOKENS)])
    times_ms = []
    for step in range(_STEPS):
        started = time.perf_counter()
        cache.evaluate([Row(1000 + step, _CONTEXT_TOKENS + step, (0,), True)])
        times_ms.append((time.perf_counter() - started) * 1000)
    cache.close()
    weights.close()
    return statistics.median(times_ms)

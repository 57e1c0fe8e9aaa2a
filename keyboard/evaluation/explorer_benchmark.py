"""Whether the explorer slows typing: the latency of keys while it is asked everything, over that of the same keys without."""

import statistics
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass

from keyboard.evaluation.benchmark import benchmark_text
from keyboard.evaluation.engine_session import EngineSession
from keyboard.evaluation.explorer_run import ExplorerRun, TypedKey, type_in_turns

Progress = Callable[[str, float], None]

_CHARACTERS = 600


@dataclass(frozen=True)
class ExplorerFigures:
    """The figures of `keyboard benchmark --explorer`; each latency is that of a first answer, a median, in ms.

    Attributes:
        model: The model's name.
        backend: What evaluated it.
        n_keys: Keys that were typed, once with the explorer and once without.
        without_ms: Latency of the keys that follow another at once, without the explorer.
        beside_ms: The same while the explorer is asked at each key.
        ratio: The second over the first.
        interrupting_without_ms: Latency of the keys after a pause, without the explorer.
        interrupting_ms: The same where the explorer is at work when they come.
        interrupting_ratio: The second over the first.
        explored: Messages that answered the explorer, by type.
    """

    model: str
    backend: str
    n_keys: int
    without_ms: float
    beside_ms: float
    ratio: float
    interrupting_without_ms: float
    interrupting_ms: float
    interrupting_ratio: float
    explored: dict[str, int]


def explorer_text() -> str:
    """Return the 120 words that are typed: the beginning of the benchmark's text."""
    return benchmark_text()[:_CHARACTERS]


def measure_explorer(model: str | None, text: str, progress: Progress) -> ExplorerFigures:
    """Type a text into two engines in turns, of which one is explored; raise `EngineError` where the model cannot be used."""
    with closing(EngineSession(model)) as plain, closing(EngineSession(model)) as explored:
        run = type_in_turns(plain, explored, text, lambda done: progress("typing beside the explorer", done))
        return _figures(plain, explored, run)


def _figures(plain: EngineSession, explored: EngineSession, run: ExplorerRun) -> ExplorerFigures:
    without_ms, beside_ms = (_median_ms(key for key in keys if not key.is_after_pause) for keys in (run.without, run.beside))
    interrupting_without_ms, interrupting_ms = (
        _median_ms(key for key in keys if key.is_after_pause) for keys in (run.without, run.beside)
    )
    return ExplorerFigures(
        model=plain.ready.model,
        backend=plain.ready.backend,
        n_keys=len(run.beside),
        without_ms=without_ms,
        beside_ms=beside_ms,
        ratio=beside_ms / without_ms,
        interrupting_without_ms=interrupting_without_ms,
        interrupting_ms=interrupting_ms,
        interrupting_ratio=interrupting_ms / interrupting_without_ms,
        explored=dict(explored.explored),
    )


def _median_ms(keys: Iterable[TypedKey]) -> float:
    return statistics.median(key.milliseconds for key in keys)

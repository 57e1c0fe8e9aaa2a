"""Measures whether the explorer slows typing: the latency of keys with it, over that of the same keys without it."""

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial

from keyboard.engine.exploration_messages import (
    AttentionRequest,
    CacheRequest,
    Exploration,
    LogitLensRequest,
    NextTokensRequest,
    ResidualStreamRequest,
    SampleRequest,
    ScoresRequest,
    StepRequest,
    TokenScoresRequest,
    WhatIfRequest,
    WordTokensRequest,
)
from keyboard.evaluation.benchmark import benchmark_text
from keyboard.evaluation.engine_session import EngineSession
from keyboard.evaluation.figures import Figures, Progress, figure

# Fifteen keys a second.
_KEY_INTERVAL_S = 1 / 15
# In a pause the engine works for the explorer, so the next key interrupts it.
_PAUSE_S = 1.0
_KEYS_BETWEEN_PAUSES = 6
_KEYS_A_TURN = 4 * _KEYS_BETWEEN_PAUSES
# A block that every model has.
_LAYER = 3
# More tokens than a turn has time for.
_SAMPLE_TOKENS = 1000


@dataclass(frozen=True)
class TypedKey:
    """One key: the latency of its first answer in ms, and whether it followed a pause."""

    milliseconds: float
    is_after_pause: bool


@dataclass(frozen=True)
class ExplorerRun:
    """The same keys, in the same order."""

    without: tuple[TypedKey, ...]  # of the engine that was asked only for suggestions
    beside: tuple[TypedKey, ...]  # of the one whose explorer was also asked for everything at each key
    stepping: tuple[TypedKey, ...]  # of the one that was asked for the content of the page Step by Step


def type_in_turns(
    plain: EngineSession, explored: EngineSession, stepped: EngineSession, text: str, progress: Callable[[float], None]
) -> ExplorerRun:
    """Type the text into three engines, some words at a time; they take turns at going first.

    So other work on the machine slows all of them equally.
    """
    keys: list[list[TypedKey]] = [[], [], []]
    for session in (plain, explored, stepped):
        session.ask("")
        session.settle()
    for turn, start in enumerate(range(0, len(text), _KEYS_A_TURN)):
        places = range(start, min(start + _KEYS_A_TURN, len(text)))
        ways: list[Callable[[], list[TypedKey]]] = [
            partial(_type_keys, plain, text, places, lambda _text: ()),
            partial(_type_exploring, explored, text, places),
            partial(_type_keys, stepped, text, places, _page_questions),
        ]
        for place in range(3):
            arm = (place + turn) % 3
            keys[arm] += ways[arm]()
        stepped.stop_exploring()
        progress(places.stop / len(text))
    return ExplorerRun(*map(tuple, keys))


def _type_exploring(session: EngineSession, text: str, places: range) -> list[TypedKey]:
    """Type some keys, each with all questions about the text up to it, while the model writes a sample too."""
    session.explore(SampleRequest(0, text[: places.start], tokens=_SAMPLE_TOKENS))
    keys = _type_keys(session, text, places, _questions)
    session.stop_exploring()
    return keys


def _type_keys(
    session: EngineSession, text: str, places: range, questions: Callable[[str], Iterable[Exploration]]
) -> list[TypedKey]:
    """Type the characters at some places of the text, with pauses, and wait until all work for the typing is done.

    As in the window, the explorer asks once the words are on the buttons.
    """
    keys = []
    for count, place in enumerate(places):
        before = text[: place + 1]
        is_after_pause = count > 0 and count % _KEYS_BETWEEN_PAUSES == 0
        if is_after_pause:
            session.pause(_PAUSE_S)
        timed = session.ask(before)
        for question in questions(before):
            session.explore(question)
        keys.append(TypedKey(timed.milliseconds, is_after_pause))
        session.pause(_KEY_INTERVAL_S - timed.milliseconds / 1000)
    session.settle()
    return keys


def _questions(text: str) -> Iterator[Exploration]:
    """Yield the requests of all pages of the explorer about a text."""
    yield TokenScoresRequest(0, text)
    yield NextTokensRequest(0, text)
    yield WordTokensRequest(0, text, ("meeting", "weather", "restaurant"))
    yield AttentionRequest(0, text)
    yield LogitLensRequest(0, text)
    yield WhatIfRequest(0, text, masked=(1,))
    yield CacheRequest(0)
    yield from _page_questions(text)


def _page_questions(text: str) -> Iterator[Exploration]:
    """Yield the requests of the page Step by Step about a text."""
    yield StepRequest(0, text, _LAYER, 0)
    yield ScoresRequest(0, text, _LAYER, 0)
    yield ResidualStreamRequest(0, text)


_CHARACTERS = 600


@dataclass(frozen=True, kw_only=True)
class ExplorerFigures(Figures):
    """The figures of `keyboard benchmark --explorer`; each latency is that of a first answer, a median, in ms."""

    n_keys: int = figure("keys typed, with the explorer and without")
    without_ms: float = figure("latency of a key in a row of keys without the explorer, median", shown="{value:.1f} ms")
    beside_ms: float = figure("the same while the explorer is asked at each key, median", shown="{value:.1f} ms")
    ratio: float = figure("the second over the first", bound=1.2)
    stepping_ms: float = figure("the same with the page Step by Step alone, median", shown="{value:.1f} ms")
    stepping_ratio: float = figure("that over the first", bound=1.2)
    interrupting_without_ms: float = figure(
        "latency of the first key after a pause without the explorer, median", shown="{value:.1f} ms"
    )
    interrupting_ms: float = figure("the same where that interrupts the explorer, median", shown="{value:.1f} ms")
    interrupting_ratio: float = figure("the second over the first")
    explored: Mapping[str, int] = figure("answers to the explorer: {key}")


def explorer_text() -> str:
    """Return the 120 words that are typed: the beginning of the benchmark's text."""
    return benchmark_text()[:_CHARACTERS]


def measure_explorer(model: str | None, text: str, progress: Progress) -> ExplorerFigures:
    """Type a text into three engines in turns, of which two are explored; raise `EngineError` if the model cannot be used."""
    with ExitStack() as opened:
        plain, explored, stepped = (opened.enter_context(closing(EngineSession(model))) for _ in range(3))
        run = type_in_turns(plain, explored, stepped, text, lambda done: progress("typing beside the explorer", done))
        return _figures(plain, explored.explored + stepped.explored, run)


def _figures(plain: EngineSession, explored: Counter[str], run: ExplorerRun) -> ExplorerFigures:
    without_ms, beside_ms, stepping_ms = (
        _median_ms(key for key in keys if not key.is_after_pause) for keys in (run.without, run.beside, run.stepping)
    )
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
        stepping_ms=stepping_ms,
        stepping_ratio=stepping_ms / without_ms,
        interrupting_without_ms=interrupting_without_ms,
        interrupting_ms=interrupting_ms,
        interrupting_ratio=interrupting_ms / interrupting_without_ms,
        explored=dict(explored),
    )


def _median_ms(keys: Iterable[TypedKey]) -> float:
    return statistics.median(key.milliseconds for key in keys)

"""How quick the engine is: every latency as a multiple of one decode step of the same run."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from keyboard.bundled import bundled_file
from keyboard.engine.model_choice import ModelChoice
from keyboard.engine.opening import proven_model
from keyboard.evaluation.decode_step import decode_step_ms
from keyboard.evaluation.engine_session import EngineSession
from keyboard.evaluation.typing_run import TypingRun, tap_tokens, type_text
from keyboard.evaluation.window_measurement import WindowMeasurement
from keyboard.language_model.encoding import load_encoding
from keyboard.locations import cache_folder

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class BenchmarkFigures:
    """The figures of `keyboard benchmark`; those of the window are None where none was opened.

    Attributes:
        decode_ms: One decode step, the unit of the ratios.
        boundary_ratio_median: Latency of the keys that end a word, over a decode step.
        boundary_ratio_p95: Its 95th percentile.
        in_word_ratio_median: Latency of the keys within a word, over a decode step.
        in_word_tokens: Tokens evaluated for keys within words.
        tokens_ratio: Tokens evaluated while the user waits, over tokens in the text.
        tap_tokens: Tokens evaluated for the suggestions that follow a tap, the engine having been idle before it.
        idle_tokens_ratio: Tokens evaluated ahead in idle time, over tokens in the text.
        paint_ratio_median: From a key to its suggestions painted, over a decode step.
        event_loop_blocked_ms: The longest time that the window's event loop was blocked.
        memory_mb: Of the engine and the window, resident.
        memory_ratio: The same, times the model file's size.
        model: The model's name.
        backend: What evaluated it.
    """

    decode_ms: float
    boundary_ratio_median: float
    boundary_ratio_p95: float
    in_word_ratio_median: float
    in_word_tokens: int
    tokens_ratio: float
    tap_tokens: int
    idle_tokens_ratio: float
    paint_ratio_median: float | None
    event_loop_blocked_ms: float | None
    memory_mb: float
    memory_ratio: float
    model: str
    backend: str


def benchmark_text() -> str:
    """Return the 300 words that the benchmark types."""
    return bundled_file("resources", "texts", "benchmark.txt").read_text("utf-8").strip()


def run_benchmark(
    model: str | None, measure_window: Callable[[str, str | None], WindowMeasurement] | None, progress: Progress
) -> BenchmarkFigures:
    """Type the benchmark's text into a real engine, and into the window where `measure_window` opens one.

    Raises `EngineError` where the model cannot be used. `progress` hears what is done and a fraction.
    """
    text = benchmark_text()
    installed, _ = proven_model(ModelChoice(model))
    decode_before_ms = decode_step_ms(model)
    session = EngineSession(model)
    try:
        run = type_text(session, text, lambda done: progress("typing into the engine", done))
        memory_mb = psutil.Process(session.pid).memory_info().rss / 1e6
        taps = tap_tokens(session, text, lambda done: progress("tapping", done))
    finally:
        session.close()
    window = measure_window(text, model) if measure_window else None
    decode_ms = statistics.mean((decode_before_ms, decode_step_ms(model)))
    boundary_ms, in_word_ms = _latencies(run, is_boundary=True), _latencies(run, is_boundary=False)
    memory_mb = window.memory_mb if window else memory_mb
    n_tokens = len(load_encoding(installed.path, cache_folder()).encode(text))
    return BenchmarkFigures(
        decode_ms=decode_ms,
        boundary_ratio_median=statistics.median(boundary_ms) / decode_ms,
        boundary_ratio_p95=statistics.quantiles(boundary_ms, n=20)[-1] / decode_ms,
        in_word_ratio_median=statistics.median(in_word_ms) / decode_ms,
        in_word_tokens=sum(key.tokens_evaluated for key in run.keys if not key.is_boundary),
        tokens_ratio=sum(key.tokens_evaluated for key in run.keys) / n_tokens,
        tap_tokens=taps,
        idle_tokens_ratio=run.idle_tokens / n_tokens,
        paint_ratio_median=window.paint_ms_median / decode_ms if window else None,
        event_loop_blocked_ms=window.event_loop_blocked_ms if window else None,
        memory_mb=memory_mb,
        memory_ratio=memory_mb * 1e6 / installed.path.stat().st_size,
        model=session.ready.model,
        backend=session.ready.backend,
    )


def _latencies(run: TypingRun, *, is_boundary: bool) -> list[float]:
    return [key.milliseconds for key in run.keys if key.is_boundary == is_boundary]

"""Measures the engine's speed: each latency as a multiple of one decode step of the same run."""

import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import psutil

from keyboard.engine.child import child_command
from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.opening import proven_model
from keyboard.evaluation.engine_session import EngineSession
from keyboard.evaluation.figures import Figures, Progress, figure
from keyboard.evaluation.output_file import EvaluationError
from keyboard.language_model.kv_cache import KVCache, Row
from keyboard.language_model.model import Model
from keyboard.language_model.tokenizer_kinds import load_tokenizer
from keyboard.model_store.store import ModelStore
from keyboard.storage.locations import bundled_file, cache_folder
from keyboard.storage.vocabulary import PersonalVocabulary
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.writing.learning import LearntWord, SettledText, settled_length

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


# Sixteen keys a second: faster than any typist, and time enough for the engine to look ahead between words.
_KEY_INTERVAL_S = 0.06
_CHARACTERS_BETWEEN_TAPS = 53


@dataclass(frozen=True)
class Key:
    """One key: whether it was a word boundary, and the latency and cost of its first answer."""

    is_boundary: bool
    milliseconds: float
    tokens_evaluated: int


@dataclass(frozen=True)
class TypingRun:
    """The measurements of one typed text."""

    keys: tuple[Key, ...]
    idle_tokens: int  # evaluated between the keys, for words shown and not asked for


def type_text(
    session: EngineSession, text: str, progress: Callable[[float], None], after_key: Callable[[str], None] = lambda _text: None
) -> TypingRun:
    """Type the text into the engine, each key once the last one is answered and its interval is over.

    `after_key` gets the text up to each key once the key is answered.
    """
    # The primer is evaluated when the program starts, and does not count as typing.
    session.ask("")
    session.settle()
    idle_before = session.idle_tokens
    keys = []
    context = ""
    for end in range(1, len(text) + 1):
        timed = session.ask(text[:end])
        keys.append(Key(timed.answer.context != context, timed.milliseconds, timed.answer.tokens_evaluated))
        context = timed.answer.context
        after_key(text[:end])
        session.pause(_KEY_INTERVAL_S - timed.milliseconds / 1000)
        progress(end / len(text))
    return TypingRun(tuple(keys), session.idle_tokens - idle_before)


# Half a novel: a person writes as much in some months.
WORDS_WRITTEN = 50_000


def write_vocabulary(vocabulary: PersonalVocabulary, n_words: int = WORDS_WRITTEN) -> None:
    """Fill a vocabulary like that of someone who has written `n_words`: common words often, and thousands of rare ones."""
    lexicon = load_lexicon()
    drawn = random.Random(1).choices(lexicon.words, lexicon.frequencies.tolist(), k=n_words)  # noqa: S311 - the same text each time
    vocabulary.learn(LearntWord(previous, word) for previous, word in pairwise(["", *drawn]))


class Learning:
    """Learns the typed words as the window does: those that have settled, at each space."""

    def __init__(self, vocabulary: PersonalVocabulary) -> None:
        self._vocabulary = vocabulary
        self._settled = SettledText()
        self._n_settled = 0

    def follow(self, text: str) -> None:
        """Learn the words that have settled since the last call; `text` is the typed text so far."""
        rest = text[self._n_settled :]
        if rest[-1:].isspace() and (length := settled_length(rest)):
            self._vocabulary.learn(self._settled.take(rest[:length]))
            self._n_settled += length


@contextlib.contextmanager
def home_of_a_writer(n_words: int = WORDS_WRITTEN) -> Iterator[PersonalVocabulary]:
    """Yield a vocabulary of `n_words` written words; engines started meanwhile read it as the user's."""
    before = os.environ.get("KEYBOARD_HOME")
    with tempfile.TemporaryDirectory(prefix="keyboard-writer-", ignore_cleanup_errors=True) as home:
        os.environ["KEYBOARD_HOME"] = home
        vocabulary = None
        try:
            vocabulary = PersonalVocabulary(Path(home) / "data" / "vocabulary.sqlite3")
            write_vocabulary(vocabulary, n_words)
            yield vocabulary
        finally:
            if vocabulary:
                vocabulary.close()
            if before is None:
                del os.environ["KEYBOARD_HOME"]
            else:
                os.environ["KEYBOARD_HOME"] = before


def type_as_writer(model_file: Path, text: str, progress: Callable[[float], None]) -> TypingRun:
    """Type the text into an engine whose user has written `WORDS_WRITTEN` words, and learn between the keys."""
    with home_of_a_writer() as vocabulary, contextlib.closing(EngineSession(str(model_file))) as session:
        return type_text(session, text, progress, Learning(vocabulary).follow)


def tap_tokens(session: EngineSession, text: str, progress: Callable[[float], None]) -> int:
    """Return the tokens evaluated for the suggestions after a tap, once the engine has finished looking ahead.

    An earlier tap finds a part of the work done, and evaluates the rest of its word. Each button is tapped at places all over the
    text, before a word and within one.
    """
    total = 0
    for done, (before, button) in enumerate(places := list(_tap_places(text))):
        shown = session.ask(before).answer
        shown = session.settle() or shown
        if button < len(shown.suggestions):
            tapped = shown.suggestions[button]
            after = before[: len(before) - tapped.replace] + tapped.insertion
            total += session.ask(after).answer.tokens_evaluated
        progress((done + 1) / len(places))
    return total


def _tap_places(text: str) -> Iterator[tuple[str, int]]:
    for end in range(_CHARACTERS_BETWEEN_TAPS, len(text), _CHARACTERS_BETWEEN_TAPS):
        for button in range(3):
            yield text[:end], button


class WindowMeasurement(Protocol):
    """One typing run in the window; `keyboard.editor.driven` makes them."""

    @property
    def paint_ms_median(self) -> float:
        """Median time from a key to its painted suggestions."""

    @property
    def event_loop_blocked_ms(self) -> float:
        """The longest time that the event loop was busy."""

    @property
    def pauses_with_gray_words(self) -> int:
        """The number of typing pauses in which gray words appeared."""

    @property
    def memory_mb(self) -> float:
        """Resident memory of the window's process and the engine's."""


@dataclass(frozen=True, kw_only=True)
class BenchmarkFigures(Figures):
    """The figures of `keyboard benchmark`; those of the window are None if none was opened."""

    decode_ms: float = figure("one decode step", shown="{value:.1f} ms")
    boundary_ratio_median: float = figure("latency at a word boundary, median, in decode steps", bound=1.5)
    boundary_ratio_p95: float = figure("latency at a word boundary, 95th percentile, in decode steps", bound=3)
    in_word_ratio_median: float = figure("latency inside a word, median, in decode steps", bound=0.3)
    in_word_ratio_p95: float = figure("latency inside a word, 95th percentile, in decode steps", bound=1)
    # The same while more words are learnt.
    writer_boundary_ratio_median: float = figure("at a word boundary with 50,000 words written, median", bound=1.5)
    writer_boundary_ratio_p95: float = figure("at a word boundary with 50,000 words written, 95th percentile", bound=3)
    writer_in_word_ratio_median: float = figure("inside a word with 50,000 words written, median", bound=0.3)
    in_word_tokens: int = figure("tokens evaluated inside words", bound=0)
    tokens_ratio: float = figure("tokens evaluated while the user waits, over tokens in the text", bound=1.15)
    tap_tokens: int = figure("tokens evaluated for what follows a tap, once the engine is idle", bound=0)
    idle_tokens_ratio: float = figure("tokens evaluated ahead in idle time, over tokens in the text", bound=5)
    paint_ratio_median: float | None = figure("key to suggestion painted, median, in decode steps", bound=2.5)
    event_loop_blocked_ms: float | None = figure("longest time the window's event loop was blocked, in ms", bound=16)
    pauses_with_gray_words: int | None = figure("pauses of typing in which words came in gray")
    memory_mb: float  # of the engine and the window, resident
    memory_ratio: float = figure(
        "memory of what was opened, times the model file's size", shown="{value:.2f} ({all.memory_mb:.0f} MB)"
    )


def benchmark_text() -> str:
    """Return the 300 words that the benchmark types."""
    return bundled_file("resources", "texts", "benchmark.txt").read_text("utf-8").strip()


def run_benchmark(
    model: str | None, measure_window: Callable[[str, str | None], WindowMeasurement] | None, progress: Progress
) -> BenchmarkFigures:
    """Type the benchmark's text into a real engine, and into the window if `measure_window` opens one.

    Raises `EngineError` if the model cannot be used. `progress` gets the current work and the fraction done.
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
    writer = type_as_writer(installed.path, text, lambda done: progress("typing with 50,000 words written", done))
    window = measure_window(text, model) if measure_window else None
    decode_ms = statistics.mean((decode_before_ms, decode_step_ms(model)))
    boundary_ms, in_word_ms = _latencies(run, is_boundary=True), _latencies(run, is_boundary=False)
    writer_boundary_ms, writer_in_word_ms = _latencies(writer, is_boundary=True), _latencies(writer, is_boundary=False)
    memory_mb = window.memory_mb if window else memory_mb
    n_tokens = len(load_tokenizer(installed.path, cache_folder()).encode(text))
    return BenchmarkFigures(
        decode_ms=decode_ms,
        boundary_ratio_median=statistics.median(boundary_ms) / decode_ms,
        boundary_ratio_p95=statistics.quantiles(boundary_ms, n=20)[-1] / decode_ms,
        in_word_ratio_median=statistics.median(in_word_ms) / decode_ms,
        in_word_ratio_p95=statistics.quantiles(in_word_ms, n=20)[-1] / decode_ms,
        writer_boundary_ratio_median=statistics.median(writer_boundary_ms) / decode_ms,
        writer_boundary_ratio_p95=statistics.quantiles(writer_boundary_ms, n=20)[-1] / decode_ms,
        writer_in_word_ratio_median=statistics.median(writer_in_word_ms) / decode_ms,
        in_word_tokens=sum(key.tokens_evaluated for key in run.keys if not key.is_boundary),
        tokens_ratio=sum(key.tokens_evaluated for key in run.keys) / n_tokens,
        tap_tokens=taps,
        idle_tokens_ratio=run.idle_tokens / n_tokens,
        paint_ratio_median=window.paint_ms_median / decode_ms if window else None,
        event_loop_blocked_ms=window.event_loop_blocked_ms if window else None,
        pauses_with_gray_words=window.pauses_with_gray_words if window else None,
        memory_mb=memory_mb,
        memory_ratio=memory_mb * 1e6 / installed.path.stat().st_size,
        model=session.ready.model,
        backend=session.ready.backend,
    )


def _latencies(run: TypingRun, *, is_boundary: bool) -> list[float]:
    return [key.milliseconds for key in run.keys if key.is_boundary == is_boundary]


_WARM_STARTS = 5
_PATIENCE_S = 150


@dataclass(frozen=True)
class StartTimes:
    """Seconds from the start of the process."""

    first_paint_s: float
    first_suggestion_s: float


@dataclass(frozen=True)
class StartFigures:
    """The figures of `keyboard benchmark --start`."""

    model: str
    # The first start: nothing is kept from an earlier one, and if `drops_file_cache`, the program's and the model's files are not
    # in the system's cache.
    cold: StartTimes
    warm: StartTimes  # the medians of later starts
    drops_file_cache: bool  # whether this system can be asked to forget files


def measure_starts(model: str | None, progress: Progress, warm_starts: int = _WARM_STARTS) -> StartFigures:
    """Start the window several times in a temporary home; raise `ModelStoreError` or `EvaluationError` if it cannot."""
    installed = ModelStore().find(model)
    with tempfile.TemporaryDirectory(prefix="keyboard-start-") as home:
        environment = {**os.environ, "KEYBOARD_HOME": home}
        drops = _forget([installed.path, *_files_of_program()])
        times = []
        for start in range(1 + warm_starts):
            progress("starting", start / (1 + warm_starts))
            times.append(_start(installed.path, environment))
    cold, *warm = times
    median = StartTimes(
        statistics.median(one.first_paint_s for one in warm), statistics.median(one.first_suggestion_s for one in warm)
    )
    return StartFigures(installed.name, cold, median, drops)


def start_table(figures: StartFigures) -> str:
    """Return the figures as a table for a person."""
    cold = "first start" if figures.drops_file_cache else "first start, files in memory"
    rows = [(cold, figures.cold), ("later starts, median", figures.warm)]
    lines = [f"{what:<30} {times.first_paint_s:>10.2f} s {times.first_suggestion_s:>18.2f} s" for what, times in rows]
    return "\n".join([f"{figures.model:<30} {'first paint':>12} {'first suggestion':>20}", *lines])


def _start(model_file: Path, environment: dict[str, str]) -> StartTimes:
    command = child_command("start-probe", "--model", str(model_file))
    started = time.time()
    try:
        child = subprocess.run(
            command, env=environment, capture_output=True, text=True, errors="replace", timeout=_PATIENCE_S, check=False
        )
        values = json.loads(child.stdout)
        return StartTimes(values["first_paint"] - started, values["first_suggestion"] - started)
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        raise EvaluationError("The window showed no suggestion when it was started; `keyboard doctor` says more.") from error


def _files_of_program() -> Iterable[Path]:
    return (path for path in Path(sys.prefix).rglob("*") if path.is_file() and not path.is_symlink())


def _forget(files: Iterable[Path]) -> bool:
    """Ask the system to drop the files from its cache; return whether it supports that."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for file in files:
        try:
            descriptor = os.open(file, os.O_RDONLY)
        except OSError:
            continue
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
    return True

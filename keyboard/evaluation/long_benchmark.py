"""Measures a text that is longer than the model's window: the hand-overs from window to window, and jumps."""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.opening import proven_model
from keyboard.evaluation.benchmark import WINDOW_CONTEXT_TOKENS, decode_step_ms
from keyboard.evaluation.engine_session import EngineSession, TimedAnswer
from keyboard.evaluation.figures import Progress, figure
from keyboard.language_model.tokenizer_kinds import load_tokenizer
from keyboard.storage.locations import bundled_file, cache_folder
from keyboard.writing.query import tail_start
from keyboard.writing.words import is_word_character

# After each answer, in decode steps. Two keys stand for each word: it takes five steps and its evaluation, which on a machine
# of 15 ms a step is three times as fast as a very fast typist.
_PAUSE_STEPS = 2.5
_KEY_INTERVAL_S = 0.06
_TYPED_AFTER_JUMP = " and then we went on"
_PLACES = 12
_PATIENCE_S = 60.0
# The number of keys before and after a hand-over that are measured with it.
_AROUND = 20


@dataclass(frozen=True)
class LongRunKey:
    """One key: the latency and cost of its first answer, and where the model's window began."""

    milliseconds: float
    tokens_evaluated: int
    window_start: int


@dataclass(frozen=True)
class LongRun:
    """The measurements of one long text."""

    keys: tuple[LongRunKey, ...]
    window_tokens: int  # evaluated in idle time for the windows
    ahead_tokens: int  # evaluated in idle time for words that are not written yet

    @property
    def hand_overs(self) -> list[int]:
        """The places in `keys` of the first answers from a new window."""
        return [place + 1 for place, (one, other) in enumerate(pairwise(self.keys)) if one.window_start != other.window_start]

    def around_hand_overs(self) -> list[LongRunKey]:
        """Return the keys shortly before and after each hand-over."""
        places = {place for hand_over in self.hand_overs for place in range(max(hand_over - _AROUND, 0), hand_over + _AROUND)}
        return [self.keys[place] for place in sorted(places) if place < len(self.keys)]


@dataclass(frozen=True)
class Jump:
    """A jump of the cursor, and some words typed there."""

    first: TimedAnswer  # the first answer after the jump
    typed: tuple[TimedAnswer, ...]  # the answers to the keys typed right after it
    seconds_until_complete: float  # from the last of them until an answer came from the whole window
    typed_when_complete: tuple[TimedAnswer, ...]  # the answers to keys typed after that


def type_long_text(session: EngineSession, text: str, decode_ms: float, progress: Callable[[float], None]) -> LongRun:
    """Type the text into an empty document: for each word one key within it and one after it."""
    session.ask("")
    session.settle()
    window_before, ahead_before = session.window_tokens, session.ahead_tokens
    keys = []
    for end in key_places(text):
        start = tail_start(end)
        timed = session.ask(text[start:end], offset=start)
        keys.append(LongRunKey(timed.milliseconds, timed.answer.tokens_evaluated, timed.answer.window_start))
        session.pause(_PAUSE_STEPS * decode_ms / 1000)
        progress(end / len(text))
    return LongRun(tuple(keys), session.window_tokens - window_before, session.ahead_tokens - ahead_before)


def key_places(text: str) -> Iterator[int]:
    """Yield the positions of the cursor after each key: in the middle of each word, and after the characters that follow it."""
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and is_word_character(text[end]) == is_word_character(text[end - 1]):
            continue
        if not is_word_character(text[end - 1]):
            yield end
        elif end - start > 1:
            yield (start + end) // 2
        start = end


def jump_about(session: EngineSession, text: str, progress: Callable[[float], None]) -> tuple[Jump, ...]:
    """Move the cursor to distant places all over the text, and type there."""
    places = [_after_word(text, len(text) * number // (_PLACES + 1)) for number in range(1, _PLACES + 1)]
    # From one half to the other, so that no window serves twice.
    order = [place for pair in zip(places[: _PLACES // 2], places[_PLACES // 2 :], strict=True) for place in pair]
    jumps = []
    for place in order:
        jumps.append(_jump(session, text[:place]))
        progress(len(jumps) / len(order))
    return tuple(jumps)


def _jump(session: EngineSession, before: str) -> Jump:
    first = _ask(session, before)
    half = len(_TYPED_AFTER_JUMP) // 2
    typed = _type(session, before, range(1, half))
    started = time.perf_counter()
    is_complete = typed[-1].answer.complete
    while not is_complete and time.perf_counter() - started < _PATIENCE_S:
        better = session.pause(_KEY_INTERVAL_S)
        is_complete = better is not None and better.complete
    seconds = time.perf_counter() - started
    session.settle()
    return Jump(first, typed, seconds, _type(session, before, range(half, len(_TYPED_AFTER_JUMP) + 1)))


def _type(session: EngineSession, before: str, lengths: range) -> tuple[TimedAnswer, ...]:
    answers = []
    for length in lengths:
        session.pause(_KEY_INTERVAL_S)
        answers.append(_ask(session, before + _TYPED_AFTER_JUMP[:length]))
    return tuple(answers)


def _ask(session: EngineSession, before: str) -> TimedAnswer:
    start = tail_start(len(before))
    return session.ask(before[start:], offset=start)


def _after_word(text: str, place: int) -> int:
    """Return the end of a word near a place."""
    return text.index(" ", place)


@dataclass(frozen=True, kw_only=True)
class LongFigures:
    """The figures of `keyboard benchmark --long`; a ratio of a latency is in decode steps."""

    model: str
    backend: str
    # With as many tokens before it as a window holds on average.
    decode_ms: float = figure("one decode step", shown="{value:.1f} ms")
    n_tokens: int = figure("tokens in the text")
    n_keys: int = figure("keys typed")
    key_ratio_median: float = figure("latency of a key, median, in decode steps")
    n_hand_overs: int = figure("hand-overs from one window to the next")
    hand_over_ratio_max: float = figure("first answer from a new window, longest, in decode steps", bound=3)
    around_ratio_median: float = figure("latency around hand-overs, median, in decode steps")
    around_ratio_max: float = figure("latency around hand-overs, longest, in decode steps")
    around_tokens_max: int = figure("tokens that the user waited for around hand-overs, most")
    tokens_ratio: float = figure("tokens evaluated while the user waits, over tokens in the text", bound=1.15)
    window_tokens_ratio: float = figure("the same and those of the prepared windows", bound=2.1)
    ahead_tokens_ratio: float = figure("tokens of words evaluated ahead, over tokens in the text")
    n_jumps: int = figure("jumps")
    jump_ratio_max: float = figure("first answer after a jump, longest, in decode steps", bound=5)
    short_ratio_max: float = figure("keys typed there, answered from a short context, longest", bound=5)
    n_short: int = figure("answers from a short context")
    seconds_until_complete: float = figure("until the full context answers, median", shown="{value:.2f} s")
    complete_ratio_max: float = figure("keys typed there, answered from the full context, longest", bound=5)


def long_text() -> str:
    """Return the 4,000 words that the benchmark types: the beginning of a novel."""
    return bundled_file("resources", "texts", "news-from-nowhere.txt").read_text("utf-8").strip()


def run_long_benchmark(model: str, text: str, progress: Progress) -> LongFigures:
    """Type a text of some thousand tokens into a real engine, and then in the middle of it.

    Raises `EngineError` where the model cannot be used. `progress` hears what is done and a fraction.
    """
    installed, _ = proven_model(ModelChoice(model))
    decode_before_ms = decode_step_ms(model, WINDOW_CONTEXT_TOKENS)
    session = EngineSession(model)
    try:
        run = type_long_text(session, text, decode_before_ms, lambda done: progress("typing into the engine", done))
        jumps = jump_about(session, text, lambda done: progress("jumping about in the text", done))
    finally:
        session.close()
    decode_ms = statistics.mean((decode_before_ms, decode_step_ms(model, WINDOW_CONTEXT_TOKENS)))
    n_tokens = len(load_tokenizer(installed.path, cache_folder()).encode(text))
    return _figures(session, run, jumps, decode_ms, n_tokens)


def _figures(session: EngineSession, run: LongRun, jumps: tuple[Jump, ...], decode_ms: float, n_tokens: int) -> LongFigures:
    around = run.around_hand_overs()
    latencies_ms = [key.milliseconds for key in around]
    waited_for = sum(key.tokens_evaluated for key in run.keys)
    after_jumps = [answer for jump in jumps for answer in jump.typed]
    short = [answer for answer in after_jumps if not answer.answer.complete]
    firsts = [jump.first for jump in jumps]
    return LongFigures(
        model=session.ready.model,
        backend=session.ready.backend,
        decode_ms=decode_ms,
        n_tokens=n_tokens,
        n_keys=len(run.keys),
        n_hand_overs=len(run.hand_overs),
        hand_over_ratio_max=max((run.keys[place].milliseconds for place in run.hand_overs), default=0.0) / decode_ms,
        around_ratio_max=max(latencies_ms, default=0.0) / decode_ms,
        around_ratio_median=(statistics.median(latencies_ms) if latencies_ms else 0.0) / decode_ms,
        around_tokens_max=max((key.tokens_evaluated for key in around), default=0),
        key_ratio_median=statistics.median(key.milliseconds for key in run.keys) / decode_ms,
        tokens_ratio=waited_for / n_tokens,
        window_tokens_ratio=(waited_for + run.window_tokens) / n_tokens,
        ahead_tokens_ratio=run.ahead_tokens / n_tokens,
        n_jumps=len(jumps),
        jump_ratio_max=_longest_ms(firsts) / decode_ms,
        short_ratio_max=_longest_ms(short) / decode_ms,
        n_short=len(short) + sum(not first.answer.complete for first in firsts),
        seconds_until_complete=statistics.median(jump.seconds_until_complete for jump in jumps),
        complete_ratio_max=_longest_ms(answer for jump in jumps for answer in jump.typed_when_complete) / decode_ms,
    )


def _longest_ms(answers: Iterable[TimedAnswer]) -> float:
    return max((answer.milliseconds for answer in answers), default=0.0)

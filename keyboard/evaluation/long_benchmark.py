"""What a text costs that is longer than the model's window: the hand-overs from window to window, and jumps."""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from keyboard.bundled import bundled_file
from keyboard.engine.model_choice import ModelChoice
from keyboard.engine.opening import proven_model
from keyboard.evaluation.decode_step import WINDOW_CONTEXT_TOKENS, decode_step_ms
from keyboard.evaluation.engine_session import EngineSession, TimedAnswer
from keyboard.evaluation.long_run import Jump, LongRun, jump_about, type_long_text
from keyboard.language_model.encoding import load_encoding
from keyboard.locations import cache_folder

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class LongFigures:
    """The figures of `keyboard benchmark --long`; a ratio of a latency is in decode steps.

    Attributes:
        model: The model's name.
        backend: What evaluated it.
        decode_ms: One decode step with as many tokens before it as a window holds on average.
        n_tokens: Tokens in the text.
        n_keys: Keys that were typed.
        n_hand_overs: How often a window took over from another.
        hand_over_ratio_max: The longest latency of the first answers from a new window.
        around_ratio_max: The longest latency of the keys before and after the hand-overs, long words included.
        around_ratio_median: Their median.
        around_tokens_max: The most tokens that the user waited for at one of them.
        key_ratio_median: The median latency of all keys.
        tokens_ratio: Tokens evaluated while the user waits, over tokens in the text.
        window_tokens_ratio: The same and those of the prepared windows.
        ahead_tokens_ratio: Tokens evaluated for words that are not written yet, over tokens in the text.
        n_jumps: Places that the cursor was set to afterwards.
        jump_ratio_max: The longest latency of a first answer there.
        short_ratio_max: The longest latency of a key typed there while a short context answered.
        n_short: Such answers, first ones included.
        seconds_until_complete: From the last key until the whole window answered, the median.
        complete_ratio_max: The longest latency of a key typed there after that.
    """

    model: str
    backend: str
    decode_ms: float
    n_tokens: int
    n_keys: int
    n_hand_overs: int
    hand_over_ratio_max: float
    around_ratio_max: float
    around_ratio_median: float
    around_tokens_max: int
    key_ratio_median: float
    tokens_ratio: float
    window_tokens_ratio: float
    ahead_tokens_ratio: float
    n_jumps: int
    jump_ratio_max: float
    short_ratio_max: float
    n_short: int
    seconds_until_complete: float
    complete_ratio_max: float


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
    n_tokens = len(load_encoding(installed.path, cache_folder()).encode(text))
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

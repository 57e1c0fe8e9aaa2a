"""A long text typed into a real engine, beyond its window, and jumps about in the text."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from keyboard.evaluation.engine_session import EngineSession, TimedAnswer
from keyboard.suggestion.cursor_split import is_word_character
from keyboard.text_tail import tail_start

# After each answer, in decode steps. Two keys stand for each word: it takes five steps and its evaluation, which on a machine
# of 15 ms a step is three times as fast as a very fast typist.
_PAUSE_STEPS = 2.5
_KEY_INTERVAL_S = 0.06
_TYPED_AFTER_JUMP = " and then we went on"
_PLACES = 12
_PATIENCE_S = 60.0
# So many keys before and after a hand-over belong to it.
_AROUND = 20


@dataclass(frozen=True)
class LongRunKey:
    """One key: what its first answer took and cost, and where the model's window began."""

    milliseconds: float
    tokens_evaluated: int
    window_start: int


@dataclass(frozen=True)
class LongRun:
    """Everything that was measured while a long text was typed.

    Attributes:
        keys: One each.
        window_tokens: Evaluated in idle time for the windows.
        ahead_tokens: Evaluated in idle time for words that are not written yet.
    """

    keys: tuple[LongRunKey, ...]
    window_tokens: int
    ahead_tokens: int

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
    """The cursor set somewhere else, and some words typed there.

    Attributes:
        first: The first answer after the jump.
        typed: The answers to the keys typed right after it.
        seconds_until_complete: From the last of them until an answer came from the whole window.
        typed_when_complete: The answers to keys typed after that.
    """

    first: TimedAnswer
    typed: tuple[TimedAnswer, ...]
    seconds_until_complete: float
    typed_when_complete: tuple[TimedAnswer, ...]


def type_long_text(session: EngineSession, text: str, decode_ms: float, progress: Callable[[float], None]) -> LongRun:
    """Type the text from an empty document on: for each word one key within it and those that follow it."""
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
    """Yield where the cursor stands after the keys that are typed: in the middle of each word, and after what follows it."""
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
    """Set the cursor to places all over the text, far from each other, and type there."""
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

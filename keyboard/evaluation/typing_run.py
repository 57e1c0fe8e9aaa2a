"""A text typed key by key into a real engine: what each key cost, and what a tap costs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from keyboard.evaluation.engine_session import EngineSession

# Sixteen keys a second: faster than any typist, and time enough for the engine to look ahead between words.
_KEY_INTERVAL_S = 0.06
_CHARACTERS_BETWEEN_TAPS = 53


@dataclass(frozen=True)
class Key:
    """One key: whether a word boundary came with it, and what its first answer took."""

    is_boundary: bool
    milliseconds: float
    tokens_evaluated: int


@dataclass(frozen=True)
class TypingRun:
    """Everything that was measured while a text was typed.

    Attributes:
        keys: One each.
        idle_tokens: Evaluated between the keys, for words shown and not asked for.
    """

    keys: tuple[Key, ...]
    idle_tokens: int


def type_text(session: EngineSession, text: str, progress: Callable[[float], None]) -> TypingRun:
    """Type the text into the engine, each key when the last one is answered and its interval over."""
    # What stands before each text is read when the program starts, and is no part of typing it.
    session.ask("")
    session.settle()
    idle_before = session.idle_tokens
    keys = []
    context = ""
    for end in range(1, len(text) + 1):
        timed = session.ask(text[:end])
        keys.append(Key(timed.answer.context != context, timed.milliseconds, timed.answer.tokens_evaluated))
        context = timed.answer.context
        session.pause(_KEY_INTERVAL_S - timed.milliseconds / 1000)
        progress(end / len(text))
    return TypingRun(tuple(keys), session.idle_tokens - idle_before)


def tap_tokens(session: EngineSession, text: str, progress: Callable[[float], None]) -> int:
    """Return the tokens evaluated for the suggestions that follow a tap, where the engine has looked ahead to the end.

    A tap that comes before finds what is done so far, and evaluates the rest of its word. Each button is tapped at places all
    over the text, before a word and within one.
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

"""Notices that a sample repeats itself, and says so in a sentence."""

from collections.abc import Sequence

from keyboard.language_model.loops import Loop, find_loop
from keyboard.language_model.sampling import SamplingRule

# With so large a pool or a larger one, a loop is no matter of the pool any more.
_LARGE_POOL = 40
_LONGEST_SHOWN = 40


class LoopWatch:
    """Looks at a text after each of its tokens, and notices each loop once."""

    def __init__(self) -> None:
        self._noticed: Loop | None = None

    def new_loop(self, tokens: Sequence[int]) -> Loop | None:
        """Return the loop that the tokens' end has fallen into since the last call."""
        loop = find_loop(tokens)
        if loop is None or loop == self._noticed:
            return None
        self._noticed = loop
        return loop


def loop_sentence(text: str, since: int, rule: SamplingRule) -> str:
    """Return what is seen, a loop of `text` since a token counted from 0, and the way out."""
    shown = " ".join(text.split()) or "white space"
    if len(shown) > _LONGEST_SHOWN:
        shown = shown[: _LONGEST_SHOWN - 1].rstrip() + "…"
    return f"repeats “{shown}” since token {since + 1:,}; {_way_out(rule)} is the way out"


def _way_out(rule: SamplingRule) -> str:
    if rule.temperature == 0:
        return "a temperature above 0"
    if 0 < rule.top_k < _LARGE_POOL:
        return "a larger k"
    return "a repetition penalty" if rule.repetition_penalty == 1 else "a larger repetition penalty"

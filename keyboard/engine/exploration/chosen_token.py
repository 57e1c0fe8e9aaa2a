"""The token of a text that a question is about."""

from collections.abc import Sequence

from keyboard.engine.errors import EngineError


def checked_position(position: int, tokens: Sequence[int]) -> int:
    """Return where the token stands, -1 being the last one; raise `EngineError` where the text has none there."""
    if position == -1:
        return len(tokens) - 1
    if not 0 <= position < len(tokens):
        raise EngineError(f"There is no token {position} in what the model reads; choose one from 0 to {len(tokens) - 1}.")
    return position

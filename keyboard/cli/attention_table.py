"""Attention weights for a person: a table for the terminal."""

from collections.abc import Sequence

from keyboard.cli.token_text import columns, padded, visible

_BAR_WIDTH = 30
# Eighths of a character cell, U+2588 to U+258F.
_EIGHTHS = " ▏▎▍▌▋▊▉"


def attention_table(pieces: Sequence[str], weights: Sequence[float]) -> str:
    """Return a line for each token: its place, its text, its weight and a bar, the longest for the greatest weight."""
    shown = [visible(piece) for piece in pieces]
    width = max(map(columns, shown))
    greatest = max(weights)
    return "\n".join(
        f"{place:>4}  {padded(piece, width)}  {weight:6.1%}  {_bar(weight / greatest)}".rstrip()
        for place, (piece, weight) in enumerate(zip(shown, weights, strict=True))
    )


def _bar(share: float) -> str:
    whole, eighth = divmod(round(share * _BAR_WIDTH * 8), 8)
    return "█" * whole + _EIGHTHS[eighth].strip()

"""Tables of tokens for a terminal, and their texts with white space made visible."""

import math
import unicodedata
from collections.abc import Sequence

from keyboard.engine.exploration_messages import LayerPrediction, TokenChange, TokenProbability, TokenScore, WhatIf

_SHOWN = {" ": "·", "\n": "↵", "\t": "→"}


def visible(piece: str) -> str:
    """Return a token's text with visible signs for spaces, line breaks and other characters that do not print."""
    return "".join(_SHOWN.get(character) or _shape_of(character) for character in piece)


def columns(text: str) -> int:
    """Return how many columns of a monospaced font a text takes; East Asian characters and emoji take two each."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, width: int) -> str:
    """Return a text filled with spaces to `width` columns."""
    return text + " " * (width - columns(text))


def _shape_of(character: str) -> str:
    return character if character.isprintable() else f"<U+{ord(character):04X}>"


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


def lens_table(layers: Sequence[LayerPrediction]) -> str:
    """Return a line for each block, counted from 0: its most probable tokens, best first, and their probabilities."""
    rows = [[(visible(token.piece), token.probability) for token in layer.tokens] for layer in layers]
    widths = [max(columns(piece) for piece, _ in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        f"{layer.layer:>4}"
        + "".join(f"  {padded(piece, width)} {probability:6.1%}" for (piece, probability), width in zip(row, widths, strict=True))
        for layer, row in zip(layers, rows, strict=True)
    )


def probability_table(tokens: Sequence[TokenProbability]) -> str:
    """Return a line for each token: its text, its probability and its id."""
    width = max(columns(visible(token.piece)) for token in tokens)
    return "\n".join(f"{padded(visible(token.piece), width)}  {token.probability:7.2%}  {token.id:>6}" for token in tokens)


def score_table(tokens: Sequence[TokenScore]) -> str:
    """Return a heading, and a line for each token: its id, its text, its probability, its rank and its surprise in bits."""
    heading = "token"
    width = max(len(heading), *(columns(visible(token.piece)) for token in tokens))
    lines = [f"{'id':>6}  {heading:<{width}}  probability    rank   bits"]
    lines += [
        f"{token.id:>6}  {padded(visible(token.piece), width)}  {token.probability:11.2%}  {token.rank:>6,}  {token.bits:5.1f}"
        for token in tokens
    ]
    return "\n".join(lines)


def what_if_table(answer: WhatIf) -> str:
    """Return lines for the most probable tokens before and now, each one's change in bits, and the divergence."""
    was, now = "Most probable before", "Most probable after"
    width = max(len(was), *(columns(visible(change.piece)) for change in (*answer.before, *answer.after)))
    lines = [f"{was:<{width}}   before    after", *_lines(answer.before, width)]
    lines += [f"{now:<{width}}   before    after", *_lines(answer.after, width)]
    return "\n".join([*lines, f"KL(before ‖ after) is {answer.divergence_bits:.2f} bits."])


def _lines(changes: Sequence[TokenChange], width: int) -> list[str]:
    return [
        f"{padded(visible(change.piece), width)}  {change.before:7.1%}  {change.after:7.1%}  {_bits(change):>10}"
        for change in changes
    ]


def _bits(change: TokenChange) -> str:
    if not change.before or not change.after:
        return ""
    return f"{math.log2(change.after / change.before):+.1f} bits"

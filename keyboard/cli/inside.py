"""What happens inside the model, for the shell: a block's steps as a table, and attention weights as a drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt

from keyboard.cli.tables import attention_table, columns, padded, visible
from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.looking import decoded, weights_of
from keyboard.engine.exploration.stepping import vectors_of
from keyboard.engine.exploration_messages import Attention, Scores, Step
from keyboard.language_model.inspection.block_steps import Numbers
from keyboard.language_model.inspection.inspector import Weights

# By step, in the order of the computation.
_NAMES = {
    "embedding": (1, "row of the embedding matrix"),
    "position_embedding": (1, "vector of the position"),
    "block_input": (1, "what comes into the block"),
    "attention_norm": (2, "the same after the norm"),
    "query_unturned": (2, "query before its position turns it"),
    "query": (2, "query"),
    "key_unturned": (2, "key before its position turns it"),
    "key": (2, "key"),
    "value": (2, "value"),
    "mixed": (5, "sum of the values by their weights"),
    "heads": (5, "all heads side by side"),
    "attention_output": (5, "projected: what attention adds"),
    "attention_residual": (5, "the residual after it"),
    "feed_forward_norm": (6, "the same after the norm"),
    "gate": (6, "gate, before its activation"),
    "up": (6, "up"),
    "neurons": (6, "neurons"),
    "feed_forward_output": (6, "what the feed-forward network adds"),
    "block_output": (6, "the residual after it"),
    "final_norm": (7, "the last vector after the norm"),
}
_FIRST_NUMBERS = 4
_STRONGEST = 6
_SQUARE = 12
_PIECE, _LONG_PIECE = 16, 40


def step_table(answer: Step, square: Scores) -> str:
    """Return the steps as lines of at most 100 columns."""
    vectors = vectors_of(answer)
    return "\n".join(
        [
            f"step  {'vector':<36}{'numbers':>9}{'norm':>10}  first numbers",
            *_vector_lines(vectors, range(1, 3)),
            *_ways(answer, vectors),
            f"Steps 3 and 4: query · key × {answer.scale:.4g}, and the share of each after mask and softmax",
            *_score_lines(answer, vectors),
            "The shares of the last tokens in percent; rows look at columns, and later ones are masked:",
            *_square_lines(answer.pieces, square),
            *_vector_lines(vectors, range(5, 8)),
            *_strongest_lines(vectors),
            *(f"{product.product:10.3f}  {product.probability:7.2%}  {visible(product.piece)}" for product in answer.products),
        ]
    )


def _vector_lines(vectors: dict[str, Numbers], steps: range) -> Iterator[str]:
    for name, (step, title) in _NAMES.items():
        if step in steps and name in vectors:
            vector = vectors[name]
            first = " ".join(f"{number:+.3f}" for number in vector.flat[:_FIRST_NUMBERS])
            numbers = " × ".join(map(str, vector.shape))
            yield f"{step:<6}{title:<36}{numbers:>9}{np.linalg.norm(vector):>10.3f}  {first} …"


def _ways(answer: Step, vectors: dict[str, Numbers]) -> Iterator[str]:
    """Say what this architecture does differently from GPT-2."""
    if "position_embedding" not in vectors:
        turns = "rotary positions turn queries and keys instead" if "query_unturned" in vectors else "positions count elsewhere"
        yield f"No vector is added for the position: {turns}."
    if answer.kv_heads != answer.heads:
        shared = answer.heads // answer.kv_heads
        yield f"{answer.heads} heads share {answer.kv_heads} of keys and values, {shared} heads each."


def _score_lines(answer: Step, vectors: dict[str, Numbers]) -> Iterator[str]:
    looked_at = [_cut(piece, _LONG_PIECE) for piece in answer.pieces[answer.first : answer.position + 1]]
    weights = attention_table(looked_at, vectors["weights"].tolist()).splitlines()
    for line, score in zip(weights, vectors["scores"], strict=True):
        yield f"{score:>10.3f}{line}"
    if answer.first:
        yield f"{'−∞':>10}   the earlier tokens, which the sliding window leaves out: {answer.first}"
    later = len(answer.pieces) - answer.position - 1
    if later:
        yield f"{'−∞':>10}   the later tokens: {later}"


def _square_lines(pieces: Sequence[str], square: Scores) -> Iterator[str]:
    weights = table_of(square.weights, square)
    for place, row in enumerate(weights, square.row):
        cells = (f"{'·' if column > place else f'{100 * weight:.0f}':>6}" for column, weight in enumerate(row, square.column))
        yield f"{place:>4}  {padded(_cut(pieces[place], _PIECE), _PIECE)}{''.join(cells)}"


def _cut(piece: str, width: int) -> str:
    """Return a token's text, cut to `width` columns; a character takes two at most."""
    shown = visible(piece)
    return shown if columns(shown) <= width else shown[: width // 2 - 1] + "…"


def table_of(encoded: str, square: Scores) -> npt.NDArray[np.float32]:
    """Return one of a head's square tables, (rows, columns)."""
    return decoded(encoded).reshape(square.rows, square.columns)


def plain_table(encoded: str, square: Scores) -> list[list[float | None]]:
    """Return such a table for JSON; None marks what a sliding window leaves out."""
    return [[None if np.isnan(number) else number for number in row] for row in table_of(encoded, square).tolist()]


def square_part(tokens: int) -> int:
    """Return the first row and column of the part of the square table that is printed."""
    return max(tokens - _SQUARE, 0)


def _strongest_lines(vectors: dict[str, Numbers]) -> Iterator[str]:
    if (neurons := vectors.get("neurons")) is not None:
        strongest = np.abs(neurons).argsort()[::-1][:_STRONGEST]
        yield "Strongest neurons: " + ", ".join(f"{place} {neurons[place]:+.2f}" for place in strongest)


# In pixels.
_ROW = 26
_TOP = 76
_MARGIN = 20
_CHARACTER = 8.4  # of a monospaced font of 14 pixels
_PADDING = 8
_BARS = 150
_PERCENT = 52
_TOKENS = _MARGIN + _BARS + _PERCENT + 2 * _PADDING
_GAP = 190
_THICKEST = 9.0
_THINNEST = 0.6
_LEAST_WIDTH = 460
# Smaller weights have no line: there may be a thousand of them.
_LEAST_DRAWN = 0.002
_STYLE = """
text { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 14px; fill: #1d2330; }
text.title { font-family: "DejaVu Sans", system-ui, sans-serif; font-size: 17px; font-weight: 600; }
text.subtitle { font-family: "DejaVu Sans", system-ui, sans-serif; font-size: 13px; fill: #5b6475; }
text.percent { font-size: 12px; fill: #5b6475; text-anchor: end; }
rect.page { fill: #fff; }
rect.bar { fill: #8fb0e0; }
rect.token { fill: #2f6fc4; }
rect.looking { fill: #fff1d6; stroke: #b3730a; stroke-width: 1.5; }
path { fill: none; stroke: #2f6fc4; }
"""


def attention_svg(pieces: Sequence[str], weights: Sequence[float], subtitle: str) -> str:
    """Return an SVG document with a bar, a shade and a line for the weight of each token that the last one looks at.

    Bars and the lines' thickness are proportional to the weights, shades to their roots, so that small ones are visible.
    """
    shown = [visible(piece) for piece in pieces]
    greatest = max(weights)
    looking_x = _TOKENS + max(map(_width, shown)) + _GAP
    looking_y = _top_of(len(shown) - 1)
    width = max(looking_x + _width(shown[-1]) + _MARGIN, _LEAST_WIDTH)
    height = _top_of(len(shown)) + _MARGIN
    title = f"What “{shown[-1]}” looks at"
    tokens = list(enumerate(zip(shown, weights, strict=True)))
    lines = (
        _line(_TOKENS + _width(piece), _top_of(place), looking_x, looking_y, weight / greatest)
        for place, (piece, weight) in tokens
        if weight >= _LEAST_DRAWN
    )
    rows = (_row(_top_of(place), piece, weight, weight / greatest) for place, (piece, weight) in tokens)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}" '
        f'role="img" aria-label={quoteattr(title)}><style>{_STYLE}</style><rect class="page" width="100%" height="100%"/>'
        f'<text class="title" x="{_MARGIN}" y="32">{escape(title)}</text>'
        f'<text class="subtitle" x="{_MARGIN}" y="54">{escape(subtitle)}</text>'
        f"{''.join(lines)}{''.join(rows)}{_box('looking', shown[-1], looking_x, looking_y)}</svg>\n"
    )


def _row(y: int, piece: str, weight: float, share: float) -> str:
    """Draw one token: a bar that ends at its weight, the weight, and its box in a shade."""
    length = _BARS * share
    return (
        f'<rect class="bar" x="{_MARGIN + _BARS - length:.1f}" y="{y + 7}" width="{length:.1f}" height="10" rx="2"/>'
        f'<text class="percent" x="{_MARGIN + _BARS + _PERCENT}" y="{y + 16}">{weight:.1%}</text>'
        f"{_box('token', piece, _TOKENS, y, opacity=0.04 + 0.4 * share**0.5)}"
    )


def _line(from_x: float, from_y: int, to_x: float, to_y: int, share: float) -> str:
    start, end, middle = from_y + _ROW / 2, to_y + _ROW / 2, (from_x + to_x) / 2
    return (
        f'<path d="M{from_x:.1f} {start} C{middle:.1f} {start} {middle:.1f} {end} {to_x:.1f} {end}" '
        f'stroke-width="{max(_THICKEST * share, _THINNEST):.2f}" stroke-opacity="{0.15 + 0.6 * share**0.5:.3f}"/>'
    )


def _box(kind: str, piece: str, x: float, y: int, opacity: float = 1.0) -> str:
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y + 1}" width="{_width(piece):.1f}" height="{_ROW - 3}" rx="4" '
        f'fill-opacity="{opacity:.3f}"/><text x="{x + _PADDING:.1f}" y="{y + 17}">{escape(piece)}</text>'
    )


def _top_of(place: int) -> int:
    return _TOP + place * _ROW


def _width(text: str) -> float:
    """Return the width of a token's box in pixels."""
    return columns(text) * _CHARACTER + 2 * _PADDING


@dataclass(frozen=True)
class ChosenAttention:
    """The weights of one token in some blocks and heads."""

    pieces: tuple[str, ...]  # the tokens up to the one that looks, which is the last
    weights: Weights  # (layers, heads, tokens), of the chosen blocks and heads
    what: str  # the chosen blocks and heads, in words

    @property
    def mean(self) -> list[float]:
        """The mean over blocks and heads; like each of them it adds up to 1."""
        mean: list[float] = self.weights.mean(axis=(0, 1), dtype=np.float64).tolist()
        return mean

    def as_dict(self) -> dict[str, Any]:
        return {
            "tokens": self.pieces,
            "position": len(self.pieces) - 1,
            "of": self.what,
            "mean": self.mean,
            "weights": self.weights.tolist(),
        }


def choose(answer: Attention, layer: int | None, head: int | None) -> ChosenAttention:
    """Return the weights of one block or all, and of one head or all; raise `EngineError` if there is no such block or head."""
    layers = _chosen(layer, answer.layers, "block")
    heads = _chosen(head, answer.heads, "head")
    blocks = f"mean of {answer.layers} blocks" if layer is None else f"block {layer}"
    in_each = f"mean of {answer.heads} heads" if head is None else f"head {head}"
    what = f"mean of {answer.layers} blocks × {answer.heads} heads" if layer is None and head is None else f"{blocks}, {in_each}"
    return ChosenAttention(answer.pieces, weights_of(answer)[layers][:, heads], what)


def _chosen(index: int | None, count: int, name: str) -> slice:
    if index is not None and index >= count:
        raise EngineError(f"There is no {name} {index}; the model has {count}, counted from 0.")
    return slice(None) if index is None else slice(index, index + 1)

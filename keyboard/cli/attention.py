"""Attention weights as a drawing: the attending token on the right, the attended tokens on the left in the order of the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from keyboard.cli.tables import columns, visible
from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.looking import weights_of
from keyboard.engine.exploration_messages import Attention
from keyboard.language_model.inspection.inspector import Weights

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
# Lines for smaller weights than this are left out: there may be a thousand of them.
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
    """Return an SVG document with a bar, a shade and a line for each token's weight; the last token is the one that looks.

    Bars and the lines' thickness are proportional to the weights; shades grow like their roots, so that small ones are seen.
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
    weights: Weights  # (layers, heads, tokens), of those that were chosen
    what: str  # which these are, in words

    @property
    def mean(self) -> list[float]:
        """The mean over blocks and heads, which adds up to 1 as each of them does."""
        mean: list[float] = self.weights.mean(axis=(0, 1), dtype=np.float64).tolist()
        return mean

    def as_dict(self) -> dict[str, Any]:
        """Return what JSON has of it."""
        return {
            "tokens": self.pieces,
            "position": len(self.pieces) - 1,
            "of": self.what,
            "mean": self.mean,
            "weights": self.weights.tolist(),
        }


def choose(answer: Attention, layer: int | None, head: int | None) -> ChosenAttention:
    """Return the weights of one block or all, and of one head or all; raise `EngineError` where the model has none such."""
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

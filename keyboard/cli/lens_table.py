"""What each block would predict, as a table for the terminal."""

from collections.abc import Sequence

from keyboard.cli.token_text import columns, padded, visible
from keyboard.engine.exploration_messages.logit_lens import LayerPrediction


def lens_table(layers: Sequence[LayerPrediction]) -> str:
    """Return a line for each block, counted from 0: its most probable tokens, best first, and their probabilities."""
    rows = [[(visible(token.piece), token.probability) for token in layer.tokens] for layer in layers]
    widths = [max(columns(piece) for piece, _ in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        f"{layer.layer:>4}"
        + "".join(f"  {padded(piece, width)} {probability:6.1%}" for (piece, probability), width in zip(row, widths, strict=True))
        for layer, row in zip(layers, rows, strict=True)
    )

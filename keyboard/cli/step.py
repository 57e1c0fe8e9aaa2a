"""A block's steps as text: what is computed for one token, in the order of the computation."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from keyboard.cli.tables import attention_table, columns, padded, visible
from keyboard.engine.exploration.stepping import vectors_of
from keyboard.engine.exploration_messages import Scores, Step
from keyboard.language_model.inspection.block_steps import Numbers

# By their steps, in the order of the computation.
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
    """Say what this architecture does in another way than GPT-2."""
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
    """Return what is shown of a token's text in so many columns; any character takes two at most."""
    shown = visible(piece)
    return shown if columns(shown) <= width else shown[: width // 2 - 1] + "…"


def table_of(encoded: str, square: Scores) -> npt.NDArray[np.float32]:
    """Return one of a head's square tables, (rows, columns)."""
    from keyboard.engine.exploration.looking import decoded

    return decoded(encoded).reshape(square.rows, square.columns)


def plain_table(encoded: str, square: Scores) -> list[list[float | None]]:
    """Return such a table for JSON; None is what a sliding window leaves out."""
    return [[None if np.isnan(number) else number for number in row] for row in table_of(encoded, square).tolist()]


def square_part(tokens: int) -> int:
    """Return the first row and column of the part of the square table that is printed."""
    return max(tokens - _SQUARE, 0)


def _strongest_lines(vectors: dict[str, Numbers]) -> Iterator[str]:
    if (neurons := vectors.get("neurons")) is not None:
        strongest = np.abs(neurons).argsort()[::-1][:_STRONGEST]
        yield "Strongest neurons: " + ", ".join(f"{place} {neurons[place]:+.2f}" for place in strongest)

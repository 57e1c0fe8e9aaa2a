"""Tokens with their probabilities, as tables for the terminal."""

from collections.abc import Sequence

from keyboard.cli.token_text import columns, padded, visible
from keyboard.engine.exploration_messages.token_probability import TokenProbability
from keyboard.engine.exploration_messages.token_scores import TokenScore


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

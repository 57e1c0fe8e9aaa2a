"""How the next tokens change, as a table for the terminal."""

import math
from collections.abc import Sequence

from keyboard.cli.token_text import columns, padded, visible
from keyboard.engine.exploration_messages.what_if import TokenChange, WhatIf


def what_if_table(answer: WhatIf) -> str:
    """Return the tokens that were most probable, those that are now, each one's change in bits, and the divergence."""
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

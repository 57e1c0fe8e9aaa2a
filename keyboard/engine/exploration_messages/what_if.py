"""How what is expected changes where tokens cannot be seen, or the text is another."""

from dataclasses import dataclass
from typing import ClassVar

from keyboard.engine.exploration_messages.question import Question


@dataclass(frozen=True)
class WhatIfRequest(Question):
    """Ask how the next tokens change where some tokens cannot be seen by later ones, or where the text is another.

    Attributes:
        text: What the model reads.
        masked: Positions of tokens that no later token may look at.
        other_text: Read instead of `text`, with nothing masked; "" where tokens are masked.
        count: How many tokens are wanted before and after.
    """

    type: ClassVar[str] = "what-if"
    text: str
    masked: tuple[int, ...] = ()
    other_text: str = ""
    count: int = 10


@dataclass(frozen=True)
class TokenChange:
    """A token that may come next, before and after; the change in bits is log2 of after by before."""

    id: int
    piece: str
    before: float
    after: float


@dataclass(frozen=True)
class WhatIf:
    """The answer to a `WhatIfRequest`.

    Attributes:
        id: The request's.
        pieces: Of the text that was asked about, the begin token first: what may be masked.
        before: The tokens that were most probable, best first.
        after: Those that are most probable now, best first.
        divergence_bits: How far what is expected now is from what was: KL(before || after).
        tokens_evaluated: What this answer cost.
    """

    type: ClassVar[str] = "what-if"
    id: int
    pieces: tuple[str, ...]
    before: tuple[TokenChange, ...]
    after: tuple[TokenChange, ...]
    divergence_bits: float
    tokens_evaluated: int

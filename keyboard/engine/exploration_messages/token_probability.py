"""A token that may come next: what most answers to the explorer consist of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TokenProbability:
    """A token that may come next.

    Attributes:
        id: In the model's vocabulary.
        piece: Its text; bytes that are no whole character are shown as in `<0xE2>`.
        probability: From 0 to 1.
    """

    id: int
    piece: str
    probability: float

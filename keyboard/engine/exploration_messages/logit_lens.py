"""What each block would predict."""

from dataclasses import dataclass
from typing import ClassVar

from keyboard.engine.exploration_messages.question import Question
from keyboard.engine.exploration_messages.token_probability import TokenProbability


@dataclass(frozen=True)
class LogitLensRequest(Question):
    """Ask what each block would predict after a token, were its output the last one's (nostalgebraist 2020)."""

    type: ClassVar[str] = "logit-lens"
    text: str
    position: int = -1
    count: int = 5


@dataclass(frozen=True)
class LayerPrediction:
    """What the output of one block predicts, best first; blocks are counted from 0."""

    layer: int
    tokens: tuple[TokenProbability, ...]


@dataclass(frozen=True)
class LogitLens:
    """The answer to a `LogitLensRequest`."""

    type: ClassVar[str] = "logit-lens"
    id: int
    piece: str
    position: int
    layers: tuple[LayerPrediction, ...]
    tokens_evaluated: int

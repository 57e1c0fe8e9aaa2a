"""What a program that uses an engine tells its user about it."""

from dataclasses import dataclass
from enum import Enum, auto

from keyboard.engine.model_choice import DEFAULT_CHOICE, ModelChoice


class Condition(Enum):
    """How things stand with the engine."""

    STARTING = auto()
    LOADING = auto()
    READY = auto()
    RESTARTING = auto()
    LEXICON_ONLY = auto()
    """Words come from the lexicon alone, because the model cannot be used."""
    NO_MODEL = auto()
    """The same, because none is installed: installing one is the way out."""
    ABSENT = auto()
    """There are no suggestions, and none will come by themselves."""


@dataclass(frozen=True)
class EngineState:
    """The state of the engine.

    Attributes:
        condition: How things stand.
        sentence: For the user; "" where there is nothing to say.
        model: The model's name, or "".
        backend: What evaluates it, or "".
        progress: From 0 to 1 while the model is loaded.
        choice: What this engine was started for; what it runs on can differ where that cannot be used.
        layers: The model's layers, the output counted as one.
        gpu_layers: How many of them a GPU evaluates.
    """

    condition: Condition
    sentence: str = ""
    model: str = ""
    backend: str = ""
    progress: float = 0.0
    choice: ModelChoice = DEFAULT_CHOICE
    layers: int = 0
    gpu_layers: int = 0

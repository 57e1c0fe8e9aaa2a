"""The choice of a model, and the state of the engine that runs it, as a program shows them to its user."""

from dataclasses import dataclass
from enum import Enum, auto

from keyboard.settings.settings import Settings


@dataclass(frozen=True)
class ModelChoice:
    """A model and what evaluates it; the engine chooses what is None.

    Attributes:
        model: Its name, or the path of its file; None is the default model.
        backend: The backend's name; None is the best that is proven.
        gpu_layers: How many of the model's layers a GPU evaluates, as llama.cpp counts them: the last ones first, and the
            output as one. None is all of them.
    """

    model: str | None = None
    backend: str | None = None
    gpu_layers: int | None = None

    def arguments(self) -> list[str]:
        """Return the arguments of `keyboard serve` for this choice."""
        options = (("--model", self.model), ("--backend", self.backend), ("--gpu-layers", self.gpu_layers))
        return [part for option, value in options if value is not None for part in (option, str(value))]


DEFAULT_CHOICE = ModelChoice()


def choice_of(settings: Settings) -> ModelChoice:
    """Return the choice in the settings."""
    layers = settings.gpu_layers if settings.gpu_layers >= 0 else None
    return ModelChoice(settings.model or None, settings.backend or None, layers)


class Condition(Enum):
    """Whether the engine can answer, and if not, why."""

    STARTING = auto()
    LOADING = auto()
    READY = auto()
    RESTARTING = auto()
    LEXICON_ONLY = auto()
    """Words come from the lexicon alone, because the model cannot be used."""
    NO_MODEL = auto()
    """The same, because none is installed: installing one is the way out."""
    ABSENT = auto()
    """There are no suggestions until the user restarts the engine."""


@dataclass(frozen=True)
class EngineState:
    """The state of the engine.

    Attributes:
        condition: Whether it can answer, and if not, why.
        sentence: For the user; "" where there is nothing to say.
        model: The model's name, or "".
        backend: What evaluates it, or "".
        progress: From 0 to 1 while the model is loaded.
        choice: What this engine was started with; it runs on something else where that cannot be used.
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

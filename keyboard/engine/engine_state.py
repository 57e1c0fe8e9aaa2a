"""The choice of a model, the state of the engine that runs it, and the backends, for programs that show them."""

from dataclasses import dataclass
from enum import Enum, auto

from keyboard.settings.settings import Settings


@dataclass(frozen=True)
class ModelChoice:
    """A model, its backend and its layers on a GPU; the engine chooses those that are None."""

    model: str | None = None  # its name, or the path of its file; None is the default model
    backend: str | None = None  # the backend's name; None is the best that works here
    # How many of the model's layers a GPU evaluates, as llama.cpp counts them: the last ones first, and the output as one. None
    # is all of them.
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
    """Words come only from the lexicon, because the model cannot be used."""
    NO_MODEL = auto()
    """The same, because no model is installed; the user can install one."""
    ABSENT = auto()
    """There are no suggestions until the user restarts the engine."""


@dataclass(frozen=True)
class EngineState:
    """The state of the engine."""

    condition: Condition
    sentence: str = ""  # for the user, or ""
    model: str = ""  # the model's name, or ""
    backend: str = ""  # the backend's name, or ""
    progress: float = 0.0  # from 0 to 1 while the model is loaded
    choice: ModelChoice = DEFAULT_CHOICE  # of the start; the engine runs on something else if that cannot be used
    layers: int = 0  # the model's layers, the output counted as one
    gpu_layers: int = 0  # how many of them a GPU evaluates


@dataclass(frozen=True)
class BackendReport:
    """The facts about a backend."""

    backend: str
    device: str  # the device in its maker's words
    is_gpu: bool  # whether a GPU evaluates the model's layers
    tokens_per_second: float | None  # how fast it decodes the model; None if it was not tried
    has_crashed: bool = False  # whether it has ended a process and is no longer used
    layers: int | None = None  # the model's layers, the output counted as one; None if there is no model
    gpu_layers: int | None = None  # how many of them it would put on a GPU; likewise

    @property
    def how(self) -> str:
        """A description of its proof, for the user."""
        if self.has_crashed:
            return "crashed, and is not used again unless you choose it"
        if self.tokens_per_second is None:
            return "not tried"
        offloaded = f"{self.gpu_layers} of {self.layers} layers on a GPU" if self.layers else "layers not known"
        return f"{self.tokens_per_second:.0f} tokens a second, {offloaded}"

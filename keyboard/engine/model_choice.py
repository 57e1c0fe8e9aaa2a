"""What a user has chosen to be predicted with."""

from dataclasses import dataclass

from keyboard.settings import Settings


@dataclass(frozen=True)
class ModelChoice:
    """A model and what evaluates it; what is None is chosen by the engine.

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
    """Return the choice that was kept."""
    layers = settings.gpu_layers if settings.gpu_layers >= 0 else None
    return ModelChoice(settings.model or None, settings.backend or None, layers)

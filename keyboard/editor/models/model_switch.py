"""Changing to another model, backend or number of GPU layers, and keeping the choice for the next start."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.engine.engine_state import Condition, EngineState
from keyboard.engine.model_choice import ModelChoice
from keyboard.settings import ALL_LAYERS

_AT_REST = {Condition.READY, Condition.NO_MODEL, Condition.LEXICON_ONLY}


class ModelSwitch(QObject):
    """Puts a choice into use; what cannot be used leaves the one before in its place, and is not kept.

    Attributes:
        state: How things stand with the engine.

    Signals:
        changed: `state` is another.
        used: What was chosen is in use; the model's name.
        failed: It cannot be used; one sentence.
    """

    changed = Signal()
    used = Signal(str)
    failed = Signal(str)

    def __init__(self, link: EngineLink, settings: SettingsAccess) -> None:
        super().__init__(link)
        self.state = EngineState(Condition.STARTING)
        self._link = link
        self._settings = settings
        self._wanted: ModelChoice | None = None
        self._before = ModelChoice()
        self._is_tried = False
        link.state_changed.connect(self._hear)

    @property
    def model_in_use(self) -> str:
        """The name of the model that the suggestions come from, or ""."""
        return self.state.model

    @property
    def is_switching(self) -> bool:
        """Whether a choice is being put into use."""
        return self._wanted is not None

    def use_model(self, name: str | None) -> None:
        """Change to another model, or to the default one; what evaluates it stays."""
        self._use(replace(self.state.choice, model=name))

    def use_backend(self, backend: str | None, gpu_layers: int | None) -> None:
        """Let another backend evaluate the model."""
        self._use(replace(self.state.choice, backend=backend, gpu_layers=gpu_layers))

    def _use(self, choice: ModelChoice) -> None:
        self._before, self._wanted, self._is_tried = self.state.choice, choice, False
        self._link.use_model(choice)
        self.changed.emit()

    def _hear(self, state: EngineState) -> None:
        self.state = state
        wanted = self._wanted
        if wanted is not None and state.choice == wanted:
            self._is_tried = True
            if state.condition in _AT_REST:
                self._keep(wanted)
                self.used.emit(state.model)
        elif wanted is not None and self._is_tried and state.condition in _AT_REST:
            self._wanted = None
            self.failed.emit(state.sentence)
        self.changed.emit()

    def _keep(self, choice: ModelChoice) -> None:
        """Keep what the user has changed, and not what the command line has said for this time."""
        self._wanted = None
        kept = {
            "model": choice.model or "",
            "backend": choice.backend or "",
            "gpu_layers": ALL_LAYERS if choice.gpu_layers is None else choice.gpu_layers,
        }
        self._settings.change(
            **{name: value for name, value in kept.items() if getattr(choice, name) != getattr(self._before, name)}
        )

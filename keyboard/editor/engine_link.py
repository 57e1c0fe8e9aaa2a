"""From the engine's threads to the window's: what the supervisor hears arrives as Qt signals."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from keyboard.engine.engine_state import EngineState
from keyboard.engine.exploration_messages.exploration import Exploration, ExplorationReply
from keyboard.engine.messages import Ranked, Reply, Suggestions, SuggestRequest
from keyboard.engine.model_choice import DEFAULT_CHOICE, ModelChoice
from keyboard.engine.supervisor import EngineSupervisor


class EngineLink(QObject):
    """An engine for the windows: the first starts it, the last ends it.

    Signals:
        answered: A `Suggestions` message came.
        ranked: A `Ranked` message came.
        explored: An `ExplorationReply` came.
        state_changed: The engine's `EngineState` is another.
    """

    answered = Signal(object)
    ranked = Signal(object)
    explored = Signal(object)
    state_changed = Signal(object)

    def __init__(self, choice: ModelChoice = DEFAULT_CHOICE, parent: QObject | None = None) -> None:
        """Supervise an engine of this choice; `start` starts it."""
        super().__init__(parent)
        self._supervisor = EngineSupervisor(self._hear, choice)
        self._users = 0
        self._state: EngineState | None = None

    @property
    def engine_pid(self) -> int | None:
        """The engine's process id, or None while none runs."""
        return self._supervisor.engine_pid

    def start(self) -> None:
        """Start the engine, or tell how the one that runs is; returns at once."""
        self._users += 1
        if self._users == 1:
            self._supervisor.start()
        elif self._state:
            self.state_changed.emit(self._state)

    def suggest(self, request: SuggestRequest) -> int:
        """Send a request under an id of its own; return that at once."""
        return self._supervisor.suggest(request)

    def rank(self, text: str, offset: int, words: Sequence[str]) -> int:
        """Ask how probable words are after a text; return the request's id at once, or 0 where no engine is ready."""
        return self._supervisor.rank(text, offset, words)

    def explore(self, request: Exploration) -> int:
        """Send an exploration under an id of its own; return that at once, or 0 where no engine is ready."""
        return self._supervisor.explore(request)

    def stop_exploring(self, exploration: int) -> None:
        """Give an exploration up, by its request's id."""
        self._supervisor.stop_exploring(exploration)

    def restart(self) -> None:
        """Start anew, as after a model was installed."""
        self._supervisor.restart()

    def use_model(self, choice: ModelChoice) -> None:
        """Let an engine of another choice take over; where it cannot be used, the one before goes on."""
        self._supervisor.use_model(choice)

    def close(self) -> None:
        """End the engine, unless another window has started it too."""
        self._users -= 1
        if self._users <= 0:
            self._supervisor.close()

    def _hear(self, event: Reply | EngineState) -> None:
        if isinstance(event, EngineState):
            self._state = event
            self.state_changed.emit(event)
        elif isinstance(event, Suggestions):
            self.answered.emit(event)
        elif isinstance(event, Ranked):
            self.ranked.emit(event)
        elif isinstance(event, ExplorationReply):
            self.explored.emit(event)

"""From the engine's threads to the window's: what the supervisor hears arrives as Qt signals."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel

from keyboard.editor.models.model_library import ModelLibrary
from keyboard.editor.notice import Notice
from keyboard.engine.engine_state import DEFAULT_CHOICE, Condition, EngineState, ModelChoice
from keyboard.engine.exploration_messages import Exploration, ExplorationReply
from keyboard.engine.messages import Ranked, Reply
from keyboard.engine.supervisor import EngineSupervisor
from keyboard.writing.query import Query, Suggestions


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

    def suggest(self, request: Query) -> int:
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


# How long the sentence about a failure stays once the engine is back, which is sooner than one can read it.
_READING_TIME_MS = 3000

OFFERED_MODEL = "smollm2-135m"


class EngineNotice(QObject):
    """Turns the engine's state into a sentence, and has a model installed where none is."""

    def __init__(self, notice: Notice, status: QLabel, link: EngineLink, library: ModelLibrary) -> None:
        """Write to the notice and to the status line's label."""
        super().__init__(notice)
        self._notice = notice
        self._status = status
        self._link = link
        self._runs_on = ""
        self._condition = Condition.STARTING
        self._hide_soon = QTimer(self, singleShot=True, interval=_READING_TIME_MS)
        self._hide_soon.timeout.connect(lambda: notice.say(""))
        self._library = library
        library.changed.connect(self._offer_model)
        library.installed.connect(self._use_first_model)
        notice.action_requested.connect(self._act)
        link.state_changed.connect(self.show_state)

    def show_state(self, state: EngineState) -> None:
        """Say how things stand."""
        has_recovered = self._condition is Condition.RESTARTING and state.condition is Condition.READY
        self._condition = state.condition
        self._runs_on = " · ".join(part for part in (state.model, state.backend) if part)
        self._status.setText(self._runs_on)
        self._hide_soon.stop()
        if has_recovered and not state.sentence:
            self._hide_soon.start()
            return
        match state.condition:
            case Condition.LOADING:
                self._notice.say(self.tr("The model is being loaded."), progress=state.progress)
            case Condition.STARTING:
                self._notice.say(self.tr("The engine is starting."))
            case Condition.NO_MODEL:
                self._offer_model()
            case Condition.ABSENT:
                self._notice.say(state.sentence, action=self.tr("Try again"))
            case Condition.READY if state.sentence:
                self._notice.say(state.sentence, action=self.tr("Close"))
            case _:
                self._notice.say(state.sentence)

    def show_latency(self, answer: Suggestions) -> None:
        """Say how long the last first answer took; a better one comes when nobody waits."""
        if answer.final:
            return
        self._status.setText(f"{self._runs_on} · {answer.milliseconds:.0f} ms" if self._runs_on else "")

    def _offer_model(self) -> None:
        """Say that there is no model, and offer one unless one is on its way."""
        if self._condition is not Condition.NO_MODEL:
            return
        is_installing = any(work.is_installation for work in self._library.work.values())
        action = "" if is_installing else self.tr("Install a Model")
        self._notice.say(self.tr("No model is installed, so words come from the word list alone."), action=action)

    def _use_first_model(self) -> None:
        if self._condition is Condition.NO_MODEL:
            self._link.restart()

    def _act(self) -> None:
        if self._condition is Condition.NO_MODEL:
            self._library.install(OFFERED_MODEL)
        elif self._condition is Condition.READY:
            self._notice.say("")
        else:
            self._link.restart()

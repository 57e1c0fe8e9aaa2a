"""The engine for the windows: its answers as Qt signals, and its state in a line above the bar."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLabel

from keyboard.editor.models.model_library import ModelLibrary
from keyboard.editor.notice import Notice
from keyboard.engine.engine_state import DEFAULT_CHOICE, Condition, EngineState, ModelChoice
from keyboard.engine.exploration_messages import ExplorationReply
from keyboard.engine.messages import Ranked, Reply
from keyboard.engine.supervisor import EngineSupervisor
from keyboard.writing.query import Suggestions


class EngineLink(EngineSupervisor, QObject):
    """The supervised engine, whose answers come as Qt signals on the thread of the windows.

    All windows share one. The first that calls `start` starts the engine, and the last that calls `close` ends it.
    """

    answered = Signal(object)
    ranked = Signal(object)
    explored = Signal(object)
    state_changed = Signal(object)

    def __init__(self, choice: ModelChoice = DEFAULT_CHOICE) -> None:
        """Supervise an engine of this choice; `start` starts it."""
        QObject.__init__(self)
        EngineSupervisor.__init__(self, self._emit, choice)
        self._window_count = 0
        self._newest_state: EngineState | None = None

    def start(self) -> None:
        """Start the engine, or emit the state of the running one; return at once."""
        self._window_count += 1
        if self._window_count == 1:
            super().start()
        elif self._newest_state:
            self.state_changed.emit(self._newest_state)

    def close(self) -> None:
        """End the engine, unless another window uses it."""
        self._window_count -= 1
        if self._window_count <= 0:
            super().close()

    def _emit(self, event: Reply | EngineState) -> None:
        if isinstance(event, EngineState):
            self._newest_state = event
            self.state_changed.emit(event)
        elif isinstance(event, Suggestions):
            self.answered.emit(event)
        elif isinstance(event, Ranked):
            self.ranked.emit(event)
        elif isinstance(event, ExplorationReply):
            self.explored.emit(event)


# A failure's sentence stays this long after the engine is back, which may be sooner than one can read it.
_READING_TIME_MS = 3000

OFFERED_MODEL = "smollm2-135m"


class EngineNotice(QObject):
    """Shows the engine's state as a sentence, and offers to install a model if there is none."""

    def __init__(self, notice: Notice, status: QLabel, link: EngineLink, library: ModelLibrary) -> None:
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
        notice.action_requested.connect(self._act_on_button)
        link.state_changed.connect(self.show_state)

    def show_state(self, state: EngineState) -> None:
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
        """Show how long the first answer took; nobody waits for the better ones after it."""
        if answer.final:
            return
        self._status.setText(f"{self._runs_on} · {answer.milliseconds:.0f} ms" if self._runs_on else "")

    def _offer_model(self) -> None:
        if self._condition is not Condition.NO_MODEL:
            return
        is_installing = any(work.is_installation for work in self._library.work.values())
        action = "" if is_installing else self.tr("Install a Model")
        self._notice.say(self.tr("No model is installed, so words come only from the word list."), action=action)

    def _use_first_model(self) -> None:
        if self._condition is Condition.NO_MODEL:
            self._link.restart()

    def _act_on_button(self) -> None:
        if self._condition is Condition.NO_MODEL:
            self._library.install(OFFERED_MODEL)
        elif self._condition is Condition.READY:
            self._notice.say("")
        else:
            self._link.restart()

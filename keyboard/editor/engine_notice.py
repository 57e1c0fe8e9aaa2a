"""What the window says of the engine: the notice above the bar, the status line, and the offer to install a model."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.model_installation import ModelInstallation
from keyboard.editor.notice import Notice
from keyboard.engine.engine_state import Condition, EngineState
from keyboard.engine.messages import Suggestions

# How long the sentence about a failure stays once the engine is back, which is sooner than one can read it.
_READING_TIME_MS = 3000


class EngineNotice(QObject):
    """Turns the engine's state into a sentence, and installs a model where none is."""

    def __init__(self, notice: Notice, status: QLabel, link: EngineLink) -> None:
        """Write to the notice and to the status line's label."""
        super().__init__(notice)
        self._notice = notice
        self._status = status
        self._link = link
        self._runs_on = ""
        self._condition = Condition.STARTING
        self._hide_soon = QTimer(self, singleShot=True, interval=_READING_TIME_MS)
        self._hide_soon.timeout.connect(lambda: notice.say(""))
        self._installation = ModelInstallation(self)
        self._installation.progressed.connect(self._show_progress)
        self._installation.finished.connect(link.restart)
        self._installation.failed.connect(lambda sentence: self._notice.say(sentence, action=self.tr("Try again")))
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
                self._notice.say(
                    self.tr("No model is installed, so words come from the word list alone."), action=self.tr("Install a model")
                )
            case Condition.ABSENT:
                self._notice.say(state.sentence, action=self.tr("Try again"))
            case _:
                self._notice.say(state.sentence)

    def show_latency(self, answer: Suggestions) -> None:
        """Say how long the last first answer took; a better one comes when nobody waits."""
        if answer.final:
            return
        self._status.setText(f"{self._runs_on} · {answer.milliseconds:.0f} ms" if self._runs_on else "")

    def _act(self) -> None:
        if self._installation.is_running:
            self._installation.cancel()
        elif self._condition is Condition.NO_MODEL:
            self._installation.start()
            self._notice.say(self.tr("The model is being fetched."), progress=0.0, action=self.tr("Cancel"))
        else:
            self._link.restart()

    def _show_progress(self, sentence: str, progress: float) -> None:
        self._notice.say(sentence, progress=progress, action=self.tr("Cancel"))

"""The pages' way to the engine: each answer comes to the page that asked, and only while it is the newest of its type."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from keyboard.engine.engine_state import Condition, EngineState
from keyboard.engine.exploration_messages.exploration import Exploration, ExplorationReply
from keyboard.engine.exploration_messages.question import ExplorationFailure

# `explore` gives the request its own.
NO_ID = 0
# All windows ask one engine; each asks under a number of its own.
_ASKERS = count(1)


class ExplorationSource(Protocol):
    """Who answers: `EngineLink`, or a stand-in."""

    @property
    def explored(self) -> SignalInstance:
        """An `ExplorationReply` came."""

    @property
    def state_changed(self) -> SignalInstance:
        """The engine's `EngineState` is another."""

    def explore(self, request: Exploration) -> int:
        """Send a request under an id of its own, and return that at once."""

    def stop_exploring(self, exploration: int) -> None:
        """Give an exploration up, by its request's id."""


@dataclass(frozen=True)
class _Awaited:
    id: int
    then: Callable[[Any], None]
    or_else: Callable[[], None]


class ExplorerLink(QObject):
    """Sends requests for one window's pages, while the engine has a model.

    Signals:
        answered: A reply went to a page.
        failed: The engine says why it cannot answer; one sentence.
        model_changed: Another model answers from now on; comes before `readiness_changed`.
        readiness_changed: Requests can be sent from now on, or not any more.

    Attributes:
        is_ready: Whether requests can be sent.
        model: The name of the model that answers, or answered last.
    """

    answered = Signal()
    failed = Signal(str)
    model_changed = Signal()
    readiness_changed = Signal(bool)

    def __init__(self, source: ExplorationSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._asker = next(_ASKERS)
        self._awaited: dict[str, _Awaited] = {}  # by the request's type
        self.is_ready = False
        self.model = ""
        source.explored.connect(self._take)
        source.state_changed.connect(self._follow)

    def ask(self, request: Exploration, then: Callable[[Any], None], or_else: Callable[[], None] = lambda: None) -> int:
        """Ask, with any id in the request, and call `then` with each reply; return the id that it got, 0 where none can be sent.

        `or_else` is called where it fails or the engine ends before it is done. What was asked before by a request of the same
        type is not answered any more.
        """
        self._awaited.pop(request.type, None)
        if not self.is_ready:
            return NO_ID
        number = self._source.explore(replace(request, asker=self._asker))
        self._awaited[request.type] = _Awaited(number, then, or_else)
        return number

    def awaits(self, request_type: str) -> bool:
        """Tell whether the newest request of a type may still be answered."""
        return request_type in self._awaited

    def stop(self, request_type: str) -> None:
        """Give up what was asked by the newest request of a type; a sample's end is still heard."""
        if awaited := self._awaited.get(request_type):
            self._source.stop_exploring(awaited.id)

    def forget(self, request_type: str) -> None:
        """Give it up, and hear no more of it."""
        self.stop(request_type)
        self._awaited.pop(request_type, None)

    def _take(self, reply: ExplorationReply) -> None:
        awaited = next((awaited for awaited in self._awaited.values() if awaited.id == reply.id), None)
        if awaited is None:
            return
        if isinstance(reply, ExplorationFailure):
            self.failed.emit(reply.sentence)
            awaited.or_else()
            return
        self.answered.emit()
        awaited.then(reply)

    def _follow(self, state: EngineState) -> None:
        is_ready = state.condition is Condition.READY
        if is_ready != self.is_ready:
            self.is_ready = is_ready
            given_up, self._awaited = list(self._awaited.values()), {}
            for awaited in given_up:
                awaited.or_else()
            if is_ready and state.model != self.model:
                self.model = state.model
                self.model_changed.emit()
            self.readiness_changed.emit(is_ready)

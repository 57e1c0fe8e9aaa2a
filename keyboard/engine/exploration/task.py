"""Work on a question of the explorer, in pieces between which the typing has its turn."""

from collections.abc import Callable, Sequence
from typing import Protocol

from keyboard.engine.exploration_messages.exploration import Exploration, ExplorationReply
from keyboard.language_model.kv_cache import AbortWhen


class Task(Protocol):
    """A question that is being answered."""

    @property
    def request(self) -> Exploration:
        """The question."""
        ...

    @property
    def is_done(self) -> bool:
        """Whether everything was answered."""
        ...

    def advance(self, abort_when: AbortWhen) -> Sequence[ExplorationReply]:
        """Do the next piece of work and return what it gave.

        Raises `EvaluationAbortedError` with nothing lost when `abort_when` says so, and may then be called again; raises
        `EngineError` or `LanguageModelError` where the question cannot be answered.
        """
        ...

    def stop(self) -> Sequence[ExplorationReply]:
        """Give up, and return what is to be said of it."""
        ...


class OneAnswer:
    """A question with one answer; when a key interrupts it, what was evaluated stays cached, and it starts again."""

    def __init__(self, request: Exploration, answer: Callable[[AbortWhen], ExplorationReply]) -> None:
        self.request = request
        self.is_done = False
        self._answer = answer

    def advance(self, abort_when: AbortWhen) -> Sequence[ExplorationReply]:
        """Answer."""
        reply = self._answer(abort_when)
        self.is_done = True
        return (reply,)

    def stop(self) -> Sequence[ExplorationReply]:
        """Say nothing: half an answer is none."""
        return ()

"""An engine process for a program that runs an event loop of asyncio, which starts when it is needed and ends a while after."""

import asyncio
from collections.abc import Callable

from keyboard.engine.engine_state import Condition, EngineState, choice_of
from keyboard.engine.messages import Reply
from keyboard.engine.supervisor import EngineSupervisor
from keyboard.settings.settings import Settings
from keyboard.writing.query import Query, Suggestions

# Unneeded for so long, the engine gives its memory back.
_KEPT_S = 300.0


class SharedEngine:
    """Runs an engine from the first need on, and ends it a while after the last one.

    Nothing waits for it: a query to an engine that is absent, frozen or busy has no answer, and typing goes on.
    """

    def __init__(self, take_answer: Callable[[Suggestions], None], kept_s: float = _KEPT_S) -> None:
        """Call `take_answer` in the event loop that runs now, with each answer."""
        self._loop = asyncio.get_running_loop()
        self._take_answer = take_answer
        self._kept_s = kept_s
        self._supervisor: EngineSupervisor | None = None
        self._end: asyncio.TimerHandle | None = None

    @property
    def engine_pid(self) -> int | None:
        """The process id of the engine that runs now, or None."""
        return self._supervisor.engine_pid if self._supervisor else None

    def need(self, settings: Settings) -> None:
        """Start an engine unless one runs, because words are wanted; returns at once."""
        if self._end:
            self._end.cancel()
            self._end = None
        if self._supervisor is None:
            self._supervisor = EngineSupervisor(self._pass_on, choice_of(settings))
            self._supervisor.start()

    def release(self) -> None:
        """End the engine in a while, unless it is needed again; returns at once."""
        if self._supervisor and self._end is None:
            self._end = self._loop.call_later(self._kept_s, self.close)

    def suggest(self, query: Query) -> int:
        """Send a query under an id of its own and return the id at once, or 0 where no engine was needed yet."""
        return self._supervisor.suggest(query) if self._supervisor else 0

    def close(self) -> None:
        """End the engine without waiting for its end."""
        supervisor, self._supervisor, self._end = self._supervisor, None, None
        if supervisor:
            self._loop.run_in_executor(None, supervisor.close)

    def _pass_on(self, event: Reply | EngineState) -> None:
        if isinstance(event, Suggestions):
            self._loop.call_soon_threadsafe(self._take_answer, event)
        elif isinstance(event, EngineState) and event.condition is Condition.ABSENT:
            self._loop.call_soon_threadsafe(self.close)  # the next need starts another

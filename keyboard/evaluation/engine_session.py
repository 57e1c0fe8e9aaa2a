"""A separate engine to measure: sends a request and returns the answer with its latency."""

import queue
import time
from collections import Counter
from dataclasses import dataclass

import msgspec

from keyboard.engine.child import child_command
from keyboard.engine.client import EngineClient
from keyboard.engine.errors import EngineError
from keyboard.engine.exploration_messages import Exploration, ExplorationFailure, ExplorationReply, StopRequest, type_of
from keyboard.engine.messages import Failure, Idle, Ready, Reply
from keyboard.writing.query import Query, Suggestions

_PATIENCE_S = 120.0


@dataclass(frozen=True)
class TimedAnswer:
    """The first answer to a request, and its latency in ms, including both pipes."""

    answer: Suggestions
    milliseconds: float


class EngineSession:
    """A real engine in a child process, asked one thing at a time."""

    def __init__(self, model: str | None) -> None:
        """Start an engine and wait until it is ready; raise `EngineError` if it cannot use the model."""
        self._replies: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        arguments = ["serve"] if model is None else ["serve", "--model", model]
        self._client = EngineClient(child_command(*arguments), self._replies.put, on_end=lambda _code: self._replies.put(None))
        self._last_id = 0
        self._settled_id = 0
        self._last_exploration_id = 0
        self._explorations: dict[type[Exploration], int] = {}
        self.explored: Counter[str] = Counter()  # the number of messages of each type that have answered `explore` so far
        self.ahead_tokens = 0  # tokens evaluated so far in idle time, for words that are not written yet
        self.window_tokens = 0  # the same, for text before the cursor
        self.ready = self._wait_until_ready()

    @property
    def idle_tokens(self) -> int:
        """Tokens evaluated so far while nobody waited."""
        return self.ahead_tokens + self.window_tokens

    @property
    def pid(self) -> int:
        return self._client.pid

    def ask(self, text: str, *, offset: int = 0, look_ahead: bool = True) -> TimedAnswer:
        """Return the first answer for a cursor at the end of `text`, which begins `offset` characters into its document."""
        self._last_id += 1
        started = time.perf_counter()
        self._client.send(Query(self._last_id, text, offset, look_ahead=look_ahead))
        while True:
            reply = self._next_in_patience()
            milliseconds = (time.perf_counter() - started) * 1000
            self._count(reply)
            if isinstance(reply, Suggestions) and reply.id == self._last_id:
                return TimedAnswer(reply, milliseconds)

    def explore(self, request: Exploration) -> None:
        """Send an exploration under a new id and return at once; of each type the newest counts."""
        self._last_exploration_id += 1
        self._explorations[type(request)] = self._last_exploration_id
        self._client.send(msgspec.structs.replace(request, id=self._last_exploration_id))

    def stop_exploring(self) -> None:
        for exploration_id in self._explorations.values():
            self._client.send(StopRequest(exploration_id))
        self._explorations.clear()

    def pause(self, seconds: float) -> Suggestions | None:
        """Wait; return the improved answer to the last request if one came, or None."""
        better = None
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            try:
                reply = self._next(left)
            except queue.Empty:
                break
            self._count(reply)
            if isinstance(reply, Suggestions) and reply.id == self._last_id:
                better = reply
        return better

    def settle(self) -> Suggestions | None:
        """Wait until the engine is idle; return the improved answer to the last request, or None."""
        better = None
        while self._settled_id != self._last_id:
            reply = self._next_in_patience()
            self._count(reply)
            if isinstance(reply, Suggestions) and reply.id == self._last_id:
                better = reply
        return better

    def close(self) -> None:
        self._client.close()
        if not self._client.wait(5.0):
            self._client.kill()

    def _wait_until_ready(self) -> Ready:
        while True:
            reply = self._next_in_patience()
            if isinstance(reply, Failure) and reply.kind != "vocabulary":
                self.close()
                raise EngineError(reply.sentence)
            if isinstance(reply, Ready):
                return reply

    def _next_in_patience(self) -> Reply:
        try:
            return self._next(_PATIENCE_S)
        except queue.Empty as error:
            raise EngineError(f"The engine said nothing for {_PATIENCE_S:.0f} s; `keyboard doctor` says more.") from error

    def _next(self, timeout_s: float) -> Reply:
        """Return the engine's next message; raise `EngineError` if it has ended, and `queue.Empty` where it says nothing."""
        reply = self._replies.get(timeout=timeout_s)
        if reply is None:
            raise EngineError("The engine ended while it was measured; `keyboard doctor` says more.")
        return reply

    def _count(self, reply: Reply) -> None:
        if isinstance(reply, Idle):
            self._settled_id = reply.id
        if isinstance(reply, Idle | Suggestions):
            self.ahead_tokens += reply.tokens_evaluated_ahead
            self.window_tokens += reply.tokens_evaluated_for_windows
        elif isinstance(reply, ExplorationFailure):
            raise EngineError(reply.sentence)
        elif isinstance(reply, ExplorationReply):
            self.explored[type_of(reply)] += 1

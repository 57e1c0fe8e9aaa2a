"""One engine from its start to its end, noticed also where it freezes."""

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from keyboard.engine.child import ending_of
from keyboard.engine.client import EngineClient
from keyboard.engine.messages import Ping, Pong, Reply, Request, Suggestions, SuggestRequest

_PING_INTERVAL_S = 1.0
# An engine that has spoken before and says nothing for so long is frozen; at its start the disk may be slow.
_FROZEN_S = 4.0
_FROZEN_AT_START_S = 60.0
# No answer that one would wait for takes this long on any machine.
_HANGING_S = 30.0


@dataclass(frozen=True)
class _End:
    """The engine's end: in words that follow "The engine", or "" where it was asked for."""

    how: str


class EngineLife:
    """A running engine that is watched."""

    def __init__(self, command: list[str], log_file: Path | None) -> None:
        """Start the engine."""
        self._events: queue.SimpleQueue[Reply | _End] = queue.SimpleQueue()
        self._unanswered_since: float | None = None
        self._client = EngineClient(
            command,
            on_reply=self._events.put,
            on_end=lambda code: self._events.put(_End(_ending(code))),
            log_file=log_file,
        )

    @property
    def pid(self) -> int:
        """The engine's process id."""
        return self._client.pid

    def send(self, request: Request) -> None:
        """Send a request; returns at once."""
        if isinstance(request, SuggestRequest) and self._unanswered_since is None:
            self._unanswered_since = time.monotonic()
        self._client.send(request)

    def end(self) -> None:
        """Let `watch` return; may be called from any thread."""
        self._events.put(_End(""))

    def watch(self, on_reply: Callable[[Reply], None]) -> str:
        """Hear the engine's replies until it has ended; return how, in words that follow "The engine", or "" if asked to."""
        heard_at, patience_s = time.monotonic(), _FROZEN_AT_START_S
        ping_id = 0
        while True:
            try:
                event = self._events.get(timeout=_PING_INTERVAL_S)
            except queue.Empty:
                if trouble := self._trouble(heard_at, patience_s):
                    return self._finish(trouble)
                ping_id += 1
                self._client.send(Ping(ping_id))
                continue
            if isinstance(event, _End):
                return self._finish(event.how)
            heard_at, patience_s = time.monotonic(), _FROZEN_S
            if isinstance(event, Suggestions):
                self._unanswered_since = None
            if not isinstance(event, Pong):
                on_reply(event)

    def _trouble(self, heard_at: float, patience_s: float) -> str:
        now = time.monotonic()
        if now - heard_at > patience_s:
            return "stopped answering"
        if self._unanswered_since is not None and now - self._unanswered_since > _HANGING_S:
            return "could not finish an answer"
        return ""

    def _finish(self, how: str) -> str:
        """Make sure that the process is gone, asking it first where it lives and is well."""
        if not how:
            self._client.close()
            self._client.wait(1.0)
        self._client.kill()
        self._client.wait(5.0)
        return how


def _ending(code: int) -> str:
    return f"was ended by {ending_of(code)}" if code < 0 else f"stopped with {ending_of(code)}"

"""A running engine, seen from the program that uses it; nothing here waits for the engine."""

import contextlib
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from keyboard.engine.child import NO_CONSOLE, ending_of
from keyboard.engine.exploration_messages import Question, StopRequest
from keyboard.engine.message_lines import MessageError, decode_reply, encode
from keyboard.engine.messages import Ping, Pong, Reply, Request
from keyboard.writing.query import Query, Suggestions


class EngineClient:
    """Starts an engine as a child process, sends it requests and hears its replies.

    Requests go through a thread of their own, because a pipe to a process that does not read fills up and would block the
    writer. Of the requests that wait there only the newest of each kind is kept.
    """

    def __init__(
        self,
        command: list[str],
        on_reply: Callable[[Reply], None],
        on_end: Callable[[int], None],
        log_file: Path | None = None,
    ) -> None:
        """Start the engine. Both listeners are called on a thread of the client's own; `on_end` once, with the exit code.

        What the engine writes to standard error goes to `log_file`, where that can be written.
        """
        self._on_reply = on_reply
        self._on_end = on_end
        self._condition = threading.Condition()
        self._waiting: dict[tuple[type[Request], int], Request] = {}
        self._is_closed = False
        self._process = self._start(command, log_file)
        for work in (self._read, self._write):
            threading.Thread(target=work, name=f"engine-{work.__name__}", daemon=True).start()

    @property
    def pid(self) -> int:
        """The engine's process id."""
        return self._process.pid

    def send(self, request: Request) -> None:
        """Send a request as soon as the engine takes it; an older one of its kind that waits is dropped."""
        with self._condition:
            self._waiting[_kind_of(request)] = request
            self._condition.notify_all()

    def close(self) -> None:
        """Let the engine end by itself: it does when its input ends."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()

    def kill(self) -> None:
        """End the engine whatever it is doing, also where it is stopped."""
        self._process.kill()

    def wait(self, timeout_s: float) -> bool:
        """Wait so long for the engine's end, and tell whether it came."""
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    @staticmethod
    def _start(command: list[str], log_file: Path | None) -> subprocess.Popen[str]:
        log = None
        with contextlib.suppress(OSError):
            log = log_file.open("wb") if log_file else None
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log or subprocess.DEVNULL,
                encoding="utf-8",
                errors="replace",
                creationflags=NO_CONSOLE,
            )
        finally:
            if log:
                log.close()

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        for line in self._process.stdout:
            try:
                reply = decode_reply(line)
            except MessageError:
                continue  # a newer engine may say more than this client knows
            self._on_reply(reply)
        self._on_end(self._process.wait())
        self.close()

    def _write(self) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        try:
            while (request := self._next_request()) is not None:
                self._process.stdin.write(encode(request))
                self._process.stdin.flush()
            self._process.stdin.close()
        except OSError:
            return  # the engine has ended, and `_read` says so

    def _next_request(self) -> Request | None:
        with self._condition:
            self._condition.wait_for(lambda: self._waiting or self._is_closed)
            if self._is_closed:
                return None
            return self._waiting.pop(next(iter(self._waiting)))


def _kind_of(request: Request) -> tuple[type[Request], int]:
    """Return what requests have in common of which the newest counts."""
    if isinstance(request, StopRequest):
        return StopRequest, request.id  # of two explorations that are given up, both are
    return type(request), request.asker if isinstance(request, Question) else 0


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
        if isinstance(request, Query) and self._unanswered_since is None:
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

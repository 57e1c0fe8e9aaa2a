"""An engine's process and its pipes, seen from the program that uses it."""

import contextlib
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from keyboard.engine.child import NO_CONSOLE
from keyboard.engine.exploration_messages import Exploration, StopRequest
from keyboard.engine.messages import MessageError, Reply, Request, decode_reply, encode

_LARGE_LOG_BYTES = 1_000_000


class EngineClient:
    """Starts an engine as a child process, sends it requests and reads its replies.

    A thread writes the requests, because the pipe to a process that does not read fills up and blocks whoever writes to it. Of
    the requests that wait for that thread only the newest of each kind is kept.
    """

    def __init__(
        self, command: list[str], on_reply: Callable[[Reply], None], on_end: Callable[[int], None], log_file: Path | None = None
    ) -> None:
        """Start the engine; raise `OSError` if that fails.

        A thread of the client calls `on_reply` for each reply and, after the last one, `on_end` with the exit code. What the
        engine writes to standard error is appended to `log_file`, if that can be opened.
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
        return self._process.pid

    def send(self, request: Request) -> None:
        """Send a request as soon as the engine reads it, and return at once; an older one of its kind that waits is dropped."""
        with self._condition:
            self._waiting[_kind_of(request)] = request
            self._condition.notify_all()

    def close(self) -> None:
        """Close the engine's input, whereupon it ends by itself."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()

    def kill(self) -> None:
        """End the engine at once, even if it hangs or is stopped."""
        self._process.kill()

    def wait(self, timeout_s: float) -> bool:
        """Wait for the engine's end, and return whether it came in time."""
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    @staticmethod
    def _start(command: list[str], log_file: Path | None) -> subprocess.Popen[str]:
        log = None
        with contextlib.suppress(OSError):
            log = _open_log(log_file) if log_file else None
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


def _open_log(file: Path) -> BinaryIO:
    """Open a log to append to it, so that a restart keeps the reason of the crash; a large one becomes `<name>.1` first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > _LARGE_LOG_BYTES:
        file.replace(file.with_name(f"{file.name}.1"))
    return file.open("ab")


def _kind_of(request: Request) -> tuple[type[Request], int]:
    """Return what requests have in common of which the newest counts."""
    if isinstance(request, StopRequest):
        return StopRequest, request.id  # of two explorations that are given up, both are
    return type(request), request.asker if isinstance(request, Exploration) else 0

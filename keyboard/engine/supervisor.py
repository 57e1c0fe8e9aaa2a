"""Keeps an engine running: restarts it when it ends, freezes or hangs, and steps down where it keeps failing."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

import msgspec

from keyboard.engine.child import CrashCount, child_command, ending_of
from keyboard.engine.client import EngineClient
from keyboard.engine.engine_state import DEFAULT_CHOICE, Condition, EngineState, ModelChoice
from keyboard.engine.exploration_messages import Exploration, StopRequest
from keyboard.engine.messages import Failure, Loading, Ping, Pong, RankRequest, Ready, Reply
from keyboard.storage.locations import cache_folder
from keyboard.writing.query import Query, Suggestions


class Phase(Enum):
    """Where an engine stands between its start and its end.

    A start leads through STARTING and LOADING to READY. An engine that fails in any of them leads to BACKING_OFF, and from there
    to the next start, or to ABSENT where nothing is left to try. `restart` and `use_model` lead to STARTING from anywhere, and
    `close` leads to CLOSED.
    """

    STARTING = auto()
    LOADING = auto()
    READY = auto()
    BACKING_OFF = auto()
    ABSENT = auto()
    CLOSED = auto()


class _Command(Enum):
    RESTART = auto()
    CLOSE = auto()


@dataclass(frozen=True)
class _End:
    """The end of a process that nobody has asked to end."""

    exit_code: int


@dataclass
class _Tries:
    """What was tried since the user last chose."""

    backend: str = ""  # the backend that the engine is on, or was on last; "" while that is not known
    without: list[str] = field(default_factory=list)  # the backends that have failed too often
    crashes: CrashCount = field(default_factory=CrashCount)  # how often the present one has failed
    notice: str = ""  # what the user reads until an engine is ready
    why_back: str = ""  # why the choice before is in use again; the user reads it even when its engine is ready


_PING_INTERVAL_S = 1.0
# Pings that may stay unanswered: an engine that has spoken before is frozen then; at its start the disk may be slow. Pings are
# counted, not seconds: after this program was suspended, the seconds are many, and the engine has had no chance to answer.
_PATIENCE_PINGS = 4
_PATIENCE_PINGS_AT_START = 60
# Pings that may pass, answered or not, while a query waits: no answer that one would wait for takes so long on any machine.
_PATIENCE_PINGS_FOR_ANSWER = 30

_LEXICON = "lexicon"
_GONE = "The engine cannot run, so there are no suggestions; your text is safe, and `keyboard doctor` says more."

Listener = Callable[[Reply | EngineState], None]


class EngineSupervisor:
    """Runs an engine as long as the machine can run one.

    The newest query is kept and sent to each engine that becomes ready, so suggestions come back by themselves. After three
    failures within a minute the engine runs on the next lower backend, then on the lexicon alone, then not at all.

    Another choice is on trial until its engine is ready: where it cannot be used, the one before is used again.

    One thread takes events from a queue, one after the other: replies, the end of the process, commands, and time that passes
    without any. It alone changes the phase and the process; the lock lets other threads read them and send requests.
    """

    def __init__(self, listener: Listener, choice: ModelChoice = DEFAULT_CHOICE) -> None:
        """Supervise engines of this choice; `start` starts the first.

        A thread of the supervisor calls `listener` with the engine's answers and with each change of `EngineState`.
        """
        self._listener = listener
        self._events: queue.SimpleQueue[_Command | tuple[int, Reply | _End]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="engine-supervisor", daemon=True)

        self._lock = threading.Lock()
        self._phase = Phase.STARTING
        self._process: EngineClient | None = None
        self._choice = choice
        self._newest: Query | None = None
        self._last_id = 0
        self._pings_since_query: int | None = None  # None while no query waits for its answer

        # The rest is the thread's own.
        self._process_number = 0  # events of an earlier process are void
        self._running = self._trusted = choice
        self._tries = _Tries()
        self._failure: Failure | None = None
        self._ready: Ready | None = None
        self._unanswered_pings = 0
        self._has_replied = False
        self._retry_at_s = 0.0

    @property
    def engine_pid(self) -> int | None:
        """The process id of the engine that runs now, or None."""
        with self._lock:
            return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the first engine; returns at once."""
        self._thread.start()

    def suggest(self, query: Query) -> int:
        """Send a query under an id of its own and return that at once; every older query is void from here on."""
        with self._lock:
            self._last_id += 1
            self._newest = msgspec.structs.replace(query, id=self._last_id)
            self._send_newest()
            return self._last_id

    def rank(self, text: str, offset: int, words: Sequence[str]) -> int:
        """Ask how probable words are after a text and return the request's id at once, or 0 if no engine is ready."""
        return self._send_if_ready(RankRequest(0, text, tuple(words), offset))

    def explore(self, request: Exploration) -> int:
        """Send an exploration under an id of its own; return that at once, or 0 if no engine is ready."""
        return self._send_if_ready(request)

    def stop_exploring(self, exploration: int) -> None:
        """Cancel an exploration, by its request's id; returns at once."""
        with self._lock:
            if self._process and self._phase is Phase.READY:
                self._process.send(StopRequest(exploration))

    def restart(self) -> None:
        """Start anew with the best backend, as after a model was installed; returns at once."""
        self._events.put(_Command.RESTART)

    def use_model(self, choice: ModelChoice) -> None:
        """Run an engine of another choice, with the newest query; returns at once.

        Where it cannot be used, the one in use before goes on, and the state's sentence says why.
        """
        with self._lock:
            self._choice = choice
        self.restart()

    def close(self) -> None:
        """End the engine, and start no other; returns when it has ended."""
        self._events.put(_Command.CLOSE)
        if self._thread.is_alive():
            self._thread.join()

    def _send_if_ready(self, request: RankRequest | Exploration) -> int:
        with self._lock:
            if self._process is None or self._phase is not Phase.READY:
                return 0
            self._last_id += 1
            self._process.send(msgspec.structs.replace(request, id=self._last_id))
            return self._last_id

    def _send_newest(self) -> None:
        """Send the newest query to an engine that is ready; the lock is held."""
        if self._newest and self._process and self._phase is Phase.READY:
            self._process.send(self._newest)
            if self._pings_since_query is None:
                self._pings_since_query = 0

    def _work(self) -> None:
        self._start_engine()
        while self._phase is not Phase.CLOSED:
            try:
                event = self._events.get(timeout=self._seconds_to_wait())
            except queue.Empty:
                self._on_silence()
                continue
            if isinstance(event, _Command):
                self._obey(event)
            elif event[0] == self._process_number:
                self._on_event(event[1])

    def _seconds_to_wait(self) -> float | None:
        if self._phase is Phase.ABSENT:
            return None
        if self._phase is Phase.BACKING_OFF:
            return max(0.0, self._retry_at_s - time.monotonic())
        return _PING_INTERVAL_S

    def _on_silence(self) -> None:
        """Start the next engine if that is what was waited for; else ping the engine, or end one that has stopped answering."""
        if self._phase is Phase.BACKING_OFF:
            self._start_engine()
            return
        with self._lock:
            if self._pings_since_query is not None:
                self._pings_since_query += 1
            is_hanging = (self._pings_since_query or 0) > _PATIENCE_PINGS_FOR_ANSWER
        if self._unanswered_pings >= (_PATIENCE_PINGS if self._has_replied else _PATIENCE_PINGS_AT_START):
            self._on_failure("stopped answering")
        elif is_hanging:
            self._on_failure("could not finish an answer")
        elif self._process:
            self._unanswered_pings += 1
            self._process.send(Ping(self._unanswered_pings))

    def _obey(self, command: _Command) -> None:
        self._stop_engine(is_healthy=True)
        if command is _Command.CLOSE:
            self._enter(Phase.CLOSED)
        else:
            self._tries = _Tries()
            self._start_engine()

    def _on_event(self, event: Reply | _End) -> None:
        if isinstance(event, _End):
            ending = ending_of(event.exit_code)
            self._on_failure(f"was ended by {ending}" if event.exit_code < 0 else f"stopped with {ending}")
            return
        self._unanswered_pings, self._has_replied = 0, True
        if isinstance(event, Failure):
            self._on_failure_message(event)
        elif isinstance(event, Loading):
            self._on_loading(event)
        elif isinstance(event, Ready):
            self._on_ready(event)
        elif not isinstance(event, Pong):
            if isinstance(event, Suggestions):
                with self._lock:
                    self._pings_since_query = None
            self._listener(event)

    def _start_engine(self) -> None:
        with self._lock:
            self._phase = Phase.STARTING
            self._running = self._choice
            self._process_number += 1
        self._failure = self._ready = None
        self._unanswered_pings, self._has_replied = 0, False
        if not self._tries.notice:
            self._announce(Condition.STARTING)
        number = self._process_number
        try:
            process = EngineClient(
                child_command(*self._arguments()),
                on_reply=lambda reply: self._events.put((number, reply)),
                on_end=lambda code: self._events.put((number, _End(code))),
                log_file=cache_folder() / "engine.log",
            )
        except OSError as error:
            self._on_failure(f"could not be started ({error.strerror})")
            return
        with self._lock:
            self._process = process

    def _arguments(self) -> list[str]:
        if _LEXICON in self._tries.without:
            return ["serve", "--lexicon"]
        return ["serve", *self._running.arguments(), *(f"--without={backend}" for backend in self._tries.without)]

    def _stop_engine(self, *, is_healthy: bool) -> None:
        """Make sure that the process is gone; a healthy one may first end by itself."""
        with self._lock:
            process, self._process = self._process, None
            self._process_number += 1
            self._pings_since_query = None
        if process is None:
            return
        if is_healthy:
            process.close()
            process.wait(1.0)
        process.kill()
        process.wait(5.0)

    def _on_loading(self, loading: Loading) -> None:
        self._enter(Phase.LOADING)
        self._tries.backend = loading.backend or self._tries.backend
        if not self._tries.notice:
            self._announce(Condition.LOADING, progress=loading.progress)

    def _on_ready(self, ready: Ready) -> None:
        self._trusted, self._ready = self._running, ready
        self._tries.backend = ready.backend
        with self._lock:  # before it is announced: the listener may ask at once
            self._phase = Phase.READY
            self._send_newest()
        condition = self._condition_when_ready()
        sentence = self._tries.why_back or (self._failure.sentence if self._failure else "")
        if condition is Condition.LEXICON_ONLY and self._tries.without:
            sentence = "The model failed on every backend, so words come only from the word list."
        self._tries.notice = self._tries.why_back = ""
        self._announce(condition, sentence)

    def _condition_when_ready(self) -> Condition:
        if self._ready is None or self._ready.backend != _LEXICON:
            return Condition.READY
        return Condition.NO_MODEL if self._failure and self._failure.kind == "no-model" else Condition.LEXICON_ONLY

    def _on_failure_message(self, failure: Failure) -> None:
        """Keep what the user will read of it when the engine is ready, or say it now."""
        if failure.kind == "message":
            return  # this program sent it, and its user can do nothing about it
        if failure.kind == "lexicon":
            self._give_up(failure.sentence)
        elif self._phase is Phase.READY:
            self._announce(self._condition_when_ready(), failure.sentence)
        else:
            self._failure = failure
            if self._is_on_trial and failure.kind == "model":
                self._go_back(failure.sentence)

    @property
    def _is_on_trial(self) -> bool:
        """Whether no engine of this choice was ready yet, and there is a choice to go back to."""
        return self._running != self._trusted

    def _on_failure(self, how: str) -> None:
        """Go back, try again or step down after an engine has failed; `how` follows the words "The engine"."""
        if self._is_on_trial:
            self._go_back(f"The engine {how} with {self._running.model or 'the default model'}.")
            return
        self._stop_engine(is_healthy=False)
        tries = self._tries
        tries.crashes.add()
        tries.notice = f"The engine {how} and is starting again."
        if tries.crashes.is_too_many and not self._step_down(how):
            self._give_up(_GONE)
            return
        self._retry_at_s = time.monotonic() + tries.crashes.delay_s
        self._enter(Phase.BACKING_OFF)
        self._announce(Condition.RESTARTING, tries.notice)

    def _step_down(self, how: str) -> bool:
        """Leave out the backend that keeps failing, or take the lexicon where none is known; return whether one is left."""
        tries = self._tries
        if _LEXICON in (tries.backend, *tries.without):
            return False
        where = f"on {tries.backend}" if tries.backend else "before it had chosen a backend"
        next_one = "the next lower backend" if tries.backend else "the word list"
        tries.without.append(tries.backend or _LEXICON)
        tries.backend, tries.crashes = "", CrashCount()
        tries.notice = f"The engine {how} three times in a minute {where}; {next_one} takes over."
        return True

    def _go_back(self, reason: str) -> None:
        """Return to the choice that worked before, unless the user has made another one meanwhile."""
        self._stop_engine(is_healthy=False)
        with self._lock:
            if self._choice == self._running:
                self._choice = self._trusted
        sentence = f"{reason} The model in use before goes on."
        self._tries = _Tries(notice=sentence, why_back=sentence)
        self._announce(Condition.RESTARTING, sentence)
        self._start_engine()

    def _give_up(self, sentence: str) -> None:
        """Run no engine until the user asks for one."""
        self._stop_engine(is_healthy=False)
        self._enter(Phase.ABSENT)
        self._tries.notice = ""
        self._announce(Condition.ABSENT, sentence)

    def _enter(self, phase: Phase) -> None:
        with self._lock:
            self._phase = phase

    def _announce(self, condition: Condition, sentence: str = "", progress: float = 0.0) -> None:
        """Tell the listener how things stand, and on what the engine runs if it is ready."""
        state = EngineState(condition, sentence, progress=progress, choice=self._running)
        if (ready := self._ready) and self._phase is Phase.READY:
            state = replace(state, model=ready.model, backend=ready.backend, layers=ready.layers, gpu_layers=ready.gpu_layers)
        self._listener(state)

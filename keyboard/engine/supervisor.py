"""Keeps an engine running: starts it again when it ends or freezes, and steps down where it keeps failing."""

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from keyboard.engine.child import child_command
from keyboard.engine.client import EngineLife
from keyboard.engine.engine_state import DEFAULT_CHOICE, Condition, EngineState, ModelChoice
from keyboard.engine.exploration_messages import Exploration, StopRequest
from keyboard.engine.messages import Failure, Loading, RankRequest, Ready, Reply
from keyboard.storage.locations import cache_folder
from keyboard.writing.query import Query

_WINDOW_S = 60.0
_TOO_MANY = 3
_DELAYS_S = (0.1, 1.0, 2.0)


class CrashCount:
    """Failures within the last minute: those before it are forgotten, since the process has worked meanwhile."""

    def __init__(self) -> None:
        self._times_s: list[float] = []

    def add(self) -> None:
        """Count a failure that happened now."""
        now = time.monotonic()
        self._times_s = [earlier for earlier in self._times_s if now - earlier < _WINDOW_S] + [now]

    @property
    def delay_s(self) -> float:
        """How long to wait before the next try: the longer, the more failures there were."""
        return _DELAYS_S[min(len(self._times_s), len(_DELAYS_S)) - 1] if self._times_s else 0.0

    @property
    def is_too_many(self) -> bool:
        """Whether trying the same again makes no sense."""
        return len(self._times_s) >= _TOO_MANY


Listener = Callable[[Reply | EngineState], None]

_LEXICON = "lexicon"


class EngineSupervisor:
    """An engine that is always there, as far as the machine lets it be.

    The newest request is kept and sent to each engine that becomes ready, so suggestions come back by themselves. After three
    failures within a minute the next lower backend is used, then the lexicon alone, then nothing.

    Another choice is on trial until its engine is ready: where it cannot be used, the one before takes over again.
    """

    def __init__(self, listener: Listener, choice: ModelChoice = DEFAULT_CHOICE) -> None:
        """Supervise engines of this choice.

        `listener` hears the engine's answers and every change of `EngineState`, on a thread of the supervisor's own.
        """
        self._listener = listener
        self._choice = self._running = self._trusted = choice
        self._lock = threading.Lock()
        self._newest: Query | None = None
        self._last_id = 0
        self._life: EngineLife | None = None
        self._is_ready = False
        self._is_closing = threading.Event()
        self._is_retried = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engine-supervisor", daemon=True)
        self._start_over()

    @property
    def engine_pid(self) -> int | None:
        """The process id of the engine that runs now, or None."""
        life = self._life
        return life.pid if life else None

    def start(self) -> None:
        """Start the first engine; returns at once."""
        self._thread.start()

    def suggest(self, request: Query) -> int:
        """Send a request under an id of its own and return that at once; every older request is void from here on."""
        with self._lock:
            self._last_id += 1
            self._newest = msgspec.structs.replace(request, id=self._last_id)
            if self._life and self._is_ready:
                self._life.send(self._newest)
            return self._last_id

    def rank(self, text: str, offset: int, words: Sequence[str]) -> int:
        """Ask how probable words are after a text and return the request's id at once, or 0 where no engine is ready."""
        return self._send_if_ready(RankRequest(0, text, tuple(words), offset))

    def explore(self, request: Exploration) -> int:
        """Send an exploration under an id of its own; return that at once, or 0 where no engine is ready."""
        return self._send_if_ready(request)

    def stop_exploring(self, exploration: int) -> None:
        """Give an exploration up, by its request's id; returns at once."""
        with self._lock:
            if self._life and self._is_ready:
                self._life.send(StopRequest(exploration))

    def restart(self) -> None:
        """Start anew with the best backend, as after a model was installed; returns at once."""
        self._is_retried.set()
        if life := self._life:
            life.end()

    def use_model(self, choice: ModelChoice) -> None:
        """Let an engine of another choice take over, with the newest request; returns at once.

        Where it cannot be used, the one in use before goes on, and a sentence of the state says why.
        """
        with self._lock:
            self._choice = choice
        self.restart()

    def close(self) -> None:
        """End the engine, and start no other; returns when it has ended."""
        self._is_closing.set()
        self.restart()
        if self._thread.is_alive():
            self._thread.join()

    def _send_if_ready(self, request: RankRequest | Exploration) -> int:
        with self._lock:
            if self._life is None or not self._is_ready:
                return 0
            self._last_id += 1
            self._life.send(msgspec.structs.replace(request, id=self._last_id))
            return self._last_id

    def _run(self) -> None:
        while not self._is_closing.is_set():
            how = self._run_engine()
            if not self._is_retried.is_set():
                if self._is_on_trial:
                    self._go_back(how)
                elif not self._recover(how):
                    self._is_retried.wait()
            if self._is_retried.is_set():
                self._is_retried.clear()
                self._start_over()

    def _start_over(self) -> None:
        self._crashes = CrashCount()
        self._without: list[str] = []
        self._notice = ""
        self._why_back = ""

    @property
    def _is_on_trial(self) -> bool:
        """Whether the engine's choice has not been seen to work yet, and there is one to go back to."""
        return self._running != self._trusted

    def _go_back(self, how: str) -> None:
        """Return to the choice that worked before, unless the user has made another one meanwhile."""
        model = self._running.model or "the default model"
        reason = self._failure.sentence if self._failure else f"The engine {how} with {model}."
        with self._lock:
            if self._choice == self._running:
                self._choice = self._trusted
        self._start_over()
        self._notice = self._why_back = f"{reason} The model in use before goes on."
        self._tell(Condition.RESTARTING, self._notice)

    def _run_engine(self) -> str:
        """Run one engine to its end, and return how it ended."""
        with self._lock:
            self._running = self._choice
        if not self._notice:
            self._tell(Condition.STARTING, "")
        self._backend = ""
        self._failure: Failure | None = None
        log_file = cache_folder() / "engine.log"
        with contextlib.suppress(OSError):
            log_file.parent.mkdir(parents=True, exist_ok=True)
        try:
            life = EngineLife(child_command(*self._arguments()), log_file)
        except OSError as error:
            return f"could not be started ({error.strerror})"
        with self._lock:
            self._life = life
        if self._is_retried.is_set():
            life.end()
        try:
            return life.watch(self._hear)
        finally:
            with self._lock:
                self._life, self._is_ready = None, False

    def _arguments(self) -> list[str]:
        if _LEXICON in self._without:
            return ["serve", "--lexicon"]
        return ["serve", *self._running.arguments(), *(f"--without={backend}" for backend in self._without)]

    def _recover(self, how: str) -> bool:
        """Tell the user, wait a little, step down where the same has failed too often; False where nothing is left to try."""
        self._crashes.add()
        self._notice = f"The engine {how} and is starting again."
        if self._crashes.is_too_many:
            failed = self._backend or _LEXICON
            if failed in self._without or self._backend == _LEXICON:
                self._notice = ""
                self._tell(
                    Condition.ABSENT,
                    "The engine cannot run, so there are no suggestions; your text is safe, and `keyboard doctor` says more.",
                )
                return False
            self._without.append(failed)
            self._crashes = CrashCount()
            self._notice = f"The engine {how} three times in a minute on {failed}; the next lower backend takes over."
        self._tell(Condition.RESTARTING, self._notice)
        self._is_closing.wait(self._crashes.delay_s)
        return True

    def _hear(self, reply: Reply) -> None:
        if isinstance(reply, Failure):
            self._failure = reply
            if self._is_on_trial and self._life and reply.kind == "model":
                self._life.end()
        elif isinstance(reply, Loading):
            if not self._notice:
                self._tell(Condition.LOADING, "", progress=reply.progress)
        elif isinstance(reply, Ready):
            self._become_ready(reply)
        else:
            self._listener(reply)

    def _become_ready(self, ready: Ready) -> None:
        self._backend = ready.backend
        self._trusted = self._running
        sentence = self._why_back or (self._failure.sentence if self._failure else "")
        condition = Condition.READY
        if ready.backend == _LEXICON:
            condition = Condition.LEXICON_ONLY
            if self._failure and self._failure.kind == "no-model":
                condition = Condition.NO_MODEL
            elif self._without:
                sentence = "The model failed on every backend, so words come from the word list alone."
        self._notice = self._why_back = ""
        self._tell(condition, sentence, ready)
        with self._lock:
            self._is_ready = True
            if self._newest and self._life:
                self._life.send(self._newest)

    def _tell(self, condition: Condition, sentence: str, ready: Ready | None = None, progress: float = 0.0) -> None:
        state = EngineState(condition, sentence, progress=progress, choice=self._running)
        if ready:
            state = replace(state, model=ready.model, backend=ready.backend, layers=ready.layers, gpu_layers=ready.gpu_layers)
        self._listener(state)

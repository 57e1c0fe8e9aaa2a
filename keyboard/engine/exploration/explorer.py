"""Answers what the explorer asks, in pieces between which the typing has its turn."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.generation import SampleTask
from keyboard.engine.exploration.looking import ANSWERS, TokenScoresTask, model_card
from keyboard.engine.exploration.stepping import STEP_ANSWERS
from keyboard.engine.exploration_messages import (
    CacheRequest,
    CacheState,
    Exploration,
    ExplorationFailure,
    ExplorationReply,
    ModelCardRequest,
    SampleRequest,
    StopRequest,
    TokenScoresRequest,
)
from keyboard.engine.opening import OpenedModel
from keyboard.language_model.errors import EvaluationAbortedError, LanguageModelError
from keyboard.language_model.inspection.inspector import Inspector, text_of_token
from keyboard.language_model.kv_cache import AbortWhen
from keyboard.language_model.language_model import LanguageModel


class OneAnswer:
    """A question with one answer. After a key has interrupted it, it starts again from what is cached."""

    def __init__(self, request: Exploration, answer: Callable[[AbortWhen], ExplorationReply]) -> None:
        self.request = request
        self.is_done = False
        self._answer = answer

    def advance(self, abort_when: AbortWhen) -> Sequence[ExplorationReply]:
        reply = self._answer(abort_when)
        self.is_done = True
        return (reply,)

    def stop(self) -> Sequence[ExplorationReply]:
        """Return nothing: half an answer is none."""
        return ()


# A question that is being answered. `advance` does the next piece of work and returns the replies. It raises
# `EvaluationAbortedError` with nothing lost when `abort_when` says so, and may then be called again; it raises `EngineError` or
# `LanguageModelError` where the question cannot be answered. `stop` cancels the work and returns the last replies.
Task = OneAnswer | SampleTask | TokenScoresTask


class CacheWatch:
    """Counts what the answers asked of the model, and what of it had to be evaluated."""

    def __init__(self, language_model: LanguageModel, piece_of: Callable[[int], str]) -> None:
        self._language_model = language_model
        self._piece_of = piece_of
        self._asked_in_all = 0
        self._evaluated = 0

    def count_answer(self, evaluated: int) -> None:
        """Count a first answer, and the tokens that were evaluated for it."""
        self._asked_in_all += len(self._language_model.reader.wanted)
        self._evaluated = evaluated

    def state(self, request: CacheRequest) -> CacheState:
        model = self._language_model
        reader, cache = model.reader, model.cache
        return CacheState(
            id=request.id,
            pieces=tuple(map(self._piece_of, reader.wanted)),
            primed=max(model.window.primed_length, 1),
            kept=min(reader.cached_length, len(reader.wanted) - self._evaluated),
            evaluated=self._evaluated,
            ahead=len(model.ahead.logits),
            next_window=reader.next_window_length,
            cells=cache.n_cells,
            asked_in_all=self._asked_in_all,
            evaluated_in_all=cache.tokens_evaluated,
        )


_NO_MODEL = "There is no model to look into; `keyboard models install smollm2-135m` installs a small one."


class Explorer:
    """Works on one question of each type, in turns and in pieces, with a KV cache of its own over the same weights.

    The first question that needs the cache creates it. The cache of the typing is never touched, so a key can interrupt any work.

    Each asker has one question of a type at most; of several askers' questions of one type the oldest is answered first, since
    work on the two in turns would undo what is cached for the other.
    """

    def __init__(self, opened: OpenedModel, write: Callable[[ExplorationReply], None]) -> None:
        """Look into an opened model; `write` sends replies."""
        self._opened = opened
        self._write = write
        # By type and asker; the first one's turn is next.
        self._tasks: dict[tuple[type[Exploration], int], Task] = {}
        self._cache_requests: dict[int, CacheRequest] = {}  # by asker
        self._inspector: Inspector | None = None
        self._watch: CacheWatch | None = None
        if language_model := opened.language_model:
            piece_of = partial(text_of_token, tokenizer=language_model.tokenizer, model=language_model.model)
            self._watch = CacheWatch(language_model, piece_of)

    @property
    def is_busy(self) -> bool:
        return bool(self._tasks) or bool(self._cache_requests)

    def receive(self, requests: Iterable[Exploration | StopRequest]) -> None:
        """Accept new questions; of each type the newest of each asker counts."""
        for request in requests:
            if isinstance(request, StopRequest):
                self._stop(request.id)
            elif isinstance(request, CacheRequest) and self._watch is not None:
                self._cache_requests[request.asker] = request
            else:
                self._begin(request)

    def count_answer(self, evaluated: int) -> None:
        """Count a first answer to the typing, for which `evaluated` tokens were evaluated."""
        if self._watch is not None:
            self._watch.count_answer(evaluated)

    def report_cache(self) -> None:
        """Reply to what was asked about the cache; that costs no evaluation, so it need not wait for the typing."""
        if self._watch is not None:
            for request in self._cache_requests.values():
                self._write(self._watch.state(request))
            self._cache_requests.clear()

    def advance(self, abort_when: AbortWhen, is_void: Callable[[Exploration], bool]) -> None:
        """Do the next piece of work on the question whose turn it is, until `abort_when` says that the typing goes on.

        Work on a question that `is_void` stops at once; `receive` removes the question.
        """
        self.report_cache()
        if not self._tasks:
            return
        key, task = next(iter(self._tasks.items()))
        try:
            replies = task.advance(lambda: abort_when() or is_void(task.request))
        except EvaluationAbortedError:
            return
        except (EngineError, LanguageModelError) as error:
            del self._tasks[key]
            self._write(ExplorationFailure(task.request.id, str(error)))
            return
        for reply in replies:
            self._write(reply)
        if task.is_done:
            del self._tasks[key]
        for of_type in [other for other in self._tasks if other[0] is key[0]]:
            self._tasks[of_type] = self._tasks.pop(of_type)

    def rest(self) -> None:
        """Free the explorer's own KV cache, if no work is left; the next question makes a new one."""
        if not self._tasks and self._inspector is not None:
            self._inspector.close()
            self._inspector = None

    def _begin(self, request: Exploration) -> None:
        key = type(request), request.asker
        self._cancel(key)
        try:
            self._tasks[key] = self._task_for(request)
        except (EngineError, LanguageModelError) as error:
            self._write(ExplorationFailure(request.id, str(error)))

    def _task_for(self, request: Exploration) -> Task:
        language_model, installed = self._opened.language_model, self._opened.installed
        if language_model is None or installed is None:
            raise EngineError(_NO_MODEL)
        if isinstance(request, ModelCardRequest):
            return OneAnswer(request, lambda _: model_card(request.id, installed))
        if self._inspector is None:
            self._inspector = Inspector(language_model.model, language_model.tokenizer)
        if isinstance(request, SampleRequest):
            return SampleTask(request, self._inspector)
        if isinstance(request, TokenScoresRequest):
            return TokenScoresTask(request, self._inspector)
        return OneAnswer(request, partial((ANSWERS | STEP_ANSWERS)[type(request)], request, self._inspector))

    def _stop(self, request_id: int) -> None:
        for key in [key for key, task in self._tasks.items() if task.request.id == request_id]:
            self._cancel(key)

    def _cancel(self, key: tuple[type[Exploration], int]) -> None:
        if task := self._tasks.pop(key, None):
            for reply in task.stop():
                self._write(reply)

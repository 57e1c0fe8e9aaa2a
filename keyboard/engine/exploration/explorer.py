"""The engine's other half: it answers what the explorer asks, when the typing has nothing left to do."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.attention import answer_attention
from keyboard.engine.exploration.cache_state import CacheWatch
from keyboard.engine.exploration.logit_lens import answer_logit_lens
from keyboard.engine.exploration.model_card import model_card
from keyboard.engine.exploration.next_tokens import answer_next_tokens
from keyboard.engine.exploration.sampling import SampleTask
from keyboard.engine.exploration.task import OneAnswer, Task
from keyboard.engine.exploration.token_scores import TokenScoresTask
from keyboard.engine.exploration.what_if import answer_what_if
from keyboard.engine.exploration.word_tokens import answer_word_tokens
from keyboard.engine.exploration_messages.attention import AttentionRequest
from keyboard.engine.exploration_messages.cache_state import CacheRequest
from keyboard.engine.exploration_messages.exploration import Exploration, ExplorationReply
from keyboard.engine.exploration_messages.logit_lens import LogitLensRequest
from keyboard.engine.exploration_messages.model_card import ModelCardRequest
from keyboard.engine.exploration_messages.next_tokens import NextTokensRequest
from keyboard.engine.exploration_messages.question import ExplorationFailure, StopRequest
from keyboard.engine.exploration_messages.sampling import SampleRequest
from keyboard.engine.exploration_messages.token_scores import TokenScoresRequest
from keyboard.engine.exploration_messages.what_if import WhatIfRequest
from keyboard.engine.exploration_messages.word_tokens import WordTokensRequest
from keyboard.engine.opening import OpenedModel
from keyboard.language_model.errors import EvaluationAbortedError, LanguageModelError
from keyboard.language_model.inspection.inspector import Inspector
from keyboard.language_model.inspection.pieces import text_of_token
from keyboard.language_model.kv_cache import AbortWhen

_NO_MODEL = "There is no model to look into; `keyboard models install smollm2-135m` installs a small one."
# Questions with one answer, each by what answers it.
_ANSWERS: dict[type[Any], Callable[[Any, Inspector, AbortWhen], ExplorationReply]] = {
    NextTokensRequest: answer_next_tokens,
    WordTokensRequest: answer_word_tokens,
    AttentionRequest: answer_attention,
    LogitLensRequest: answer_logit_lens,
    WhatIfRequest: answer_what_if,
}


class Explorer:
    """Works on one question of each type, in turns and in pieces, with a KV cache of its own over the same weights.

    The cache is made at the first question that needs it. So the typing's own cache knows nothing of the explorer, and whatever
    is under way can be left at any key.

    Each asker has one question of a type at most; of several askers' questions of one type the oldest is answered first, since
    work on the two in turns would undo what is cached for the other.
    """

    def __init__(self, opened: OpenedModel, write: Callable[[ExplorationReply], None]) -> None:
        """Look into an opened model; `write` sends replies."""
        self._opened = opened
        self._write = write
        self._tasks: dict[str, dict[int, Task]] = {}  # by type, whose first's turn is next, and by asker, the first first
        self._cache_requests: dict[int, CacheRequest] = {}  # by asker
        self._inspector: Inspector | None = None
        self._watch: CacheWatch | None = None
        if language_model := opened.language_model:
            piece_of = partial(text_of_token, encoding=language_model.encoding, model=language_model.model)
            self._watch = CacheWatch(language_model, piece_of)

    @property
    def is_busy(self) -> bool:
        """Whether there is something to go on with."""
        return bool(self._tasks) or bool(self._cache_requests)

    def hear(self, requests: Iterable[Exploration | StopRequest]) -> None:
        """Take up new questions; of each type the newest of each asker counts."""
        for request in requests:
            if isinstance(request, StopRequest):
                self._stop(request.id)
            elif isinstance(request, CacheRequest) and self._watch is not None:
                self._cache_requests[request.asker] = request
            else:
                self._begin(request)

    def count_answer(self, evaluated: int) -> None:
        """Count a first answer to the typing, for which so many tokens were evaluated."""
        if self._watch is not None:
            self._watch.count_answer(evaluated)

    def tell_cache(self) -> None:
        """Say what the cache holds, if that was asked; costs no evaluation, so it need not wait until the typing rests."""
        if self._watch is not None:
            for request in self._cache_requests.values():
                self._write(self._watch.state(request))
            self._cache_requests.clear()

    def advance(self, abort_when: AbortWhen, is_void: Callable[[Exploration], bool]) -> None:
        """Do the next piece of work on the question whose turn it is, until `abort_when` says that the typing goes on.

        Work on a question that `is_void` is given up; it is heard of by `hear` then.
        """
        self.tell_cache()
        if not self._tasks:
            return
        kind, of_kind = next(iter(self._tasks.items()))
        asker, task = next(iter(of_kind.items()))
        try:
            replies = task.advance(lambda: abort_when() or is_void(task.request))
        except EvaluationAbortedError:
            return
        except (EngineError, LanguageModelError) as error:
            self._take_away(kind, asker)
            self._write(ExplorationFailure(task.request.id, str(error)))
            return
        for reply in replies:
            self._write(reply)
        if task.is_done:
            self._take_away(kind, asker)
        if kind in self._tasks:
            self._tasks[kind] = self._tasks.pop(kind)

    def rest(self) -> None:
        """Free the memory of the explorer's own KV cache, if nothing is under way; the next question makes it anew."""
        if not self._tasks and self._inspector is not None:
            self._inspector.close()
            self._inspector = None

    def _begin(self, request: Exploration) -> None:
        self._drop(request.type, request.asker)
        try:
            task = self._task_for(request)
        except (EngineError, LanguageModelError) as error:
            self._write(ExplorationFailure(request.id, str(error)))
        else:
            self._tasks.setdefault(request.type, {})[request.asker] = task

    def _task_for(self, request: Exploration) -> Task:
        language_model, installed = self._opened.language_model, self._opened.installed
        if language_model is None or installed is None:
            raise EngineError(_NO_MODEL)
        if isinstance(request, ModelCardRequest):
            return OneAnswer(request, lambda _: model_card(request.id, installed))
        if self._inspector is None:
            self._inspector = Inspector(language_model.model, language_model.encoding)
        if isinstance(request, SampleRequest):
            return SampleTask(request, self._inspector)
        if isinstance(request, TokenScoresRequest):
            return TokenScoresTask(request, self._inspector)
        return OneAnswer(request, partial(_ANSWERS[type(request)], request, self._inspector))

    def _stop(self, request_id: int) -> None:
        for request in [task.request for of_kind in self._tasks.values() for task in of_kind.values()]:
            if request.id == request_id:
                self._drop(request.type, request.asker)

    def _drop(self, kind: str, asker: int) -> None:
        if task := self._take_away(kind, asker):
            for reply in task.stop():
                self._write(reply)

    def _take_away(self, kind: str, asker: int) -> Task | None:
        of_kind = self._tasks.get(kind, {})
        task = of_kind.pop(asker, None)
        if not of_kind:
            self._tasks.pop(kind, None)
        return task

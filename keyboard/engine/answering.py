"""The engine's work, from a request that waits to its answers."""

import time

from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.exploration.explorer import Explorer
from keyboard.engine.inbox import Arrival, Inbox
from keyboard.engine.message_lines import ReplyWriter
from keyboard.engine.messages import Idle, Ranked, RankRequest
from keyboard.engine.opening import Predictor, open_model
from keyboard.engine.proof_record import ProofRecord
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import TokenCounts, never
from keyboard.language_model.language_model import LanguageModel
from keyboard.storage.array_cache import remove_unused_arrays
from keyboard.storage.locations import cache_folder
from keyboard.suggestion.query import Prediction, insertion_of
from keyboard.text_tail import tail_start
from keyboard.writing.query import Query, Suggestion, Suggestions


def answer_of(
    request_id: int,
    prediction: Prediction,
    evaluated: TokenCounts,
    milliseconds: float,
    *,
    window_start: int = 0,
    final: bool,
) -> Suggestions:
    """Return the answer to a request, each word with what a tap on it puts in.

    `evaluated` are the tokens since the last message, and `window_start` is where the model began to read, in characters.
    """
    words = []
    for item in prediction.words:
        insertion = insertion_of(item.word, prediction.split)
        words.append(Suggestion(prediction.split.as_written(item.word), item.probability, insertion.replace, insertion.text))
    return Suggestions(
        id=request_id,
        context=prediction.split.context,
        prefix=prediction.split.prefix,
        suggestions=tuple(words),
        tokens_evaluated=evaluated.answers,
        milliseconds=milliseconds,
        tokens_evaluated_ahead=evaluated.ahead,
        tokens_evaluated_for_windows=evaluated.windows,
        window_start=window_start,
        complete=prediction.complete,
        final=final,
    )


_ENOUGH_STEPS = 32


class SpeedInUse:
    """Adds the quickest decode step of a run to the record of proofs."""

    def __init__(self, language_model: LanguageModel) -> None:
        """Watch this model."""
        self._language_model = language_model
        self._is_kept = False

    def keep_once(self) -> None:
        """Keep the measurement as soon as there have been enough steps; meant for idle time."""
        if self._is_kept or self._language_model.steps < _ENOUGH_STEPS:
            return
        self._is_kept = True
        model = self._language_model.model
        ProofRecord(cache_folder()).remember(model.backend, model.path, 1 / self._language_model.quickest_step_s)


# Within a word the buttons change with each letter; only a pause makes it worth while to evaluate ahead.
_PAUSE_WITHIN_WORD_S = 0.35


class Answering:
    """Answers one request after the other, and counts what each answer costs."""

    def __init__(
        self, predictor: Predictor, inbox: Inbox, writer: ReplyWriter, explorer: Explorer, speed: SpeedInUse | None
    ) -> None:
        self._predictor = predictor
        self._speed = speed
        self._inbox = inbox
        self._writer = writer
        self._explorer = explorer
        self._counted = predictor.token_counts

    def go_on(self) -> None:
        """Do what the typing asks for, else a piece of what the explorer asks for; what something newer interrupts is left."""
        arrival, questions = self._inbox.take(), self._inbox.take_explorations()
        self._explorer.hear(questions)
        try:
            if isinstance(arrival, RankRequest):
                self._rank(arrival)
            elif arrival is not None:
                self._answer(arrival)
            elif self._explorer.is_busy:
                self._explorer.advance(self._inbox.is_waited_for, self._inbox.is_void)
            elif not questions:
                self._explorer.rest()
                remove_unused_arrays(cache_folder())
        except EvaluationAbortedError:
            return

    def _answer(self, arrival: Arrival) -> None:
        """Answer at once, then improve the answer and look ahead until something newer comes."""
        prediction = self._predictor.predict(arrival.query, self._inbox.is_superseded)
        if self._inbox.is_waited_for():
            return
        self._explorer.count_answer(self._write(arrival, prediction, final=False))
        self._tell_cache()
        self._predictor.keep_next_window_on_time(self._inbox.is_waited_for)
        if self._prepare_within_word(prediction) and self._improve(arrival):
            self._finish(arrival)

    def _prepare_within_word(self, prediction: Prediction) -> bool:
        """Within a word, get ready for its end; tell whether it is worth while to evaluate more, as it is at a pause."""
        if not (prediction.split.prefix and prediction.complete):
            return True
        self._predictor.prepare(self._inbox.is_waited_for)
        self._predictor.prepare_next_window(self._inbox.is_waited_for)
        self._tell_cache()
        return self._inbox.is_quiet_for(_PAUSE_WITHIN_WORD_S)

    def _improve(self, arrival: Arrival) -> bool:
        """Write better answers; tell whether all were written before something newer came."""
        for better in self._predictor.improve(self._inbox.is_waited_for):
            if self._inbox.is_waited_for():
                return False
            self._write(arrival, better, final=True)
            self._tell_cache()
        return True

    def _finish(self, arrival: Arrival) -> None:
        """Read what idle time is left for, and say that nothing is left to do."""
        self._predictor.prepare_next_window(self._inbox.is_waited_for)
        evaluated = self._count()
        self._writer.write(Idle(arrival.query.id, evaluated.ahead, evaluated.windows))
        if self._speed:
            self._speed.keep_once()

    def _rank(self, request: RankRequest) -> None:
        """Say how probable the words are."""
        probabilities = self._predictor.rank(request.text, request.offset, request.words)
        self._count()  # what it cost is no part of the next answer's cost
        self._writer.write(Ranked(request.id, request.words, probabilities))

    def _tell_cache(self) -> None:
        self._explorer.hear(self._inbox.take_explorations())
        self._explorer.tell_cache()

    def _write(self, arrival: Arrival, prediction: Prediction, *, final: bool) -> int:
        """Write an answer, and return how many tokens were evaluated for it while the user waited."""
        milliseconds = (time.perf_counter() - arrival.time_s) * 1000
        evaluated = self._count()
        self._writer.write(
            answer_of(
                arrival.query.id,
                prediction,
                evaluated,
                milliseconds,
                window_start=self._predictor.window_start,
                final=final,
            )
        )
        return evaluated.answers

    def _count(self) -> TokenCounts:
        """Return the tokens evaluated since the last call."""
        before, self._counted = self._counted, self._predictor.token_counts
        return self._counted - before


def suggest_once(text: str, count: int, top_k: int, model: str | None) -> Suggestions:
    """Return the words that stay on the buttons at the end of `text`; raise `EngineError` where there is no model.

    The engine is sent as much of the text as the editor would send.

    The milliseconds are those of the question alone, with the model loaded.
    """
    predictor = open_model(ModelChoice(model)).predictor
    started, evaluated = time.perf_counter(), predictor.tokens_evaluated
    start = tail_start(len(text))
    prediction = predictor.predict(Query(0, text[start:], start, count, top_k))
    for better in predictor.improve(never):
        prediction = better
    milliseconds = (time.perf_counter() - started) * 1000
    cost = TokenCounts(answers=predictor.tokens_evaluated - evaluated)
    return answer_of(0, prediction, cost, milliseconds, final=True)

"""The engine's work: from a waiting request to its answers."""

import time

from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.exploration.explorer import Explorer
from keyboard.engine.inbox import Arrival, Inbox
from keyboard.engine.messages import Failure, Idle, Ranked, RankRequest, ReplyWriter
from keyboard.engine.opening import Predictor, open_model
from keyboard.engine.proof_record import ProofRecord
from keyboard.language_model.errors import EvaluationAbortedError, LanguageModelError
from keyboard.language_model.kv_cache import TokenCounts, never
from keyboard.language_model.language_model import LanguageModel
from keyboard.storage.array_cache import remove_unused_arrays
from keyboard.storage.locations import cache_folder
from keyboard.suggestion.query import Prediction
from keyboard.writing.cursor import insertion_of, split_at_cursor
from keyboard.writing.query import FollowingWord, Query, Suggestion, Suggestions, tail_start


def answer_of(
    request_id: int, prediction: Prediction, evaluated: TokenCounts, milliseconds: float, *, window_start: int = 0, final: bool
) -> Suggestions:
    """Return the answer to a query, each word with what a tap on it inserts.

    `evaluated` are the tokens since the last message, and `window_start` is where the model began to read, in characters.
    """
    words = []
    for item in prediction.words:
        insertion = insertion_of(item.word, prediction.split)
        words.append(
            Suggestion(
                prediction.split.as_written(item.word),
                item.probability,
                insertion.replace + item.before,
                insertion.text,
                tuple(FollowingWord(prediction.split.as_written(one.word), one.probability) for one in item.following),
            )
        )
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
        correction=prediction.correction,
        language=prediction.language,
    )


_ENOUGH_STEPS = 32


class SpeedInUse:
    """Adds the quickest decode step of a run to the record of proofs."""

    def __init__(self, language_model: LanguageModel) -> None:
        """Measure this model."""
        self._language_model = language_model
        self._is_kept = False

    def keep_once(self) -> None:
        """Store the measurement once enough steps were made; meant for idle time."""
        if self._is_kept or self._language_model.cache.steps < _ENOUGH_STEPS:
            return
        self._is_kept = True
        model = self._language_model.model
        ProofRecord(cache_folder()).remember(model.backend, model.path, 1 / self._language_model.cache.quickest_step_s)


# Within a word the buttons change with each letter, so nothing more is evaluated ahead before a pause.
_PAUSE_WITHIN_WORD_S = 0.35


# A model that fails this often in a row will not recover: the process ends, and its parent may choose another backend.
_TOO_MANY_FAILURES = 3


class Answering:
    """Answers one request after the other, and counts the cost of each answer.

    If the model fails at a request, the answer has no words, and the next request is tried anyway.
    """

    def __init__(
        self, predictor: Predictor, inbox: Inbox, writer: ReplyWriter, explorer: Explorer, speed: SpeedInUse | None
    ) -> None:
        self._predictor = predictor
        self._speed = speed
        self._inbox = inbox
        self._writer = writer
        self._explorer = explorer
        self._counted = predictor.token_counts
        self._answered: Arrival | None = None
        self._started_s = 0.0
        self._failures = 0

    def go_on(self) -> None:
        """Do the typing's work, else a piece of the explorer's; stop when a newer request comes."""
        arrival, questions = self._inbox.take(), self._inbox.take_explorations()
        self._explorer.receive(questions)
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
        except LanguageModelError as error:
            self._answer_without_words(arrival, error)

    def _answer(self, arrival: Arrival) -> None:
        """Answer at once, then improve the answer and look ahead until something newer comes.

        If words to rank interrupted a query after its answer, the query is read again and continues where it was: its words are
        on the buttons, and nobody waits for it.
        """
        is_resumed = arrival is self._answered
        self._started_s = time.perf_counter() if is_resumed else arrival.time_s
        prediction = self._predictor.predict(arrival.query, self._inbox.is_superseded)
        if self._inbox.is_answer_void():
            return
        if is_resumed:
            self._count()  # the reading that the ranking has undone does not count for an answer
        else:
            self._answered = arrival
            self._explorer.count_answer(self._write(arrival, prediction, final=False))
        self._report_cache()
        self._predictor.keep_next_window_on_time(self._inbox.is_waited_for)
        if self._prepare_within_word(prediction) and self._improve(arrival):
            self._finish(arrival)

    def _prepare_within_word(self, prediction: Prediction) -> bool:
        """Within a word, evaluate the words after its end; return whether to evaluate more, as at a pause."""
        if not (prediction.split.prefix and prediction.complete):
            return True
        self._predictor.prepare(self._inbox.is_waited_for)
        self._predictor.prepare_next_window(self._inbox.is_waited_for)
        self._report_cache()
        return self._inbox.is_quiet_for(_PAUSE_WITHIN_WORD_S)

    def _improve(self, arrival: Arrival) -> bool:
        """Write better answers; return whether all were written before a newer request came."""
        for better in self._predictor.improve(self._inbox.is_waited_for):
            if self._inbox.is_waited_for():
                return False
            self._write(arrival, better, final=True)
            self._report_cache()
        return True

    def _finish(self, arrival: Arrival) -> None:
        """Do the rest of the idle-time work, and report that nothing is left to do."""
        self._predictor.prepare_next_window(self._inbox.is_waited_for)
        evaluated = self._count()
        self._writer.write(Idle(arrival.query.id, evaluated.ahead, evaluated.windows))
        self._failures = 0
        if self._speed:
            self._speed.keep_once()

    def _rank(self, request: RankRequest) -> None:
        """Write how probable the words are; a key that comes meanwhile goes first, and the words are ranked after it."""
        try:
            probabilities = self._predictor.rank(request.text, request.offset, request.words, self._inbox.is_ranking_void)
        except EvaluationAbortedError:
            self._inbox.put_back(request)
            return
        self._count()  # its cost does not count for the next answer
        self._writer.write(Ranked(request.id, request.words, probabilities))

    def _answer_without_words(self, arrival: Arrival | RankRequest | None, error: LanguageModelError) -> None:
        """Report that the model has failed, so that nobody waits; end the process if it keeps failing."""
        self._failures += 1
        if self._failures >= _TOO_MANY_FAILURES:
            raise error
        self._writer.write(Failure("evaluation", str(error)))
        if isinstance(arrival, RankRequest):
            self._writer.write(Ranked(arrival.id, arrival.words, ()))
        elif arrival is not None:
            if arrival is not self._answered:
                self._write(arrival, Prediction(split_at_cursor(arrival.query.text), (), complete=True), final=True)
            self._writer.write(Idle(arrival.query.id, 0, 0))

    def _report_cache(self) -> None:
        self._explorer.receive(self._inbox.take_explorations())
        self._explorer.report_cache()

    def _write(self, arrival: Arrival, prediction: Prediction, *, final: bool) -> int:
        """Write an answer, and return how many tokens were evaluated for it while the user waited."""
        milliseconds = (time.perf_counter() - self._started_s) * 1000
        evaluated = self._count()
        self._writer.write(
            answer_of(
                arrival.query.id, prediction, evaluated, milliseconds, window_start=self._predictor.window_start, final=final
            )
        )
        return evaluated.answers

    def _count(self) -> TokenCounts:
        """Return the tokens evaluated since the last call."""
        before, self._counted = self._counted, self._predictor.token_counts
        return self._counted - before


def suggest_once(text: str, count: int, top_k: int, model: str | None) -> Suggestions:
    """Return the words that stay on the buttons at the end of `text`; raise `EngineError` if there is no model.

    The model reads as much of the text as the editor would send. The milliseconds are those of the query, without the loading.
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

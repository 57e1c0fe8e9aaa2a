"""The engine: it owns the model, reads requests from a pipe and writes answers to another."""

import os
import threading
import time
from collections.abc import Collection, Iterable
from typing import TextIO

from keyboard.engine.answers import answer_of, query_of
from keyboard.engine.errors import EngineError, NoModelInstalledError
from keyboard.engine.exploration.explorer import Explorer
from keyboard.engine.inbox import Inbox, SuggestArrival
from keyboard.engine.message_lines import MessageError, decode_request, encode
from keyboard.engine.messages import Failure, Idle, Loading, Ping, Pong, Ranked, RankRequest, Ready, Reply
from keyboard.engine.model_choice import ModelChoice
from keyboard.engine.opening import OpenedModel, Predictor, open_lexicon, open_model
from keyboard.engine.speed_in_use import SpeedInUse
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.token_counts import TokenCounts
from keyboard.suggestion.prediction import Prediction
from keyboard.vocabulary.database import Vocabulary
from keyboard.vocabulary.errors import VocabularyError

# Within a word the buttons change with each letter; only a pause makes it worth while to evaluate ahead.
_PAUSE_WITHIN_WORD_S = 0.35
# An explorer that was not asked for so long has been closed, or left open and forgotten: its KV cache is freed.
_EXPLORER_RESTS_AFTER_S = 60.0
# llama.cpp reports its progress for each tensor; so many messages are enough.
_LOADING_STEPS = 20


class ReplyWriter:
    """Writes replies as lines, whole ones, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def write(self, reply: Reply) -> None:
        """Write one reply; when nobody reads any more there is nothing left to do, and the process ends."""
        with self._lock:
            try:
                self._stream.write(encode(reply))
                self._stream.flush()
            except OSError:
                os._exit(0)


def serve(choice: ModelChoice, without: Collection[str] = (), *, lexicon_only: bool = False) -> int:
    """Answer requests from standard input until it ends; return the exit code.

    Backends named in `without` are not used. Where no model can be, and with `lexicon_only`, words come from the lexicon alone.
    """
    writer = ReplyWriter(_take_standard_output())
    inbox = Inbox()
    lines = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 - read to the process's end
    threading.Thread(target=_receive, args=(lines, inbox, writer), daemon=True).start()
    vocabulary = _open_vocabulary(writer)
    opened = open_lexicon(vocabulary) if lexicon_only else _open(choice, without, writer, vocabulary)
    writer.write(Ready(opened.name, opened.backend, opened.context_window, opened.layers, opened.gpu_layers))
    explorer = Explorer(opened, writer.write)
    speed = SpeedInUse(opened.language_model) if opened.language_model else None
    answering = _Answering(opened.predictor, inbox, writer, explorer, speed)
    while inbox.wait(0.0 if explorer.is_busy else _EXPLORER_RESTS_AFTER_S):
        answering.go_on()
    return 0


class _Answering:
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
                self.rank(arrival)
            elif arrival is not None:
                self.answer(arrival)
            elif self._explorer.is_busy:
                self._explorer.advance(self._inbox.is_waited_for, self._inbox.is_void)
            elif not questions:
                self._explorer.rest()
        except EvaluationAbortedError:
            return

    def answer(self, arrival: SuggestArrival) -> None:
        """Answer at once, then improve the answer and look ahead until something newer comes."""
        request = arrival.request
        predictor, inbox = self._predictor, self._inbox
        prediction = predictor.predict(query_of(request), inbox.is_superseded)
        if inbox.is_waited_for():
            return
        self._explorer.count_answer(self._write(arrival, prediction, final=False))
        self._tell_cache()
        predictor.keep_next_window_on_time(inbox.is_waited_for)
        if prediction.split.prefix and prediction.complete:
            predictor.prepare(inbox.is_waited_for)
            predictor.prepare_next_window(inbox.is_waited_for)
            self._tell_cache()
            if not inbox.is_quiet_for(_PAUSE_WITHIN_WORD_S):
                return
        for better in predictor.improve(inbox.is_waited_for):
            if inbox.is_waited_for():
                return
            self._write(arrival, better, final=True)
            self._tell_cache()
        predictor.prepare_next_window(inbox.is_waited_for)
        evaluated = self._count()
        self._writer.write(Idle(request.id, evaluated.ahead, evaluated.windows))
        if self._speed:
            self._speed.keep_once()

    def rank(self, request: RankRequest) -> None:
        """Say how probable the words are."""
        probabilities = self._predictor.rank(request.text, request.offset, request.words)
        self._count()  # what it cost is no part of the next answer's cost
        self._writer.write(Ranked(request.id, request.words, probabilities))

    def _tell_cache(self) -> None:
        self._explorer.hear(self._inbox.take_explorations())
        self._explorer.tell_cache()

    def _write(self, arrival: SuggestArrival, prediction: Prediction, *, final: bool) -> int:
        """Write an answer, and return how many tokens were evaluated for it while the user waited."""
        milliseconds = (time.perf_counter() - arrival.time_s) * 1000
        evaluated = self._count()
        self._writer.write(
            answer_of(
                arrival.request.id,
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


def _open_vocabulary(writer: ReplyWriter) -> Vocabulary | None:
    """Return the user's words, or say why there are none."""
    try:
        vocabulary = Vocabulary()
    except VocabularyError as error:
        writer.write(Failure("vocabulary", str(error)))
        return None
    if vocabulary.notice:
        writer.write(Failure("vocabulary", vocabulary.notice))
    return vocabulary


def _open(choice: ModelChoice, without: Collection[str], writer: ReplyWriter, vocabulary: Vocabulary | None) -> OpenedModel:
    """Open what was chosen, else the model on another backend, else the default one, else the lexicon; say what went wrong."""
    told = -1

    def tell(progress: float) -> None:
        nonlocal told
        if told != (told := int(progress * _LOADING_STEPS)):
            writer.write(Loading(choice.model or "", progress))

    for attempt in dict.fromkeys((choice, ModelChoice(choice.model), ModelChoice())):
        try:
            return open_model(attempt, without, tell, vocabulary)
        except NoModelInstalledError as error:
            writer.write(Failure("no-model", str(error)))
        except EngineError as error:
            writer.write(Failure("model", str(error)))
    return open_lexicon(vocabulary)


def _receive(lines: Iterable[str], inbox: Inbox, writer: ReplyWriter) -> None:
    for line in lines:
        try:
            request = decode_request(line)
        except MessageError as error:
            writer.write(Failure("message", f"The engine was sent what it does not understand: {error}."))
            continue
        if isinstance(request, Ping):
            writer.write(Pong(request.id))
        else:
            inbox.put(request)
    inbox.close()


def _take_standard_output() -> TextIO:
    """Return standard output for the protocol alone: whatever a library prints goes to standard error instead."""
    protocol = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(protocol, "w", encoding="ascii", newline="\n")

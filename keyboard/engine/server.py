"""The engine: it owns the model, reads requests from a pipe and writes answers to another."""

import os
import sys
import threading
from collections.abc import Collection, Iterable
from typing import TextIO

from keyboard.engine.answering import Answering, SpeedInUse
from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.errors import EngineError, NoModelInstalledError
from keyboard.engine.exploration.explorer import Explorer
from keyboard.engine.inbox import Inbox
from keyboard.engine.messages import Failure, Loading, MessageError, Ping, Pong, Ready, ReplyWriter, decode_request
from keyboard.engine.opening import OpenedModel, open_lexicon, open_model
from keyboard.storage.vocabulary import PersonalVocabulary, VocabularyError
from keyboard.suggestion.lexicon import LexiconError

# An explorer that was not asked for so long has been closed, or left open and forgotten: its KV cache is freed.
_EXPLORER_RESTS_AFTER_S = 60.0
# llama.cpp reports its progress for each tensor; the engine sends this many messages at most.
_LOADING_STEPS = 20
# A request may wait this long for the Python code that looks ahead; the default is 5 ms.
_SWITCH_INTERVAL_S = 0.001
# The engine computes on all cores. At the window's own priority it takes them from the window for up to 20 ms.
_NICENESS = 5


def serve(choice: ModelChoice, without: Collection[str] = (), *, lexicon_only: bool = False) -> int:
    """Answer requests from standard input until it ends; return the exit code.

    Backends named in `without` are not used. Where no model can be, and with `lexicon_only`, words come from the lexicon alone.
    """
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    writer = ReplyWriter(_take_standard_output())
    inbox = Inbox()
    lines = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 - read to the process's end
    threading.Thread(target=_receive, args=(lines, inbox, writer), daemon=True).start()
    vocabulary = _open_vocabulary(writer)
    try:
        opened = open_lexicon(vocabulary) if lexicon_only else _open(choice, without, writer, vocabulary)
    except LexiconError as error:
        writer.write(Failure("lexicon", str(error)))
        return 1
    writer.write(Ready(opened.name, opened.backend, opened.context_window, opened.layers, opened.gpu_layers))
    explorer = Explorer(opened, writer.write)
    speed = SpeedInUse(opened.language_model) if opened.language_model else None
    answering = Answering(opened.predictor, inbox, writer, explorer, speed)
    while inbox.wait(0.0 if explorer.is_busy else _EXPLORER_RESTS_AFTER_S):
        answering.go_on()
    return 0


def _open_vocabulary(writer: ReplyWriter) -> PersonalVocabulary | None:
    """Return the user's words, or report why they cannot be read."""
    try:
        vocabulary = PersonalVocabulary()
    except VocabularyError as error:
        writer.write(Failure("vocabulary", str(error)))
        return None
    if vocabulary.notice:
        writer.write(Failure("vocabulary", vocabulary.notice))
    return vocabulary


def _open(
    choice: ModelChoice, without: Collection[str], writer: ReplyWriter, vocabulary: PersonalVocabulary | None
) -> OpenedModel:
    """Open what was chosen, else the model on another backend, else the default model, else the lexicon; report what failed."""
    last_step = ("", -1)

    def report(backend: str, progress: float) -> None:
        nonlocal last_step
        if last_step != (last_step := (backend, int(progress * _LOADING_STEPS))):
            writer.write(Loading(choice.model or "", progress, backend))

    for attempt in dict.fromkeys((choice, ModelChoice(choice.model), ModelChoice())):
        try:
            return open_model(attempt, without, report, vocabulary)
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

"""The messages between an engine and its user: those of the typing; `exploration_messages` has the explorer's.

A `Query` is the request for suggestions, and `Suggestions` answer it. `docs/engine.md` documents all messages for other
programs.

A message is a line with one JSON object, told apart by `type`. Python's own JSON reads and writes the lines, because any text
must survive, lone surrogates too, which msgspec's refuses; msgspec checks that what was read is a message: every field that is
owed, none that is unknown, each of its type and within its bounds.
"""

import json
import os
import threading
from types import UnionType
from typing import Annotated, Any, TextIO, Union, get_args

import msgspec
from msgspec import Meta

from keyboard.engine.exploration_messages import Exploration, ExplorationReply, Message, StopRequest
from keyboard.writing.query import LARGEST_EXACT, Query, Suggestions


class Idle(Message, frozen=True, tag="idle"):
    """The engine has nothing left to do for request `id`."""

    id: int
    tokens_evaluated_ahead: int  # since its last answer, for words that are not written yet
    tokens_evaluated_for_windows: int  # since its last answer, for text before the cursor


class Loading(Message, frozen=True, tag="loading"):
    """The model is being loaded on `backend`, "" as long as none is chosen; `progress` runs from 0 to 1."""

    model: str
    progress: float
    backend: str = ""


class Ready(Message, frozen=True, tag="ready"):
    """The engine answers requests from here on."""

    model: str  # the model's name, or "" where words come from the lexicon alone
    backend: str  # what evaluates it: `cuda`, `metal`, `vulkan`, `cpu`, `cpu-plain`, or `lexicon` without a model
    context_window: int  # tokens that the model reads at once; 0 without a model
    layers: int = 0  # the model's layers as llama.cpp offloads them, the output counted as one; 0 without a model
    gpu_layers: int = 0  # how many of them a GPU evaluates


class Failure(Message, frozen=True, tag="failure"):
    """Something went wrong; except after `lexicon` the engine goes on without it."""

    # `no-model` where none is installed, `model` where one cannot be used, `vocabulary` where the user's words cannot be read,
    # `evaluation` where a request could not be answered, `message` for a line that is no request, `lexicon` where the word list
    # cannot be read, without which the engine ends.
    kind: str
    sentence: str  # for the user: what went wrong and the way out


class RankRequest(Message, frozen=True, tag="rank"):
    """Ask which of some words fits best after a text, as when a misspelling is corrected. A newer one makes an older one void."""

    id: int
    text: str  # what stands before the word: the whole of it, or a tail of some thousand characters
    words: tuple[str, ...]  # that may stand there
    offset: Annotated[int, Meta(ge=0, le=LARGEST_EXACT)] = 0  # how many characters of the document stand before `text`


class Ranked(Message, frozen=True, tag="ranked"):
    """The answer to a `RankRequest`."""

    id: int
    words: tuple[str, ...]  # as they were asked for
    log_probabilities: tuple[float, ...]  # of each word after the text, its end included, in nats; empty where no model runs


class Ping(Message, frozen=True, tag="ping"):
    """Ask whether the engine lives; answered at once, whatever the model is doing."""

    id: int


class Pong(Message, frozen=True, tag="pong"):
    """The answer to `Ping`."""

    id: int


Request = Query | RankRequest | Ping | Exploration | StopRequest
Reply = Suggestions | Ranked | Idle | Loading | Ready | Failure | Pong | ExplorationReply


class MessageError(ValueError):
    """A line that is no message of this protocol; the text says what is wrong in one sentence."""


def encode(message: Request | Reply) -> str:
    """Return the message as one line of ASCII, its end included."""
    return json.dumps(msgspec.to_builtins(message)) + "\n"


def decode_request(line: str) -> Request:
    """Return the request that a line holds, or raise `MessageError`."""
    values = _values_in(line)
    request: Request = _convert(values, _REQUESTS)
    # A front end makes a query before the client numbers it, so its fields have defaults; on the line they are owed.
    if isinstance(request, Query) and (missing := [name for name in ("id", "text") if name not in values]):
        raise MessageError(f"Object missing required field `{missing[0]}`")
    return request


def decode_reply(line: str) -> Reply:
    """Return the reply that a line holds, or raise `MessageError`."""
    reply: Reply = _convert(_values_in(line), _REPLIES)
    return reply


def _concrete(kinds: UnionType) -> object:
    """Return a union of messages in which the subclasses of each stand for it, if it has any."""
    return Union[tuple(one for kind in get_args(kinds) for one in kind.__subclasses__() or [kind])]  # noqa: UP007 - made at run time


_REQUESTS, _REPLIES = _concrete(Request), _concrete(Reply)


def _values_in(line: str) -> dict[str, object]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MessageError(f"not a line of JSON: {error}") from error
    if not isinstance(values, dict):
        raise MessageError("a message is a JSON object")
    return values


def _convert(values: dict[str, object], kinds: object) -> Any:
    try:
        return msgspec.convert(values, kinds)
    except msgspec.ValidationError as error:
        raise MessageError(str(error)) from error


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

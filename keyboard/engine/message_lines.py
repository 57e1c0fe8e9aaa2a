"""Messages as lines: one JSON object each, told apart by `type`.

Python's own JSON reads and writes the lines, because any text must survive, lone surrogates too, which msgspec's refuses; msgspec
checks that what was read is a message: every field that is owed, none that is unknown, each of its type and within its bounds.
"""

import json
import os
import threading
from types import UnionType
from typing import Any, TextIO, Union, get_args

import msgspec

from keyboard.engine.messages import Reply, Request
from keyboard.writing.query import Query


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

"""Messages as lines: one JSON object each, told apart by `type`, whose values are those that the fields' types allow."""

import json
import os
import threading
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, TextIO, get_args, get_origin, get_type_hints

from keyboard.engine.messages import LARGEST_EXACT, Bounds, Reply, Request


class MessageError(ValueError):
    """A line that is no message of this protocol; the text says what is wrong in one sentence."""


_REQUESTS: dict[str, type[Any]] = {message.type: message for message in get_args(Request)}
_REPLIES: dict[str, type[Any]] = {message.type: message for message in get_args(Reply)}


def encode(message: Request | Reply) -> str:
    """Return the message as one line of JSON, its end included. Any text survives, lone surrogates too."""
    return json.dumps({"type": message.type, **vars(message)}, default=vars) + "\n"


def decode_request(line: str) -> Request:
    """Return the request that a line holds, or raise `MessageError`."""
    request: Request = _decode(line, _REQUESTS)
    return request


def decode_reply(line: str) -> Reply:
    """Return the reply that a line holds, or raise `MessageError`."""
    reply: Reply = _decode(line, _REPLIES)
    return reply


def _decode(line: str, kinds: dict[str, type[Any]]) -> Any:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MessageError(f"not a line of JSON: {error}") from error
    if not isinstance(values, dict):
        raise MessageError("a message is a JSON object")
    kind = kinds.get(str(values.pop("type", None)))
    if kind is None:
        raise MessageError(f"a message has a type, one of {', '.join(kinds)}")
    return _build(kind, values)


@dataclass(frozen=True)
class _Shape:
    """What a message, or an object in one, consists of: the type of each field, and which fields have no default."""

    types: dict[str, Any]
    owed: frozenset[str]


@cache
def _shape_of(kind: type[Any]) -> _Shape:
    hints = get_type_hints(kind, include_extras=True)
    types = {field.name: hints[field.name] for field in fields(kind)}
    return _Shape(types, frozenset(field.name for field in fields(kind) if field.default is MISSING))


def _build(kind: Any, values: dict[str, Any]) -> Any:
    """Return a `kind`, which is a dataclass, of the values, each checked against the field that it is for."""
    shape = _shape_of(kind)
    if unknown := values.keys() - shape.types.keys():
        raise MessageError(f"{kind.__name__} has no field {', '.join(sorted(unknown))}")
    if missing := shape.owed - values.keys():
        raise MessageError(f"{kind.__name__} needs {', '.join(sorted(missing))}")
    return kind(**{name: _value(name, value, shape.types[name]) for name, value in values.items()})


def _value(name: str, value: Any, wanted: Any) -> Any:
    if type(value) is wanted:
        return value
    if get_origin(wanted) is Annotated:
        return _bounded(name, value, *get_args(wanted))
    if get_origin(wanted) is tuple:
        return _values(name, value, get_args(wanted)[0])
    if is_dataclass(wanted):
        if not isinstance(value, dict):
            raise MessageError(f"{name} consists of objects")
        return _build(wanted, value)
    if wanted is float and type(value) is int and abs(value) <= LARGEST_EXACT:
        return float(value)
    raise MessageError(f"{name} is of type {wanted.__name__}")


def _bounded(name: str, value: Any, wanted: Any, bounds: Bounds) -> Any:
    number = _value(name, value, wanted)
    if not bounds.least <= number <= bounds.most:
        raise MessageError(f"{name} is from {bounds.least} to {bounds.most}")
    return number


def _values(name: str, items: Any, wanted: Any) -> tuple[Any, ...]:
    if not isinstance(items, list):
        raise MessageError(f"{name} is a list")
    if set(map(type, items)) <= {wanted}:
        return tuple(items)  # a thousand pieces of text are looked at in one go
    return tuple(_value(name, item, wanted) for item in items)


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

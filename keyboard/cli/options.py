"""Options and arguments of several commands."""

import json
import math
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

import click
import msgspec

from keyboard.engine.exploration.value_check import ValueRange

if TYPE_CHECKING:
    from keyboard.model_store.progress import Step

_Command = TypeVar("_Command", bound=Callable[..., Any])


def whole_number(value_range: ValueRange) -> click.IntRange:
    """Return the type of an option for a whole number that the engine takes."""
    return click.IntRange(**_bounds(value_range))


def fraction(value_range: ValueRange) -> click.FloatRange:
    """Return the type of an option for a number that the engine takes."""
    return click.FloatRange(**_bounds(value_range))


def number_option(
    name: str, kind: click.IntRange | click.FloatRange, default: float, sentence: str
) -> Callable[[_Command], _Command]:
    """Return the decorator of an option for a number; its help is the sentence and the default."""
    return click.option(name, type=kind, default=default, show_default=True, help=sentence)


def values_of(message: msgspec.Struct) -> dict[str, Any]:
    """Return the JSON object for an engine's answer: its fields, without those only for the engine's pipe."""
    return {name: value for name, value in msgspec.to_builtins(message).items() if name not in ("type", "id")}


def field_of(message: type[Any], name: str) -> click.IntRange:
    """Return the type of an option for a whole number, with the bounds of a field of an engine's message."""
    _, bounds = get_args(get_type_hints(message, include_extras=True)[name])
    return click.IntRange(bounds.ge, bounds.le)


def _bounds(value_range: ValueRange) -> dict[str, Any]:
    most = None if value_range.most == math.inf else value_range.most
    return {"min": value_range.least, "max": most, "min_open": value_range.is_open}


def _text_or_standard_input(_context: click.Context, _parameter: click.Parameter, text: str) -> str:
    if text != "-":
        return text
    if sys.stdin is None:
        raise click.ClickException("there is no standard input to read; name the text, or pipe it in.")
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"standard input is not UTF-8 text: byte {error.start + 1} is invalid.") from error


text_argument = click.argument("text", callback=_text_or_standard_input)
prompt_argument = click.argument("prompt", default="", callback=_text_or_standard_input)
model_option = click.option("--model", metavar="NAME|PATH", help="A model's name, or the path of a GGUF file.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
gpu_layers_option = click.option(
    "--gpu-layers",
    type=click.IntRange(min=0),
    metavar="N",
    help="How many of the model's layers a GPU evaluates, the output counted as one; all if left out.",
)


_REFRESH_S = 1.0


class ProgressBar:
    """Shows the progress of long work: a bar on a terminal, JSON lines for a program, else one line for each quarter."""

    def __init__(self, *, as_json: bool = False) -> None:
        self._as_json = as_json
        self._last = ("", -1)
        self._shown_s = 0.0

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_error: object) -> None:
        if not self._as_json and self._last[0] and sys.stderr.isatty():
            click.echo(err=True)

    def show(self, what: str, done: float) -> None:
        """Show `what` and the fraction of it that is done."""
        if self._is_due(what, done):
            self._print(f"{what}: {done:.0%}", done, {})

    def show_step(self, step: "Step") -> None:
        """Show a step of an installation; its sentence may change while its progress does not."""
        if self._is_due(step.stage, step.progress):
            self._print(step.sentence, step.progress, {"stage": step.stage})

    def _is_due(self, what: str, done: float) -> bool:
        """Return whether to print: at each percent and each second for a terminal or a program, else at each quarter."""
        is_watched = self._as_json or sys.stderr.isatty()
        step = (what, int(done * (100 if is_watched else 4)))
        is_late = is_watched and time.monotonic() - self._shown_s >= _REFRESH_S
        if step == self._last and not is_late:
            return False
        self._last, self._shown_s = step, time.monotonic()
        return True

    def _print(self, sentence: str, done: float, more: dict[str, str]) -> None:
        if self._as_json:
            click.echo(json.dumps({"progress": done, "sentence": sentence, **more}))
            sys.stdout.flush()
        elif sys.stderr.isatty():
            click.echo(f"\r\033[K[{'#' * int(done * 40):<40}] {sentence}", err=True, nl=False)
        else:
            click.echo(sentence, err=True)

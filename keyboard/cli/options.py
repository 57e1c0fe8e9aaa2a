"""Options and arguments that several commands have."""

import math
import sys
from typing import Any, get_args, get_type_hints

import click

from keyboard.engine.exploration.value_check import ValueRange


def whole_number(value_range: ValueRange) -> click.IntRange:
    """Return the type of an option for a whole number that the engine takes."""
    return click.IntRange(**_bounds(value_range))


def fraction(value_range: ValueRange) -> click.FloatRange:
    """Return the type of an option for a number that the engine takes."""
    return click.FloatRange(**_bounds(value_range))


def field_of(message: type[Any], name: str) -> click.IntRange:
    """Return the type of an option for a whole number that stands in a field of an engine's message, with its `Bounds`."""
    _, bounds = get_args(get_type_hints(message, include_extras=True)[name])
    return click.IntRange(bounds.least, bounds.most)


def _bounds(value_range: ValueRange) -> dict[str, Any]:
    most = None if value_range.most == math.inf else value_range.most
    return {"min": value_range.least, "max": most, "min_open": value_range.is_open}


def _text_or_standard_input(_context: click.Context, _parameter: click.Parameter, text: str) -> str:
    if text != "-":
        return text
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"standard input is not UTF-8 text: byte {error.start + 1} is none of it.") from error


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

"""Options and arguments that several commands have."""

import sys

import click


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

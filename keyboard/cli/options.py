"""Options that several commands have."""

import click

model_option = click.option("--model", metavar="NAME|PATH", help="A model's name, or the path of a GGUF file.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
gpu_layers_option = click.option(
    "--gpu-layers",
    type=click.IntRange(min=0),
    metavar="N",
    help="How many of the model's layers a GPU evaluates, the output counted as one; all if left out.",
)

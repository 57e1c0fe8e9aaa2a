"""Options that several commands have."""

import click

model_option = click.option("--model", metavar="NAME|PATH", help="A model's name, or the path of a GGUF file.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

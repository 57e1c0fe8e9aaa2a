"""The commands that look into the model while it reads: `attention` and `lens`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from keyboard.cli.attention_svg import attention_svg
from keyboard.cli.attention_table import attention_table, visible
from keyboard.cli.lens_table import lens_table
from keyboard.cli.options import json_option, model_option, text_argument

token_option = click.option(
    "--token",
    type=click.IntRange(min=0),
    metavar="N",
    help="The token's place, 0 being the begin token; the last one if left out.",
)


@click.command()
@text_argument
@token_option
@click.option("--layer", type=click.IntRange(min=0), metavar="L", help="One block, counted from 0; all if left out.")
@click.option("--head", type=click.IntRange(min=0), metavar="H", help="One head, counted from 0; all if left out.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.svg", help="Draw it.")
@model_option
@json_option
def attention(
    text: str, token: int | None, layer: int | None, head: int | None, svg: Path | None, model: str | None, as_json: bool
) -> None:
    """Print how much a token of TEXT looks at each token up to itself ("-" is standard input).

    Its weights add up to 1 in each head of each block; without --layer and --head, their mean is shown. JSON has all that were
    chosen beside their mean. Much of the weight is on the begin token where a head finds nothing to look at.

    \b
    Examples: keyboard attention "The animal did not cross the street because it"
              keyboard attention "The animal did not cross the street because it" --layer 3 --head 8 --svg it.svg
    """
    from keyboard.cli.chosen_attention import choose
    from keyboard.engine.exploration.attention import answer_attention
    from keyboard.engine.exploration.opening import opened_inspector
    from keyboard.engine.exploration_messages import AttentionRequest
    from keyboard.language_model.kv_cache import never

    with opened_inspector(model) as (name, inspector):
        request = AttentionRequest(0, text, -1 if token is None else token)
        chosen = choose(answer_attention(request, inspector, never), layer, head)
    caption = f"{name}, {chosen.what}"
    if svg:
        _write(svg, attention_svg(chosen.pieces, chosen.mean, caption))
    if as_json:
        click.echo(json.dumps({"model": name, **chosen.as_dict()}))
    elif svg:
        click.echo(f"{svg} is written.")
    else:
        click.echo(f"What “{visible(chosen.pieces[-1])}” looks at ({caption}):")
        click.echo(attention_table(chosen.pieces, chosen.mean))


@click.command()
@text_argument
@token_option
@click.option("--count", type=click.IntRange(1, 100), default=5, show_default=True, help="How many tokens of each block.")
@model_option
@json_option
def lens(text: str, token: int | None, count: int, model: str | None, as_json: bool) -> None:
    """Print what each block would predict after a token of TEXT, were its output the last one's ("-" is standard input).

    \b
    Example: keyboard lens "The capital of France is"
    """
    from keyboard.engine.exploration.logit_lens import answer_logit_lens
    from keyboard.engine.exploration.opening import opened_inspector
    from keyboard.engine.exploration_messages import LogitLensRequest
    from keyboard.language_model.kv_cache import never

    with opened_inspector(model) as (name, inspector):
        answer = answer_logit_lens(LogitLensRequest(0, text, -1 if token is None else token, count), inspector, never)
    if as_json:
        values = {key: value for key, value in asdict(answer).items() if key != "id"}
        click.echo(json.dumps({"model": name, **values}))
        return
    click.echo(f"What each block would predict after “{visible(answer.piece)}” ({name}):")
    click.echo(lens_table(answer.layers))


def _write(file: Path, text: str) -> None:
    from keyboard.atomic_file import write_atomically

    try:
        write_atomically(file, text.encode("utf-8", "replace"))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error

"""The commands that look into the model while it reads: `attention`, `lens`, `step` and `what-if`."""

import json
from pathlib import Path

import click

from keyboard.cli.options import json_option, model_option, number_option, text_argument, values_of, whole_number
from keyboard.cli.tables import attention_table, lens_table, visible, what_if_table
from keyboard.engine.exploration.value_check import TOKEN_COUNT
from keyboard.engine.exploration_messages import (
    AttentionRequest,
    LogitLensRequest,
    ScoresRequest,
    StepRequest,
    WhatIfRequest,
)

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
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.svg", help="Draw the weights in this file.")
@model_option
@json_option
def attention(
    text: str, token: int | None, layer: int | None, head: int | None, svg: Path | None, model: str | None, as_json: bool
) -> None:
    """Print how much a token of TEXT looks at each token up to itself ("-" is standard input).

    The weights add up to 1 in each head of each block; without --layer and --head, the command prints their mean. JSON has the
    chosen ones and their mean. A head that finds nothing to look at puts much of its weight on the begin token.

    \b
    Examples: keyboard attention "The animal did not cross the street because it"
              keyboard attention "The animal did not cross the street because it" --layer 3 --head 8 --svg it.svg
    """
    from keyboard.cli.inside import attention_svg, choose
    from keyboard.engine.exploration.looking import answer_attention, opened_inspector
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
        click.echo(f"Wrote {svg}.")
    else:
        click.echo(f"What “{visible(chosen.pieces[-1])}” looks at ({caption}):")
        click.echo(attention_table(chosen.pieces, chosen.mean))


@click.command()
@text_argument
@token_option
@number_option("--count", whole_number(TOKEN_COUNT), 5, "How many tokens of each block.")
@model_option
@json_option
def lens(text: str, token: int | None, count: int, model: str | None, as_json: bool) -> None:
    """Print what each block would predict after a token of TEXT, if it were the last block ("-" is standard input).

    \b
    Example: keyboard lens "The capital of France is"
    """
    from keyboard.engine.exploration.looking import answer_logit_lens, opened_inspector
    from keyboard.language_model.kv_cache import never

    with opened_inspector(model) as (name, inspector):
        answer = answer_logit_lens(LogitLensRequest(0, text, -1 if token is None else token, count), inspector, never)
    if as_json:
        click.echo(json.dumps({"model": name, **values_of(answer)}))
        return
    click.echo(f"What each block would predict after “{visible(answer.piece)}” ({name}):")
    click.echo(lens_table(answer.layers))


@click.command("what-if")
@text_argument
@click.option("--mask", "masked", multiple=True, type=click.IntRange(min=0), metavar="N", help="Hide token N; may be repeated.")
@click.option("--other", metavar="TEXT", help="Read this text instead.")
@number_option("--count", whole_number(TOKEN_COUNT), 5, "How many tokens before and after.")
@model_option
@json_option
def what_if(text: str, masked: tuple[int, ...], other: str | None, count: int, model: str | None, as_json: bool) -> None:
    """Print how the tokens after TEXT change if some of it is hidden, or if TEXT is another ("-" is standard input).

    No later token can look at a hidden token, and the others keep their places; the begin token is 0.

    \b
    Examples: keyboard what-if "The capital of France is" --mask 4
              keyboard what-if "The capital of France is" --other "The capital of Germany is"
    """
    if bool(masked) == bool(other):
        raise click.UsageError("name either tokens to --mask or the --other text.")
    from keyboard.engine.exploration.looking import answer_what_if, opened_inspector
    from keyboard.language_model.kv_cache import never

    with opened_inspector(model) as (name, inspector):
        answer = answer_what_if(WhatIfRequest(0, text, masked, other or "", count), inspector, never)
    if as_json:
        click.echo(json.dumps({"model": name, **values_of(answer)}))
        return
    hidden = ", ".join(f"“{visible(answer.pieces[place])}”" for place in masked)
    click.echo(f"{f'Without {hidden}' if masked else 'With the other text'} ({name}):")
    click.echo(what_if_table(answer))


@click.command()
@text_argument
@click.option("--layer", type=click.IntRange(min=0), required=True, metavar="L", help="The block, counted from 0.")
@click.option("--head", type=click.IntRange(min=0), required=True, metavar="H", help="The head, counted from 0.")
@token_option
@model_option
@json_option
def step(text: str, layer: int, head: int, token: int | None, model: str | None, as_json: bool) -> None:
    """Print step by step what a block computes for a token of TEXT in one head ("-" is standard input).

    The steps are: 1 the input, 2 norm, query, key and value, 3 scores, 4 mask and softmax, 5 the sum of the values and what
    attention adds, 6 the feed-forward network, and in the last block 7 the largest products with the output matrix. JSON has all
    numbers.

    \b
    Examples: keyboard step "a robot must obey the orders given it" --layer 3 --head 8
              keyboard step "a robot must obey the orders given it" --layer 29 --head 0 --token 2 --json
    """
    from keyboard.cli.inside import plain_table, square_part, step_table
    from keyboard.engine.exploration.looking import opened_inspector
    from keyboard.engine.exploration.stepping import answer_scores, answer_step, vectors_of
    from keyboard.language_model.kv_cache import never

    with opened_inspector(model) as (name, inspector):
        answer = answer_step(StepRequest(0, text, layer, head, -1 if token is None else token), inspector, never)
        first = square_part(len(answer.pieces))
        square = answer_scores(ScoresRequest(0, text, layer, head, first, first), inspector, never)
    if as_json:
        numbers = {name: vector.tolist() for name, vector in vectors_of(answer).items()}
        table = {name: plain_table(getattr(square, name), square) for name in ("scores", "weights")}
        click.echo(json.dumps({"model": name, **values_of(answer)} | {"vectors": numbers, "square": {"first": first, **table}}))
        return
    click.echo(f"“{visible(answer.pieces[answer.position])}”, token {answer.position}, in block {layer}, head {head} ({name}):")
    click.echo(step_table(answer, square))


def _write(file: Path, text: str) -> None:
    from keyboard.storage.atomic_file import write_atomically

    try:
        write_atomically(file, text.encode("utf-8", "replace"))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error

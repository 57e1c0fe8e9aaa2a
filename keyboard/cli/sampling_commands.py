"""The commands for what follows a text: `suggest` in words; `next`, `sample` and `tokens` token by token."""

import json
from collections.abc import Sequence
from typing import Any

import click
from msgspec import to_builtins

from keyboard.cli.options import (
    field_of,
    fraction,
    json_option,
    model_option,
    number_option,
    prompt_argument,
    text_argument,
    values_of,
    whole_number,
)
from keyboard.cli.tables import probability_table, score_table
from keyboard.engine.exploration.value_check import (
    REPETITION_PENALTY,
    SAMPLE_TEMPERATURE,
    SAMPLE_TOKENS,
    SAMPLE_TOP_K,
    SAMPLE_TOP_P,
    SEED,
    TEMPERATURE,
    TOKEN_COUNT,
    TOP_K,
)
from keyboard.engine.exploration_messages import (
    NextTokensRequest,
    SampledToken,
    SampleEnd,
    SampleLoop,
    SampleRequest,
    TokenScore,
    TokenScoresRequest,
)
from keyboard.writing.query import Query

Told = SampledToken | SampleLoop | SampleEnd

_USUAL = SampleRequest(0, "")
_USUAL_NEXT = NextTokensRequest(0, "")


@click.command()
@text_argument
@number_option("--count", field_of(Query, "count"), 3, "How many words.")
@number_option("--top-k", field_of(Query, "top_k"), 3, "The pool that the words come from.")
@model_option
@json_option
def suggest(text: str, count: int, top_k: int, model: str | None, as_json: bool) -> None:
    """Print the words that the buttons would show at the end of TEXT ("-" is standard input).

    \b
    Example: keyboard suggest "We had a mee"
    """
    from keyboard.engine.answering import suggest_once

    answer = suggest_once(text, count, top_k, model)
    if not as_json:
        for item in answer.suggestions:
            click.echo(f"{item.word:<20} {item.probability:7.2%}")
        return
    values = {
        "context": answer.context,
        "prefix": answer.prefix,
        "suggestions": [{"word": item.word, "probability": item.probability} for item in answer.suggestions],
        "tokens_evaluated": answer.tokens_evaluated,
        "milliseconds": answer.milliseconds,
    }
    click.echo(json.dumps(values))


@click.command("next")
@text_argument
@number_option("--count", whole_number(TOKEN_COUNT), _USUAL_NEXT.count, "How many tokens.")
@number_option("--temperature", fraction(TEMPERATURE), _USUAL_NEXT.temperature, "What the logits are divided by.")
@number_option("--top-k", whole_number(TOP_K), _USUAL_NEXT.top_k, "The pool that shares the probability; 0 is all tokens.")
@model_option
@json_option
def next_tokens(text: str, count: int, temperature: float, top_k: int, model: str | None, as_json: bool) -> None:
    """Print the most probable tokens after TEXT ("-" is standard input), best first, and the entropy of all tokens.

    \b
    Example: keyboard next "The capital of France is"
    """
    from keyboard.engine.exploration.looking import answer_next_tokens, opened_inspector
    from keyboard.language_model.kv_cache import never

    with opened_inspector(model) as (name, inspector):
        request = NextTokensRequest(0, text, (), count, temperature, top_k)
        answer = answer_next_tokens(request, inspector, never)
    if as_json:
        click.echo(json.dumps({"model": name, **values_of(answer)}))
        return
    click.echo(probability_table(answer.tokens))
    click.echo(f"The entropy is {answer.entropy_bits:.2f} bits ({name}).")


@click.command()
@text_argument
@model_option
@json_option
def tokens(text: str, model: str | None, as_json: bool) -> None:
    """Print the tokens of TEXT ("-" is standard input), and how much each surprises the model.

    A text that is longer than the model's window is read in windows that overlap by half.

    \b
    Example: keyboard tokens "She studies robotics."
    """
    from keyboard.engine.exploration.looking import TokenScoresTask, opened_inspector
    from keyboard.language_model.kv_cache import never

    scored: list[TokenScore] = []
    with opened_inspector(model) as (name, inspector):
        task = TokenScoresTask(TokenScoresRequest(0, text), inspector)
        while not task.is_done:
            scored += (token for part in task.advance(never) for token in part.tokens)
    bits = sum(token.bits for token in scored)
    perplexity = 2 ** (bits / len(scored)) if scored else None
    if as_json:
        click.echo(json.dumps({"model": name, "tokens": [to_builtins(token) for token in scored], "perplexity": perplexity}))
    elif scored:
        click.echo(score_table(scored))
        click.echo(f"{len(scored):,} tokens, {bits:,.1f} bits, perplexity {perplexity:,.1f} ({name}).")
    else:
        click.echo("The text is empty: it has no tokens.")


@click.command()
@prompt_argument
@number_option("--top-k", whole_number(SAMPLE_TOP_K), _USUAL.top_k[0], "The pool to draw from; 0 is all tokens.")
@number_option("--top-p", fraction(SAMPLE_TOP_P), _USUAL.top_p, "Draw from the smallest pool whose probabilities add up to this.")
@number_option(
    "--temperature",
    fraction(SAMPLE_TEMPERATURE),
    _USUAL.temperature,
    "What the logits are divided by; 0 takes the most probable token.",
)
@number_option(
    "--repetition-penalty",
    fraction(REPETITION_PENALTY),
    _USUAL.repetition_penalty,
    "Above 1, tokens that came before become less probable.",
)
@number_option("--tokens", whole_number(SAMPLE_TOKENS), _USUAL.tokens, "How many at most.")
@number_option("--seed", whole_number(SEED), _USUAL.seed, "The seed of the draws; another seed gives another text.")
@model_option
@json_option
def sample(
    prompt: str,
    top_k: int,
    top_p: float,
    temperature: float,
    repetition_penalty: float,
    tokens: int,
    seed: int,
    model: str | None,
    as_json: bool,
) -> None:
    """Print what the model writes after PROMPT ("-" is standard input), token by token; without PROMPT it begins from nothing.

    The same seed and model give the same text on the same machine. End PROMPT without a space: a word's token begins with it.

    \b
    Examples: keyboard sample "The meeting was" --tokens 30
              keyboard sample --top-k 0 --seed 7
    """
    from keyboard.engine.exploration.generation import SampleTask
    from keyboard.engine.exploration.looking import opened_inspector
    from keyboard.language_model.errors import EvaluationAbortedError
    from keyboard.language_model.interruption import interruption

    request = SampleRequest(0, prompt, (top_k,), top_p, temperature, repetition_penalty, seed, tokens)
    told: list[Told] = []
    with opened_inspector(model) as (name, inspector), interruption() as is_interrupted:
        task = SampleTask(request, inspector)
        while not task.is_done:
            try:
                replies = task.stop() if is_interrupted() else task.advance(is_interrupted)
            except EvaluationAbortedError:
                continue
            told += replies
            if not as_json:
                _print_text(replies)
    if as_json:
        click.echo(json.dumps({"model": name, **_sample_values(request, told)}))
    else:
        _print_notes(told)
    if is_interrupted():
        raise click.Abort


def _print_text(replies: Sequence[Told]) -> None:
    click.echo("".join(reply.text for reply in replies if isinstance(reply, SampledToken)), nl=False)


def _print_notes(told: Sequence[Told]) -> None:
    """End the line of the text, and print notes about it to standard error."""
    click.echo()
    drawn = sum(isinstance(reply, SampledToken) for reply in told)
    for reply in told:
        if isinstance(reply, SampleLoop):
            click.echo(f"The text {reply.sentence}.", err=True)
        elif isinstance(reply, SampleEnd) and reply.reason == "window":
            click.echo(f"The model's window is full after {drawn:,} tokens.", err=True)


def _sample_values(request: SampleRequest, told: Sequence[Told]) -> dict[str, Any]:
    """Return the settings and the sample as JSON has them."""
    drawn = [reply for reply in told if isinstance(reply, SampledToken)]
    return {
        "prompt": request.prompt,
        "top_k": request.top_k[0],
        "top_p": request.top_p,
        "temperature": request.temperature,
        "repetition_penalty": request.repetition_penalty,
        "seed": request.seed,
        "text": "".join(reply.text for reply in drawn),
        "tokens": [{**to_builtins(reply.token), "text": reply.text, "chosen_with": reply.chosen_with} for reply in drawn],
        "loops": [
            {"text": reply.text, "since": reply.since, "sentence": reply.sentence}
            for reply in told
            if isinstance(reply, SampleLoop)
        ],
        "end": next(reply.reason for reply in told if isinstance(reply, SampleEnd)),
    }

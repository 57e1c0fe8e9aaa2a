"""From a request's message to the query that it holds, and from a prediction to the message that carries it."""

from dataclasses import fields

from keyboard.engine.messages import Suggestion, Suggestions, SuggestRequest
from keyboard.language_model.token_counts import TokenCounts
from keyboard.suggestion.prediction import Prediction, Query
from keyboard.suggestion.spacing import insertion_of


def query_of(request: SuggestRequest) -> Query:
    """Return what a request asks a predictor; its fields have the same names."""
    return Query(**{field.name: getattr(request, field.name) for field in fields(Query)})


def answer_of(
    request_id: int,
    prediction: Prediction,
    evaluated: TokenCounts,
    milliseconds: float,
    *,
    window_start: int = 0,
    final: bool,
) -> Suggestions:
    """Return the answer to a request, each word with what a tap on it puts in.

    `evaluated` are the tokens since the last message, and `window_start` is where the model began to read, in characters.
    """
    words = []
    for item in prediction.words:
        insertion = insertion_of(item.word, prediction.split)
        words.append(Suggestion(prediction.split.as_written(item.word), item.probability, insertion.replace, insertion.text))
    return Suggestions(
        id=request_id,
        context=prediction.split.context,
        prefix=prediction.split.prefix,
        suggestions=tuple(words),
        tokens_evaluated=evaluated.answers,
        milliseconds=milliseconds,
        tokens_evaluated_ahead=evaluated.ahead,
        tokens_evaluated_for_windows=evaluated.windows,
        window_start=window_start,
        complete=prediction.complete,
        final=final,
    )

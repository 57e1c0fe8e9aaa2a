"""From a prediction to the message that carries it."""

from keyboard.engine.messages import Suggestion, Suggestions
from keyboard.suggestion.prediction import Prediction
from keyboard.suggestion.spacing import insertion_of


def answer_of(
    request_id: int,
    prediction: Prediction,
    tokens_evaluated: int,
    milliseconds: float,
    *,
    tokens_evaluated_ahead: int = 0,
    final: bool,
) -> Suggestions:
    """Return the answer to a request, each word with what a tap on it puts in."""
    words = []
    for item in prediction.words:
        insertion = insertion_of(item.word, prediction.split)
        words.append(Suggestion(item.word, item.probability, insertion.replace, insertion.text))
    return Suggestions(
        id=request_id,
        context=prediction.split.context,
        prefix=prediction.split.prefix,
        suggestions=tuple(words),
        tokens_evaluated=tokens_evaluated,
        milliseconds=milliseconds,
        tokens_evaluated_ahead=tokens_evaluated_ahead,
        final=final,
    )

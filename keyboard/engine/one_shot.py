"""One question to a model, in this process, for the command line."""

import time

from keyboard.engine.answers import answer_of
from keyboard.engine.messages import Suggestions
from keyboard.engine.model_choice import ModelChoice
from keyboard.engine.opening import open_model
from keyboard.language_model.kv_cache import never
from keyboard.language_model.token_counts import TokenCounts
from keyboard.suggestion.prediction import Query
from keyboard.text_tail import tail_start


def suggest_once(text: str, count: int, top_k: int, model: str | None) -> Suggestions:
    """Return the words that stay on the buttons at the end of `text`; raise `EngineError` where there is no model.

    The engine is sent as much of the text as the editor would send.

    The milliseconds are those of the question alone, with the model loaded.
    """
    predictor = open_model(ModelChoice(model)).predictor
    started, evaluated = time.perf_counter(), predictor.tokens_evaluated
    start = tail_start(len(text))
    prediction = predictor.predict(Query(text[start:], start, count, top_k))
    for better in predictor.improve(never):
        prediction = better
    milliseconds = (time.perf_counter() - started) * 1000
    cost = TokenCounts(answers=predictor.tokens_evaluated - evaluated)
    return answer_of(0, prediction, cost, milliseconds, final=True)

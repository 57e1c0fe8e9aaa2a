"""Messages survive the trip over a pipe, and a bad line is refused in one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.engine.exploration_messages import (
    LayerPrediction,
    LogitLens,
    NextTokensRequest,
    TokenProbability,
    WordInTokens,
    WordTokens,
)
from keyboard.engine.messages import (
    Failure,
    Idle,
    Loading,
    MessageError,
    Ping,
    Pong,
    Ranked,
    Ready,
    Suggestion,
    Suggestions,
    SuggestRequest,
    decode_reply,
    decode_request,
    encode,
)

ANY_TEXT = st.text(st.characters())  # lone surrogates too


@given(ANY_TEXT, st.integers(0, 2**40), st.booleans())
def test_a_request_survives_the_trip_with_any_text(text, offset, look_ahead):
    request = SuggestRequest(7, text, offset=offset, look_ahead=look_ahead)
    line = encode(request)
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert decode_request(line.encode("ascii").decode()) == request


@pytest.mark.parametrize(
    "reply",
    [
        Suggestions(3, "We had a ", "mee", (Suggestion("meeting", 0.25, 3, "meeting "),), 1, 12.5, final=False),
        Idle(3, 4, 5),
        Ranked(3, ("tea", "the"), (-1.5, -2.0)),
        Loading("gpt2", 0.5),
        Ready("gpt2", "cuda", 1024, layers=13, gpu_layers=5),
        Failure("model", "models/x.gguf is no GGUF file."),
        Pong(9),
        WordTokens(3, (WordInTokens("robotics", (TokenProbability(7, " robot", 0.5), TokenProbability(8, "ics", 0.25))),), 2),
        LogitLens(3, " the", 4, (LayerPrediction(0, (TokenProbability(7, " a", 0.5),)), LayerPrediction(1, ())), 30),
    ],
)
def test_every_reply_survives_the_trip(reply):
    assert decode_reply(encode(reply)) == reply


def test_a_path_of_tokens_survives_the_trip():
    request = NextTokensRequest(4, "The", path=(5, 6))
    assert decode_request(encode(request)) == request


def test_what_is_left_out_has_its_default():
    assert decode_request('{"type": "suggest", "id": 1, "text": "Hi"}') == SuggestRequest(1, "Hi", count=3, top_k=3)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("", "not a line of JSON"),
        ("{", "not a line of JSON"),
        ("[" * 100_000, "not a line of JSON"),
        ("[1]", "a message is a JSON object"),
        ('{"id": 1}', "a message has a type"),
        ('{"type": "dance"}', "a message has a type"),
        ('{"type": "suggest", "id": 1}', "SuggestRequest needs text"),
        ('{"type": "suggest", "id": 1, "text": 5}', "text is of type str"),
        ('{"type": "suggest", "id": true, "text": ""}', "id is of type int"),
        ('{"type": "suggest", "id": 1, "text": "", "volume": 11}', "SuggestRequest has no field volume"),
        ('{"type": "ping"}', "Ping needs id"),
    ],
)
def test_a_bad_line_is_refused_in_one_sentence(line, complaint):
    with pytest.raises(MessageError, match=complaint):
        decode_request(line)


def test_a_reply_is_no_request():
    with pytest.raises(MessageError):
        decode_request(encode(Pong(1)))
    assert decode_request(encode(Ping(1))) == Ping(1)

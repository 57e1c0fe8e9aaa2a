"""Messages survive the trip over a pipe, and a bad line is refused in one sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyboard.engine.exploration_messages import (
    Exploration,
    LayerPrediction,
    LogitLens,
    NextTokensRequest,
    SampleRequest,
    ScoresRequest,
    Step,
    StepRequest,
    TokenProbability,
    WordInTokens,
    WordTokens,
    WordTokensRequest,
)
from keyboard.engine.messages import (
    Failure,
    Idle,
    Loading,
    MessageError,
    Ping,
    Pong,
    Ranked,
    RankRequest,
    Ready,
    decode_reply,
    decode_request,
    encode,
)
from keyboard.writing.query import Query, Suggestion, Suggestions

ANY_TEXT = st.text(st.characters())  # lone surrogates too


@given(ANY_TEXT, st.integers(0, 2**40), st.booleans())
def test_a_request_survives_the_trip_with_any_text(text, offset, look_ahead):
    request = Query(7, text, offset=offset, look_ahead=look_ahead)
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
        Failure("model", "models/x.gguf is not a GGUF file."),
        Pong(9),
        WordTokens(3, (WordInTokens("robotics", (TokenProbability(7, " robot", 0.5), TokenProbability(8, "ics", 0.25))),), 2),
        Step(3, ("a", " b"), 1, 0, 2, 30, 9, 3, 0.125, 0, {"query": "AAAAAA==", "key": ""}, (), 1, 1),
        LogitLens(3, " the", 4, (LayerPrediction(0, (TokenProbability(7, " a", 0.5),)), LayerPrediction(1, ())), 30),
    ],
)
def test_every_reply_survives_the_trip(reply):
    assert decode_reply(encode(reply)) == reply


def test_a_path_of_tokens_survives_the_trip():
    request = NextTokensRequest(4, "The", path=(5, 6))
    assert decode_request(encode(request)) == request


def test_what_is_left_out_has_its_default():
    assert decode_request('{"type": "suggest", "id": 1, "text": "Hi"}') == Query(1, "Hi", count=3, top_k=3)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("", "not a line of JSON"),
        ("{", "not a line of JSON"),
        ("[" * 100_000, "not a line of JSON"),
        ("[1]", "a message is a JSON object"),
        ('{"id": 1}', "missing required field `type`"),
        ('{"type": "dance"}', "Invalid value 'dance'"),
        ('{"type": "suggest", "id": 1}', "missing required field `text`"),
        ('{"type": "suggest", "id": 1, "text": 5}', r"Expected `str`, got `int` - at `\$\.text`"),
        ('{"type": "suggest", "id": true, "text": ""}', r"Expected `int`, got `bool` - at `\$\.id`"),
        ('{"type": "suggest", "id": 1, "text": "", "volume": 11}', "unknown field `volume`"),
        ('{"type": "ping"}', "missing required field `id`"),
    ],
)
def test_a_bad_line_is_refused_in_one_sentence(line, complaint):
    with pytest.raises(MessageError, match=complaint):
        decode_request(line)


def test_a_reply_is_no_request():
    with pytest.raises(MessageError):
        decode_request(encode(Pong(1)))
    assert decode_request(encode(Ping(1))) == Ping(1)


_ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | st.just(10**400),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=3), values, max_size=3),
    max_leaves=5,
)
_REQUESTS = [
    Query(1, "We had a "),
    RankRequest(2, "We had a ", ("tea", "the")),
    *(
        kind(3, **{name: value for name, value in (("text", "One two"),) if name in kind.__struct_fields__})
        for kind in Exploration.__subclasses__()
        if kind not in (SampleRequest, ScoresRequest, StepRequest, WordTokensRequest)
    ),
    ScoresRequest(6, "One two", 3, 8),
    StepRequest(7, "One two", 3, 8),
    SampleRequest(4, "Once upon", top_k=(1, 40)),
    WordTokensRequest(5, "We had a ", ("tea",)),
]


def read_or_refused(line):
    """Return the request, or the sentence that refuses it."""
    try:
        return decode_request(line)
    except MessageError as error:
        return str(error)


@given(st.sampled_from(_REQUESTS), st.data())
def test_a_request_with_one_field_mangled_is_read_as_its_type_has_it_or_refused_in_a_sentence(request_, data):
    values = json.loads(encode(request_))
    name = data.draw(st.sampled_from([name for name in values if name != "type"]))
    values[name] = data.draw(_ANY_JSON)
    decoded = read_or_refused(json.dumps(values))
    assert isinstance(decoded, str) or type(getattr(decoded, name)) is type(getattr(request_, name))


@pytest.mark.parametrize(
    ("name", "value"), [("count", 10**9), ("count", 0), ("count", True), ("top_k", -1), ("offset", -5), ("offset", 10**30)]
)
def test_numbers_that_no_suggestion_can_have_are_refused(name, value):
    line = json.dumps({"type": "suggest", "id": 1, "text": "We", name: value})
    with pytest.raises(MessageError, match=name):
        decode_request(line)


def test_a_number_too_large_for_a_temperature_is_refused():
    with pytest.raises(MessageError, match="temperature"):
        decode_request(json.dumps({"type": "next-tokens", "id": 1, "text": "We", "temperature": 10**400}))

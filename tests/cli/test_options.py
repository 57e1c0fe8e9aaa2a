"""An option takes what the engine takes, and says so: each bound stands in one place."""

import math

import pytest
from click.testing import CliRunner

from keyboard.cli import keyboard
from keyboard.cli.options import field_of, fraction, whole_number
from keyboard.engine.errors import EngineError
from keyboard.engine.exploration import value_check
from keyboard.engine.exploration.value_check import ValueRange
from keyboard.engine.messages import MessageError, decode_request
from keyboard.writing.query import Query

RANGES = [value_range for value_range in vars(value_check).values() if isinstance(value_range, ValueRange)]


def takes(kind, value):
    try:
        kind.convert(str(value), None, None)
    except Exception:  # noqa: BLE001 - click's own kinds
        return False
    return True


def is_right(value_range, value):
    try:
        value_range.check(value)
    except EngineError:
        return False
    return True


@pytest.mark.parametrize("value_range", RANGES, ids=lambda value_range: value_range.name)
def test_an_option_takes_the_numbers_that_the_engine_takes(value_range):
    numbers = {value_range.least, value_range.most} - {math.inf}
    for value in sorted({number + step for number in numbers for step in (-1, -0.001, 0, 0.001, 1)}):
        assert takes(fraction(value_range), value) == is_right(value_range, value), value
        if value == int(value):
            assert takes(whole_number(value_range), int(value)) == is_right(value_range, value), value


@pytest.mark.parametrize("name", ["count", "top_k"])
def test_an_option_takes_what_a_message_may_have(name):
    for value in (-1, 0, 1, 100, 101, 1000, 1001):
        try:
            decode_request(f'{{"type": "suggest", "id": 1, "text": "", "{name}": {value}}}')
        except MessageError:
            assert not takes(field_of(Query, name), value)
        else:
            assert takes(field_of(Query, name), value)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("sample", "x", "--repetition-penalty", "0.001"), "0.001 is not in the range 0.01<=x<=100"),
        (("sample", "x", "--top-p", "0"), "0.0 is not in the range 0<x<=1"),
        (("lens", "x", "--count", "1001"), "1001 is not in the range 1<=x<=1000"),
        (("suggest", "x", "--top-k", "1001"), "1001 is not in the range 1<=x<=1000"),
    ],
)
def test_a_number_outside_is_refused_before_a_model_is_loaded(arguments, sentence):
    result = CliRunner().invoke(keyboard, arguments)
    assert result.exit_code == 2
    assert sentence in result.output

"""Starts are measured on the real window with the real model, in a home of their own."""

import json

import pytest
from click.testing import CliRunner

from keyboard.cli import keyboard
from keyboard.evaluation.benchmark import measure_starts, start_table
from keyboard.model_store.errors import ModelStoreError


@pytest.fixture(scope="module")
def figures(installed_model):
    return measure_starts(None, lambda _what, _done: None, warm_starts=1)


def test_the_window_is_there_before_its_first_suggestion(figures):
    for times in (figures.cold, figures.warm):
        assert 0 < times.first_paint_s < times.first_suggestion_s


def test_a_later_start_suggests_sooner_than_the_first(figures):
    assert figures.warm.first_suggestion_s < figures.cold.first_suggestion_s


def test_the_table_names_both_kinds_of_start(figures):
    title, cold, warm = start_table(figures).splitlines()
    assert title.split() == ["smollm2-135m", "first", "paint", "first", "suggestion"]
    assert cold.startswith("first start")
    assert warm.startswith("later starts")


def test_a_model_that_is_not_there_is_named(empty_home):
    with pytest.raises(ModelStoreError, match="No model is installed"):
        measure_starts(None, lambda _what, _done: None)


def test_two_measurements_at_once_are_refused():
    result = CliRunner().invoke(keyboard, ["benchmark", "--start", "--long"])
    assert result.exit_code == 2
    assert "one at a time" in result.output


def test_the_command_prints_json(figures, monkeypatch):
    monkeypatch.setattr("keyboard.evaluation.benchmark.measure_starts", lambda _model, _progress: figures)
    result = CliRunner().invoke(keyboard, ["benchmark", "--start", "--json"])
    assert set(json.loads(result.output.splitlines()[-1])) == {"model", "cold", "warm", "drops_file_cache"}

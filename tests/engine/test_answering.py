"""The answering, with a predictor that is a stand-in: what is answered, in which order, and what a failure does."""

from types import SimpleNamespace

import pytest

from keyboard.engine import answering as answering_module
from keyboard.engine import opening, server
from keyboard.engine.answering import Answering
from keyboard.engine.engine_state import ModelChoice
from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.explorer import Explorer
from keyboard.engine.inbox import Inbox
from keyboard.engine.messages import Failure, Idle, Loading, Ranked, RankRequest
from keyboard.engine.opening import OpenedModel
from keyboard.language_model.backends import Backend
from keyboard.language_model.errors import EvaluationAbortedError, LanguageModelError
from keyboard.language_model.kv_cache import TokenCounts
from keyboard.suggestion.lexicon import LexiconError
from keyboard.suggestion.query import Prediction
from keyboard.suggestion.word_distribution import WordProbability
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.query import Query, Suggestions

RANK = RankRequest(9, "a cup of ", ("tea", "the"))


class Predictor:
    """Answers every query with one word, and calls a test's hooks while it works."""

    tokens_evaluated = 0
    token_counts = TokenCounts()
    window_start = 0

    def __init__(self):
        self.while_predicting = self.while_improving = self.while_ranking = lambda: None

    def predict(self, query, _abort_when):
        self.query = query
        self.while_predicting()
        return self.prediction("first")

    def prediction(self, word):
        return Prediction(split_at_cursor(self.query.text), (WordProbability(word, 0.5),), complete=True)

    def improve(self, abort_when):
        self.while_improving()
        if abort_when():
            raise EvaluationAbortedError
        yield self.prediction("better")

    def rank(self, _text, _offset, words, abort_when):
        self.while_ranking()
        if abort_when():
            raise EvaluationAbortedError
        return (-1.0,) * len(words)

    def prepare(self, _abort_when):
        pass

    keep_next_window_on_time = prepare_next_window = prepare


class Engine:
    """An answering loop whose replies are kept; its clock goes a second at each look."""

    def __init__(self):
        self.predictor, self.inbox, self.replies = Predictor(), Inbox(), []
        writer = SimpleNamespace(write=self.replies.append)
        opened = OpenedModel(self.predictor, "", "lexicon", 0)
        self.answering = Answering(self.predictor, self.inbox, writer, Explorer(opened, writer.write), None)

    def work(self, times=1):
        for _ in range(times):
            self.answering.go_on()

    def take_replies(self):
        replies, self.replies[:] = list(self.replies), []
        return replies

    def words(self):
        return [(reply.id, [item.word for item in reply.suggestions]) for reply in self.replies if isinstance(reply, Suggestions)]


@pytest.fixture
def engine(empty_home):
    return Engine()


def once(act):
    """Return a function that does `act` when it is called first."""
    acts = iter([act])
    return lambda: next(acts, lambda: None)()


def fail():
    raise LanguageModelError("llama.cpp could not evaluate 3 tokens (llama_decode gave -3).")


def test_a_query_is_answered_at_once_then_better_then_idle(engine):
    engine.inbox.put(Query(1, "Hello "))
    engine.work()
    assert engine.words() == [(1, ["first"]), (1, ["better"])]
    assert [reply.final for reply in engine.replies[:2]] == [False, True]
    assert engine.replies[2] == Idle(1, 0, 0)


def test_a_query_that_a_newer_one_follows_is_not_answered(engine):
    engine.predictor.while_predicting = once(lambda: engine.inbox.put(Query(2, "Hello y")))
    engine.inbox.put(Query(1, "Hello "))
    engine.work(2)
    assert {number for number, _words in engine.words()} == {2}


def test_after_a_ranking_the_interrupted_query_goes_on_without_the_time_that_has_passed(engine, monkeypatch):
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(answering_module, "time", SimpleNamespace(perf_counter=lambda: clock.now))
    monkeypatch.setattr("keyboard.engine.inbox.time", SimpleNamespace(perf_counter=lambda: clock.now))
    engine.inbox.put(Query(1, "Hello "))
    engine.work()
    engine.take_replies()
    clock.now += 60
    engine.inbox.put(RANK)
    engine.work(2)
    ranked, better, idle = engine.replies
    assert (ranked, idle) == (Ranked(9, RANK.words, (-1.0, -1.0)), Idle(1, 0, 0))
    assert (better.id, better.final, better.milliseconds) == (1, True, 0.0)


def test_a_query_that_words_to_rank_follow_is_answered_before_them(engine):
    engine.predictor.while_predicting = once(lambda: engine.inbox.put(RANK))
    engine.inbox.put(Query(1, "Hello "))
    engine.work(3)
    assert [type(reply) for reply in engine.replies] == [Suggestions, Ranked, Suggestions, Idle]


def test_a_key_interrupts_the_ranking_which_is_answered_after_it(engine):
    engine.predictor.while_ranking = once(lambda: engine.inbox.put(Query(1, "Hello ")))
    engine.inbox.put(RANK)
    engine.work()
    assert engine.replies == []
    engine.work(3)
    assert [type(reply) for reply in engine.replies] == [Suggestions, Ranked, Suggestions, Idle]


def test_a_query_that_the_model_fails_at_is_answered_without_words_and_the_next_one_with(engine):
    engine.predictor.while_predicting = once(fail)
    engine.inbox.put(Query(1, "Hello "))
    engine.work()
    failure, answer, idle = engine.take_replies()
    assert (failure.kind, failure.sentence) == ("evaluation", "llama.cpp could not evaluate 3 tokens (llama_decode gave -3).")
    assert (answer.id, answer.suggestions, answer.final, idle.id) == (1, (), True, 1)
    engine.inbox.put(Query(2, "Hello y"))
    engine.work()
    assert engine.words()[0] == (2, ["first"])


def test_words_that_are_shown_stay_where_the_model_fails_in_idle_time(engine):
    engine.predictor.while_improving = once(fail)
    engine.inbox.put(Query(1, "Hello "))
    engine.work()
    assert [type(reply) for reply in engine.replies] == [Suggestions, Failure, Idle]


def test_a_ranking_that_the_model_fails_at_is_answered_without_numbers(engine):
    engine.predictor.while_ranking = once(fail)
    engine.inbox.put(RANK)
    engine.work()
    assert engine.replies[-1] == Ranked(9, RANK.words, ())


def test_a_model_that_keeps_failing_ends_the_engine(engine):
    engine.predictor.while_predicting = fail
    for number in (1, 2):
        engine.inbox.put(Query(number, "Hello "))
        engine.work()
    engine.inbox.put(Query(3, "Hello "))
    with pytest.raises(LanguageModelError):
        engine.work()


@pytest.fixture
def model_file(monkeypatch, tmp_path):
    """A model that is found, and loads in no time; notes whether it was closed."""
    loaded = SimpleNamespace(closed=0, progress=None)

    def load(_file, _backend, _cache, progress, primers):
        progress(0.5)
        return SimpleNamespace(close=lambda: setattr(loaded, "closed", loaded.closed + 1))

    installed = SimpleNamespace(path=tmp_path / "mine.gguf", name="mine")
    monkeypatch.setattr(opening, "proven_model", lambda *_: (installed, Backend("vulkan", "A card", device_index=0)))
    monkeypatch.setattr(opening, "LanguageModel", load)
    return loaded


def test_an_opening_that_fails_frees_the_weights(model_file, monkeypatch):
    monkeypatch.setattr(opening, "WordPredictor", lambda *_: fail())
    with pytest.raises(EngineError, match="could not evaluate"):
        opening.open_model(ModelChoice())
    assert model_file.closed == 1


def test_the_backend_is_named_before_the_model_is_loaded(model_file, monkeypatch):
    monkeypatch.setattr(opening, "WordPredictor", lambda *_: fail())
    replies = []
    server._open(ModelChoice("mine"), (), SimpleNamespace(write=replies.append), None)
    assert [reply for reply in replies if isinstance(reply, Loading)][:2] == [
        Loading("mine", 0.0, "vulkan"),
        Loading("mine", 0.5, "vulkan"),
    ]


def test_a_broken_word_list_is_a_failure_and_no_traceback(monkeypatch, empty_home):
    replies = []

    def broken():
        raise LexiconError("lexicon.tsv is no word list; install keyboard again.")

    monkeypatch.setattr(opening, "load_lexicon", broken)
    monkeypatch.setattr(server, "ReplyWriter", lambda _: SimpleNamespace(write=replies.append))
    monkeypatch.setattr(server, "_take_standard_output", lambda: None)
    monkeypatch.setattr(server, "_receive", lambda *_: None)
    assert server.serve(ModelChoice()) == 1
    assert replies == [Failure("lexicon", "lexicon.tsv is no word list; install keyboard again.")]

"""Text that the real small model writes: by the rule, again for the same seed, and until it is told to stop."""

from itertools import count

import numpy as np
import pytest

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration.generation import MOST_SAMPLES, Sample, SampleTask, loop_sentence
from keyboard.engine.exploration_messages import SampledToken, SampleEnd, SampleLoop, SampleRequest
from keyboard.language_model.cached_sequence import Continuations
from keyboard.language_model.errors import EvaluationAbortedError
from keyboard.language_model.kv_cache import never
from keyboard.language_model.probabilities import SamplingRule

# The explorer's other context runs without flash attention; with quantized weights that shows.
CLOSE = 0.25

PROMPT = "The capital of France is"


def write(inspector, prompt=PROMPT, abort_when=lambda: never, **values):
    """Return all that is told of samples; `abort_when` gives what each advance is asked to abort by."""
    task = SampleTask(SampleRequest(1, prompt, **values), inspector)
    told = []
    while not task.is_done:
        try:
            told += task.advance(abort_when())
        except EvaluationAbortedError:
            continue
    return told


def tokens(told, sample=0):
    return [reply for reply in told if isinstance(reply, SampledToken) and reply.sample == sample]


def text(told, sample=0):
    return "".join(reply.text for reply in tokens(told, sample))


def ends(told):
    return {reply.sample: reply.reason for reply in told if isinstance(reply, SampleEnd)}


def test_with_a_pool_of_one_it_writes_what_is_most_probable(inspector):
    told = write(inspector, top_k=(1,), tokens=8)
    texts = Continuations(inspector.model, inspector.tokens_of(PROMPT), texts=1, tokens=8)
    logits = texts.read_prompt()
    for sampled in tokens(told):
        assert sampled.token.id == logits.argmax()
        assert sampled.token.probability == pytest.approx(1 / np.exp(logits - logits.max()).sum(), rel=1e-4)
        assert sampled.chosen_with == 1
        logits = texts.read_next({0: sampled.token.id})[0]
    texts.close()
    assert text(told).startswith(" Paris")
    assert ends(told) == {0: "length"}


def test_samples_side_by_side_each_draw_from_their_own_pool(inspector):
    told = write(inspector, top_k=(1, 3, 40), tokens=12)
    assert [len(tokens(told, sample)) for sample in range(3)] == [12, 12, 12]
    assert ends(told) == dict.fromkeys(range(3), "length")
    assert {sampled.chosen_with for sampled in tokens(told, 0)} == {1}
    assert all(0 < sampled.token.probability < sampled.chosen_with <= 1 for sampled in tokens(told, 2))


def test_the_same_seed_gives_the_same_text_and_another_one_another(inspector):
    first = write(inspector, tokens=15, seed=3)
    inspector.read(inspector.tokens_of("Something else that was read meanwhile"))
    assert write(inspector, tokens=15, seed=3) == first
    assert text(write(inspector, tokens=15, seed=4)) != text(first)


def test_samples_with_the_same_pool_differ(inspector):
    told = write(inspector, top_k=(40, 40), tokens=15)
    assert text(told, 0) != text(told, 1)


def test_a_sample_draws_alone_what_it_draws_beside_others(inspector):
    """The first draw is by the same logits; later ones are by those that differ in the last decimals."""
    beside = write(inspector, top_k=(1, 3, 40), tokens=1)
    for sample, top_k in enumerate((1, 3, 40)):
        alone = write(inspector, top_k=(top_k,), tokens=1)
        assert tokens(alone)[0].token == tokens(beside, sample)[0].token


def test_without_a_prompt_it_begins_from_nothing(inspector):
    told = write(inspector, "", top_k=(0,), tokens=10)
    begin = inspector.read(inspector.tokens_of(""))
    probability = np.exp(begin - begin.max()) / np.exp(begin - begin.max()).sum()
    assert tokens(told)[0].chosen_with == pytest.approx(probability[tokens(told)[0].token.id], rel=CLOSE)
    assert len(tokens(told)) <= 10


def test_keys_that_interrupt_it_do_not_change_the_text(inspector):
    patience = count(0, 40)

    def abort_when():
        asked, patient = count(), next(patience) % 3000
        return lambda: next(asked) >= patient

    values = {"top_k": (1, 40), "tokens": 6, "seed": 5}
    assert write(inspector, abort_when=abort_when, **values) == write(inspector, **values)


def test_a_repetition_penalty_leads_out_of_a_loop(inspector):
    prompt = "the end of the end of the end of the"
    looping = write(inspector, prompt, top_k=(1,), tokens=24)
    [loop] = [reply for reply in looping if isinstance(reply, SampleLoop)]
    assert "end" in loop.text
    assert loop.sentence.endswith("a larger k is the way out")
    assert text(looping).count(loop.text) >= 3
    penalized = write(inspector, prompt, top_k=(1,), tokens=24, repetition_penalty=1.5)
    assert not [reply for reply in penalized if isinstance(reply, SampleLoop)]


def test_a_full_window_ends_it(inspector, monkeypatch):
    monkeypatch.setattr(inspector, "window", 32)
    told = write(inspector, " word" * 100, top_k=(1,), tokens=30)
    assert ends(told) == {0: "window"}
    assert 16 <= len(tokens(told)) < 30


def test_stopped_samples_say_so(inspector):
    task = SampleTask(SampleRequest(1, PROMPT, top_k=(1, 40), tokens=50), inspector)
    while not task.advance(never):
        pass
    assert task.stop() == [SampleEnd(1, 0, "stopped"), SampleEnd(1, 1, "stopped")]
    assert task.is_done


@pytest.mark.parametrize(
    ("values", "way_out"),
    [
        ({"top_k": ()}, "ask for 1 to"),
        ({"top_k": (40,) * (MOST_SAMPLES + 1)}, "ask for 1 to"),
        ({"top_k": (-1,)}, "0 or more"),
        ({"top_p": 0.0}, "above 0"),
        ({"top_p": 1.5}, "1 at most"),
        ({"temperature": -1.0}, "0 or more"),
        ({"temperature": float("nan")}, "0 or more"),
        ({"repetition_penalty": 0.0}, "from 0.01 to 100"),
        ({"seed": -1}, "0 or more"),
        ({"tokens": 0}, "1 or more"),
    ],
)
def test_what_nothing_can_be_drawn_by_is_refused_in_a_sentence(inspector, values, way_out):
    with pytest.raises(EngineError, match=way_out):
        SampleTask(SampleRequest(1, PROMPT, **values), inspector)


def test_a_loop_is_told_once_and_the_next_one_too(inspector):
    sample = Sample(1, 0, SamplingRule(temperature=0), (1,), (), inspector)
    written = inspector.tokenizer.encode("The" + " cat sat" * 10 + " on" + " one of the dogs" * 5)
    told = []
    for token in written:
        replies = sample.draw(np.eye(1, inspector.model.n_vocab, token, dtype=np.float32)[0])
        told += [(len(sample.tokens), reply.since, reply.text) for reply in replies if isinstance(reply, SampleLoop)]
    assert told == [(13, 1, " cat sat"), (34, 22, " one of the dogs")]


@pytest.mark.parametrize(
    ("rule", "way_out"),
    [
        (SamplingRule(top_k=1), "a larger k"),
        (SamplingRule(top_k=3, temperature=0), "a temperature above 0"),
        (SamplingRule(top_k=0), "a repetition penalty"),
        (SamplingRule(top_k=40, repetition_penalty=1.1), "a larger repetition penalty"),
    ],
)
def test_the_way_out_of_a_loop_is_one_that_the_rule_leaves(rule, way_out):
    assert loop_sentence(" of the", 40, rule) == f"repeats “of the” since token 41; {way_out} is the way out"


def test_a_long_loop_is_told_by_its_beginning():
    sentence = loop_sentence("\n\nThe quick brown fox jumps over the lazy dog once more.", 0, SamplingRule(top_k=1))
    assert sentence == "repeats “The quick brown fox jumps over the lazy…” since token 1; a larger k is the way out"
    assert "white space" in loop_sentence("\n\n", 0, SamplingRule())

"""The hook sees and changes the tensors that it is asked for, and loses no error."""

import numpy as np
import pytest

from keyboard.language_model.errors import EvaluationAbortedError, LanguageModelError
from keyboard.language_model.kv_cache import Row, never
from tests.gpt2_checkpoints import TINY

TOKENS = [5, 6, 7, 8]


def evaluate(sequence, abort_when=never):
    sequence.cache.truncate(0, 0)
    rows = [Row(token, position, (0,), position == 3) for position, token in enumerate(TOKENS)]
    return sequence.cache.evaluate(rows, abort_when)[0]


def test_a_blocks_output_has_a_row_for_each_token(sequence, numpy_gpt2):
    seen = []
    with sequence.cache.hook.visiting(after={"l_out-0": lambda tensor: seen.append((tensor.name, tensor.read()))}):
        evaluate(sequence)
    [(name, values)] = seen
    assert name == "l_out-0"
    assert values.shape == (1, 1, 4, TINY.width)
    assert np.abs(values[0, 0] - numpy_gpt2(TOKENS).layers[0]).max() < 0.01


def test_logits_are_the_same_whether_anyone_looks_or_not(sequence):
    unseen = evaluate(sequence)
    names = [f"{kind}-{layer}" for kind in ("l_out", "kq_soft_max", "ffn_out") for layer in range(TINY.layers)]
    with sequence.cache.hook.visiting(after={name: lambda tensor: tensor.read() for name in names}):
        assert (evaluate(sequence) == unseen).all()


def test_what_is_written_is_what_the_model_goes_on_with(sequence):
    before = evaluate(sequence)
    with sequence.cache.hook.visiting(after={"l_out-0": lambda tensor: tensor.write(tensor.read() * 2)}):
        assert np.abs(evaluate(sequence) - before).max() > 0.1
    assert (evaluate(sequence) == before).all()


def test_an_error_while_looking_reaches_the_caller_and_nothing_stays_cached(sequence):
    def fail(_tensor):
        raise ZeroDivisionError

    before = evaluate(sequence)
    for visits in ({"before": {"l_out-1": fail}}, {"after": {"l_out-1": fail}}):
        with pytest.raises(ZeroDivisionError), sequence.cache.hook.visiting(**visits):
            evaluate(sequence)
    # Had a row stayed, llama.cpp would refuse another one at its position.
    sequence.cache.evaluate([Row(TOKENS[0], 0, (0,), wants_logits=False)])
    assert (evaluate(sequence) == before).all()


def test_ctrl_c_while_looking_reaches_the_caller(sequence):
    def interrupt(_tensor):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), sequence.cache.hook.visiting(after={"l_out-0": interrupt}):
        evaluate(sequence)


def test_an_abort_is_an_abort_though_looking_failed_too(sequence):
    is_key_pressed = False

    def fail(_tensor):
        nonlocal is_key_pressed
        is_key_pressed = True
        raise ZeroDivisionError

    with pytest.raises(EvaluationAbortedError), sequence.cache.hook.visiting(before={"norm-0": fail}):
        evaluate(sequence, lambda: is_key_pressed)
    evaluate(sequence)


def test_a_tensor_that_the_model_has_not_is_missed(sequence):
    """So nothing is ever masked in vain, or read as nothing, where a model is built in another way."""
    for visits in ({"before": {"sinks-0": lambda tensor: None}}, {"after": {"sinks-0": lambda tensor: None}}):
        with pytest.raises(LanguageModelError, match="computes no sinks-0"), sequence.cache.hook.visiting(**visits):
            evaluate(sequence)
    evaluate(sequence)


def test_what_is_quantized_or_lies_scattered_is_refused_by_name(real_sequence, sequence):
    visits = {"ffn_out-0": lambda tensor: tensor.source(0).read()}
    with pytest.raises(LanguageModelError, match=r"blk\.0\.ffn_down\.weight"), real_sequence.cache.hook.visiting(after=visits):
        evaluate(real_sequence)
    visits = {"kq-0": lambda tensor: tensor.source(1).write(tensor.source(1).read())}
    with pytest.raises(LanguageModelError, match="Qcur-0"), sequence.cache.hook.visiting(before=visits):
        evaluate(sequence)

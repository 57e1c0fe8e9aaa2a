"""The lexicon holds words, in the case in which people write them, and nothing else."""

import numpy as np
import pytest

from keyboard.suggestion.lexicon import LexiconError, load_lexicon


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon()


WORDS = "the meeting don't we've o'clock Houston January I I'm NASA iPhone colour color okay email today's McDonald"
NO_WORDS = "teh dont thats alot th ll re http houston i january nasa zz q 00"


@pytest.mark.parametrize("word", WORDS.split())
def test_words_that_people_write_are_there(lexicon, word):
    assert word in lexicon


@pytest.mark.parametrize("word", NO_WORDS.split())
def test_what_is_no_word_in_that_case_is_not(lexicon, word):
    assert word not in lexicon


def test_it_has_the_size_of_a_good_dictionary_and_no_word_twice(lexicon):
    assert 70_000 < len(lexicon.words) < 120_000
    assert len(set(lexicon.words)) == len(lexicon.words)
    assert list(lexicon.words) == sorted(lexicon.words)


def test_frequencies_are_shares_of_text(lexicon):
    shares = dict(zip(lexicon.words, lexicon.frequencies, strict=True))
    assert 0.5 < sum(shares.values()) <= 1
    assert shares["the"] > shares["meeting"] > shares["lexicon"] > 0
    assert np.isfinite(lexicon.frequencies).all()


@pytest.mark.parametrize("content", [b"", b"word", b"word\tmany", b"\xff\xfe", b"a\t1\textra"])
def test_a_broken_list_is_refused_in_one_sentence(tmp_path, content):
    file = tmp_path / "en" / "lexicon.tsv"
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(LexiconError, match=r"lexicon\.tsv is no word list"):
        load_lexicon("en", tmp_path)

"""The benchmark's writer: a full vocabulary of their own, which learns while they type."""

import os

import pytest

from keyboard.evaluation.benchmark import Learning, home_of_a_writer
from keyboard.storage.locations import data_folder
from keyboard.storage.vocabulary import PersonalVocabulary


@pytest.fixture
def vocabulary(tmp_path):
    vocabulary = PersonalVocabulary(tmp_path / "vocabulary.sqlite3")
    yield vocabulary
    vocabulary.close()


def uses(vocabulary):
    return {entry.word: entry.uses for entry in vocabulary.entries()}


def test_an_engine_that_starts_meanwhile_reads_the_full_vocabulary_and_the_users_own_is_not_touched(empty_home):
    with home_of_a_writer(n_words=2_000) as vocabulary:
        assert vocabulary.file == data_folder() / "vocabulary.sqlite3"
        assert data_folder() != empty_home / "data"
        written = uses(vocabulary)
        assert len(written) > 500
        assert sum(written.values()) == 2_000
    assert os.environ["KEYBOARD_HOME"] == str(empty_home)
    assert not (empty_home / "data").exists()


def test_words_are_learnt_between_the_keys_once_they_have_settled(vocabulary):
    learning = Learning(vocabulary)
    text = "Ask Ms Quillby about the meeting on Friday "
    learnt = []
    for end in range(1, len(text) + 1):
        learning.follow(text[:end])
        learnt.append(sum(uses(vocabulary).values()))
    assert uses(vocabulary)["Quillby"] == 1
    assert "Friday" not in uses(vocabulary)
    assert sorted(set(learnt)) == [0, 1, 2, 3, 4, 5]

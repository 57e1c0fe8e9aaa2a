"""The vocabulary's file: counted, faded, shared by processes, whole after a kill, and set aside where it is broken."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from keyboard.storage.vocabulary import (
    HALF_LIFE_WORDS,
    PersonalVocabulary,
    VocabularyEntry,
    VocabularyError,
    from_text,
    read_entries,
    to_text,
    write_entries,
)
from keyboard.suggestion.personal_words import VocabularyReader
from keyboard.writing.learning import LearntWord, words_to_learn
from tests.storage import stored

LEARN_FOREVER = """
import sys, pathlib
from keyboard.storage.vocabulary import PersonalVocabulary
from keyboard.writing.learning import LearntWord
vocabulary = PersonalVocabulary(pathlib.Path(sys.argv[1]))
print("started", flush=True)
for _ in range(int(sys.argv[2])):
    vocabulary.learn([LearntWord("", sys.argv[3]), LearntWord(sys.argv[3], "again")])
"""


@pytest.fixture
def vocabulary(tmp_path):
    vocabulary = PersonalVocabulary(tmp_path / "vocabulary.sqlite3")
    yield vocabulary
    vocabulary.close()


def learn(vocabulary, text):
    vocabulary.learn(words_to_learn(text))


def words(vocabulary):
    return {entry.word: entry.uses for entry in vocabulary.entries()}


def learner(file, times, word):
    return subprocess.Popen([sys.executable, "-c", LEARN_FOREVER, file, str(times), word], stdout=subprocess.PIPE)


def test_words_and_pairs_are_counted(vocabulary):
    learn(vocabulary, "Quillby came. Then Quillby went.")
    assert stored.words(vocabulary)["Quillby"] == pytest.approx(2, rel=1e-3)
    pairs = stored.pairs(vocabulary)
    assert pairs["Quillby", "went"] == pytest.approx(1, rel=1e-3)
    assert ("came", "Then") not in pairs


def test_words_are_known_by_how_often_they_were_used(vocabulary):
    learn(vocabulary, "Quillby came. Quillby went.")
    assert vocabulary.used({"Quillby", "came", "unheard"}, 2) == {"Quillby"}
    assert vocabulary.used({"Quillby", "came", "unheard"}, 1) == {"Quillby", "came"}


def test_old_words_fade_slowly(vocabulary):
    learn(vocabulary, "Quillby")
    vocabulary.learn([LearntWord("", "other")] * HALF_LIFE_WORDS)
    assert stored.words(vocabulary)["Quillby"] == pytest.approx(0.5, rel=1e-3)
    vocabulary.learn([LearntWord("", "other")] * HALF_LIFE_WORDS * 2)
    assert "Quillby" not in stored.words(vocabulary)


def test_the_version_tells_of_changes_of_ones_own_and_of_others(vocabulary):
    other = PersonalVocabulary(vocabulary.file)
    before = vocabulary.version()
    assert vocabulary.version() == before
    learn(vocabulary, "one")
    assert vocabulary.version() != before
    before = vocabulary.version()
    learn(other, "two")
    assert vocabulary.version() != before
    other.close()


def test_words_are_searched_renamed_and_deleted(vocabulary):
    learn(vocabulary, "Quilby Quilby Quillby other")
    vocabulary.rename("Quilby", "Quillby")
    assert words(vocabulary) == {"Quillby": 3, "other": 1}
    assert [entry.word for entry in vocabulary.entries("QUILL")] == ["Quillby"]
    vocabulary.delete(["Quillby"])
    assert words(vocabulary) == {"other": 1}


def test_never_suggested_can_be_taken_back(vocabulary):
    vocabulary.set_never("darn", never=True)
    assert stored.never(vocabulary) == {"darn"}
    assert vocabulary.entries() == [VocabularyEntry("darn", 0, is_never=True)]
    vocabulary.set_never("darn", never=False)
    assert stored.never(vocabulary) == set()


def test_a_wipe_leaves_nothing_in_the_files(vocabulary):
    learn(vocabulary, "Quillby Quillby Quillby")
    vocabulary.wipe()
    assert words(vocabulary) == {}
    left = b"".join(path.read_bytes() for path in vocabulary.file.parent.iterdir())
    assert b"Quillby" not in left


def test_what_is_exported_can_be_imported(vocabulary, tmp_path):
    learn(vocabulary, "Quillby Quillby über don't")
    vocabulary.set_never("darn", never=True)
    other = PersonalVocabulary(tmp_path / "other.sqlite3")
    other.add(from_text(to_text(vocabulary.entries())))
    assert other.entries() == vocabulary.entries()
    other.close()


FIRST_SCHEMA = """
CREATE TABLE words (word TEXT PRIMARY KEY, uses INTEGER NOT NULL, weight REAL NOT NULL, learnt_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE pairs (
    previous TEXT, word TEXT, weight REAL NOT NULL, learnt_at INTEGER NOT NULL, PRIMARY KEY (previous, word)) WITHOUT ROWID;
CREATE TABLE never (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), words INTEGER NOT NULL);
INSERT INTO clock VALUES (1, 20000);
INSERT INTO words VALUES ('Quillby', 3, 2.5, 0), ('came', 1, 1.0, 20000);
INSERT INTO pairs VALUES ('Quillby', 'came', 1.0, 20000);
INSERT INTO never VALUES ('darn');
"""


def test_a_file_of_the_first_version_opens_with_all_that_it_holds(tmp_path):
    file = tmp_path / "vocabulary.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(FIRST_SCHEMA)
    for _ in range(2):
        vocabulary = PersonalVocabulary(file)
        assert not vocabulary.notice
        assert words(vocabulary) == {"Quillby": 3, "came": 1, "darn": 0}
        assert stored.words(vocabulary) == {"Quillby": 1.25, "came": 1.0}
        assert stored.pairs(vocabulary) == {("Quillby", "came"): 1.0}
        assert stored.never(vocabulary) == {"darn"}
        vocabulary.close()


def rows(reader):
    new = reader.read(1000)
    return [(row.previous, row.word) for row in new.rows] if new else None


def test_a_reader_is_given_each_row_once_and_again_when_anybody_changes_it(vocabulary):
    learn(vocabulary, "Quillby came")
    reader = VocabularyReader(vocabulary)
    assert rows(reader) == [("", "Quillby"), ("", "came"), ("Quillby", "came")]
    assert rows(reader) is None
    with closing(PersonalVocabulary(vocabulary.file)) as other:
        learn(other, "Quillby")
        assert rows(reader) == [("", "Quillby")]
        other.delete(["came"])
        assert rows(reader) == [("", ""), ("", "")]
        other.set_never("darn", never=True)
        assert rows(reader) == [("", "darn")]
        other.set_never("darn", never=False)
        assert rows(reader) == [("", "")]
        other.wipe()
        new = reader.read(1000)
    assert new.is_anew
    assert not new.rows


def test_a_deleted_word_is_in_no_table_any_more(vocabulary):
    learn(vocabulary, "Quillby came. Then Quillby went.")
    vocabulary.delete(["Quillby"])
    assert not [statement for statement in vocabulary._connection.iterdump() if "Quillby" in statement]


@pytest.mark.parametrize("line", ["two words", "word\tmany", "word\t-1", "!", "\t3", "a\0b"])
def test_a_bad_line_is_named(line):
    with pytest.raises(VocabularyError, match="Line 2 "):
        from_text(f"good\t3\n{line}\n")


def test_a_file_that_holds_no_words_is_named_with_the_reason(tmp_path):
    file = tmp_path / "words.txt"
    with pytest.raises(VocabularyError, match=r"words\.txt cannot be read: No such file or directory\."):
        read_entries(file)
    file.write_bytes(b"caf\xe9\t3\n")
    with pytest.raises(VocabularyError, match=r"words\.txt is not UTF-8 text: byte 4 is invalid\."):
        read_entries(file)
    with pytest.raises(VocabularyError, match=r"x\.txt cannot be written: "):
        write_entries(file / "x.txt", ())


def test_a_broken_file_is_set_aside_under_a_dated_name(tmp_path):
    file = tmp_path / "vocabulary.sqlite3"
    file.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    vocabulary = PersonalVocabulary(file)
    learn(vocabulary, "fresh")
    assert words(vocabulary) == {"fresh": 1}
    aside = list(tmp_path.glob("vocabulary.broken-2*.sqlite3"))
    assert len(aside) == 1
    assert str(aside[0]) in vocabulary.notice
    vocabulary.close()


def test_a_file_with_a_damaged_page_is_set_aside_too(tmp_path):
    file = tmp_path / "vocabulary.sqlite3"
    vocabulary = PersonalVocabulary(file)
    vocabulary.learn([LearntWord("", f"word{number}") for number in range(5000)])
    vocabulary.close()
    data = bytearray(file.read_bytes())
    data[8192:16384] = b"\xff" * 8192
    file.write_bytes(data)
    assert PersonalVocabulary(file).notice


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(VocabularyError, match="vocabulary"):
        PersonalVocabulary(tmp_path / "file" / "vocabulary.sqlite3")


def test_a_full_disk_is_named_and_what_was_there_before_stays(vocabulary):
    learn(vocabulary, "Kiel Lübeck")
    (pages,) = vocabulary._connection.execute("PRAGMA page_count").fetchone()
    vocabulary._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(VocabularyError, match=r"cannot be written: database or disk is full\."):
        vocabulary.learn(LearntWord("", f"word{number}") for number in range(10_000))
    vocabulary._connection.execute("PRAGMA max_page_count = 100000")
    learn(vocabulary, "Kiel")
    assert words(vocabulary) == {"Kiel": 2, "Lübeck": 1}


def test_two_processes_learn_at_once_and_lose_nothing(vocabulary):
    processes = [learner(vocabulary.file, 200, word) for word in ("one", "two")]
    for process in processes:
        assert process.wait(60) == 0
        process.stdout.close()
    assert words(vocabulary) == {"one": 200, "two": 200, "again": 400}


@pytest.mark.long
def test_a_kill_at_any_moment_leaves_a_whole_file(tmp_path):
    file = tmp_path / "vocabulary.sqlite3"
    last = 0
    for pause_s in (0.01, 0.05, 0.1, 0.2):
        process = learner(file, 1_000_000, "word")
        process.stdout.readline()
        time.sleep(pause_s)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        vocabulary = PersonalVocabulary(file)
        assert vocabulary.notice == ""
        uses = words(vocabulary)
        assert uses["word"] == uses["again"] > last
        last = uses["word"]
        vocabulary.close()
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)

"""What is kept for the next start is whole or not there, and goes when nobody has used it for long."""

import io
import os
import time

import numpy as np
import pytest

from keyboard.engine.answering import Answering
from keyboard.engine.exploration.explorer import Explorer
from keyboard.engine.inbox import Inbox
from keyboard.engine.messages import ReplyWriter
from keyboard.engine.opening import open_lexicon
from keyboard.storage.array_cache import load_arrays, remove_unused_arrays, save_arrays
from keyboard.storage.locations import cache_folder

DAY_S = 24 * 3600


def saved(folder, name, days):
    """A file that was used last so many days ago."""
    file = folder / name
    save_arrays(file, {"numbers": np.arange(3)})
    os.utime(file, (time.time() - days * DAY_S,) * 2)
    return file


def test_what_is_saved_is_loaded(tmp_path):
    save_arrays(tmp_path / "new" / "words-1.npz", {"numbers": np.arange(3), "name": np.array("gpt-2")})
    arrays = load_arrays(tmp_path / "new" / "words-1.npz")
    assert arrays["numbers"].tolist() == [0, 1, 2]
    assert str(arrays["name"]) == "gpt-2"


@pytest.mark.parametrize("content", [b"", b"PK", b"\x93NUMPY"])
def test_a_broken_file_is_none(tmp_path, content):
    (tmp_path / "words-1.npz").write_bytes(content)
    assert load_arrays(tmp_path / "words-1.npz") is None


def test_what_was_not_used_for_two_months_goes_and_what_is_in_use_stays(tmp_path):
    old, used = saved(tmp_path, "vocabulary-1.npz", 61), saved(tmp_path, "words-1.npz", 61)
    recent = saved(tmp_path, "words-2.npz", 59)
    other = tmp_path / "engine.log"
    other.write_text("")
    left = saved(tmp_path, ".words-3.npz.abc123", 61)
    for file in (other, left):
        os.utime(file, (0, 0))
    load_arrays(used)
    remove_unused_arrays(tmp_path)
    assert set(tmp_path.iterdir()) == {used, recent, other}
    assert not old.exists()


def test_a_folder_that_is_not_there_is_no_error(tmp_path):
    remove_unused_arrays(tmp_path / "none")


@pytest.mark.long
def test_the_engine_clears_them_away_when_nobody_has_asked_for_anything(empty_home):
    cache_folder().mkdir(parents=True)
    old = saved(cache_folder(), "words-1.npz", 61)
    opened, inbox = open_lexicon(), Inbox()
    writer = ReplyWriter(io.StringIO())
    Answering(opened.predictor, inbox, writer, Explorer(opened, writer.write), None).go_on()
    assert not old.exists()

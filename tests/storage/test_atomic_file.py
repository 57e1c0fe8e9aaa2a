"""A file is replaced whole, on Windows too while another program looks at it for a moment."""

import os
import time

import pytest

from keyboard.storage import atomic_file
from keyboard.storage.atomic_file import write_atomically


@pytest.fixture
def on_windows(monkeypatch):
    """A file that somebody has open cannot be replaced; says how often that is so, and for how long it is waited."""
    replace, refusals, waits = os.replace, [0], []

    def refuse_at_first(source, target):
        if refusals[0]:
            refusals[0] -= 1
            raise PermissionError(13, "Access is denied", str(source), 5, str(target))
        replace(source, target)

    monkeypatch.setattr(atomic_file.os, "replace", refuse_at_first)
    monkeypatch.setattr(time, "sleep", waits.append)
    monkeypatch.setattr(atomic_file, "_is_windows", lambda: True)
    return refusals, waits


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("before")
    return file


def test_what_was_there_is_replaced(file):
    write_atomically(file, [b"af", b"ter"])
    assert file.read_text() == "after"
    assert [path.name for path in file.parent.iterdir()] == ["letter.txt"]


def test_a_scanner_that_has_the_file_open_is_waited_for(file, on_windows):
    refusals, waits = on_windows
    refusals[0] = 3
    write_atomically(file, b"after")
    assert file.read_text() == "after"
    assert waits == [0.01, 0.02, 0.04]


def test_a_program_that_keeps_it_open_is_an_error_and_the_old_file_stays(file, on_windows):
    refusals, waits = on_windows
    refusals[0] = 100
    with pytest.raises(PermissionError):
        write_atomically(file, b"after")
    assert file.read_text() == "before"
    assert [path.name for path in file.parent.iterdir()] == ["letter.txt"]
    assert sum(waits) < 1


def test_elsewhere_a_refusal_is_final(file, on_windows, monkeypatch):
    refusals, waits = on_windows
    monkeypatch.setattr(atomic_file, "_is_windows", lambda: False)
    refusals[0] = 1
    with pytest.raises(PermissionError):
        write_atomically(file, b"after")
    assert waits == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes with a name among its files")
def test_a_pipe_stays_one_and_is_written_to(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="No such device"):
        write_atomically(pipe, b"nobody reads this")
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomically(pipe, [b"af", b"ter"])
    assert os.read(reading, 100) == b"after"
    os.close(reading)
    assert pipe.is_fifo()


@pytest.mark.skipif(os.name == "nt", reason="its devices are no files")
def test_a_device_stays_one(tmp_path):
    link = tmp_path / "link"
    link.symlink_to("/dev/null")
    write_atomically(link, b"nowhere")
    assert link.is_char_device()

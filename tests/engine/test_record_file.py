"""What several processes find out at once is all kept."""

import json
import subprocess
import sys

import pytest

from keyboard.engine.proof_record import RecordFile

ADD = """if True:
    import pathlib, sys
    from keyboard.engine.proof_record import RecordFile
    record = RecordFile(pathlib.Path(sys.argv[1]))
    for number in range(12):
        record.change(lambda content: [*(content or []), f"{sys.argv[2]}{number}"])
"""


def test_entries_of_two_processes_at_once_are_all_kept(tmp_path):
    file = tmp_path / "cache" / "record.json"
    processes = [subprocess.Popen([sys.executable, "-c", ADD, str(file), letter], stderr=subprocess.PIPE) for letter in "ab"]
    assert [process.communicate()[1] for process in processes] == [b"", b""]
    assert sorted(json.loads(file.read_text("utf-8"))) == sorted(f"{letter}{number}" for letter in "ab" for number in range(12))


@pytest.mark.parametrize("content", [b"", b"[1, 2", b"\xff"])
def test_a_broken_file_holds_nothing_and_is_written_anew(tmp_path, content):
    file = tmp_path / "record.json"
    file.write_bytes(content)
    record = RecordFile(file)
    assert record.read() is None
    record.change(lambda found: {"was": found})
    assert record.read() == {"was": None}


def test_where_it_cannot_be_written_the_program_goes_on(tmp_path):
    (tmp_path / "cache").write_text("no folder")
    record = RecordFile(tmp_path / "cache" / "record.json")
    record.change(lambda _found: [1])
    assert record.read() is None

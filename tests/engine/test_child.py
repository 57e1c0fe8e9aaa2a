"""The program starts itself again, whether Python runs it or it is packaged."""

import subprocess
import sys

import pytest

from keyboard import __version__
from keyboard.engine import child


def test_an_installed_program_is_started_by_its_python():
    printed = subprocess.run(child.child_command("--version"), capture_output=True, text=True, check=True).stdout
    assert __version__ in printed


def test_a_packaged_program_is_its_own_interpreter(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/usr/lib/gpt2-keyboard/keyboard")
    assert child.child_command("serve", "--lexicon") == ["/usr/lib/gpt2-keyboard/keyboard", "serve", "--lexicon"]


def test_a_packaged_window_on_windows_has_the_program_with_standard_streams_work_for_it(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", "/Programs/keyboard/keyboardw.exe")
    assert child.child_command("serve") == ["/Programs/keyboard/keyboard.exe", "serve"]


def test_pip_runs_in_the_program_where_there_is_no_interpreter_beside_it():
    command = child.child_command("pip", "download", "--no-deps", "--no-index", "no-such-package==1.0")
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "ERROR: No matching distribution found for no-such-package==1.0" in ended.stderr


@pytest.mark.parametrize(
    ("platform", "code", "words", "is_crash"),
    [
        ("linux", -11, "SIGSEGV", True),
        ("linux", -4, "SIGILL", True),
        ("linux", -9, "SIGKILL", False),
        ("linux", 1, "exit code 1", False),
        ("win32", 0xC0000005, "exit code 0xc0000005", True),
        ("win32", 3, "exit code 3", True),
        ("win32", 1, "exit code 1", False),
    ],
)
def test_the_end_of_a_process_is_told_in_words_and_a_crash_from_a_kill(monkeypatch, platform, code, words, is_crash):
    monkeypatch.setattr(sys, "platform", platform)
    assert (child.ending_of(code), child.has_crashed(code)) == (words, is_crash)

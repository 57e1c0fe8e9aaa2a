"""The program starts itself again, whether Python runs it or it is packaged."""

import subprocess
import sys

from keyboard import __version__
from keyboard.engine import child


def test_an_installed_program_is_started_by_its_python():
    printed = subprocess.run(child.child_command("--version"), capture_output=True, text=True, check=True).stdout
    assert __version__ in printed


def test_a_packaged_program_is_its_own_interpreter(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/usr/lib/gpt2-keyboard/keyboard")
    assert child.child_command("serve", "--lexicon") == ["/usr/lib/gpt2-keyboard/keyboard", "serve", "--lexicon"]


def test_pip_runs_in_the_program_where_there_is_no_interpreter_beside_it():
    command = child.child_command("pip", "download", "--no-deps", "--no-index", "no-such-package==1.0")
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "ERROR: No matching distribution found for no-such-package==1.0" in ended.stderr

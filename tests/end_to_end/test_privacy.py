"""Nothing leaves the machine: the whole program works where every socket is refused, and asks for none until the user does."""

import subprocess
import sys

import pytest

from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import write_settings
from tests.end_to_end.forbidden_network import ForbiddenNetwork

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the dynamic linker takes the network away")


@pytest.fixture
def network(tmp_path):
    return ForbiddenNetwork(tmp_path)


def run(network, *command):
    return subprocess.run(
        [sys.executable, *command], env=network.environment, capture_output=True, text=True, timeout=280, check=False
    )


def test_a_day_at_work_asks_for_nothing(network, models, tmp_path):
    write_settings(Settings(install_gpt2_in_background=False, show_first_steps=False))
    file = tmp_path / "letter.txt"
    file.write_text("Dear Anna,\n")
    ended = run(network, "-m", "tests.end_to_end.a_day_at_work", str(file))
    assert ended.returncode == 0, ended.stderr
    assert network.tries == []


def test_the_report_on_the_program_asks_for_nothing(network, models):
    assert run(network, "-m", "keyboard", "doctor").returncode == 0
    assert network.tries == []


def test_what_the_user_asks_for_is_asked_of_where_it_is_alone(network, models):
    ended = run(network, "-m", "keyboard", "models", "install", "gpt2")
    assert ended.returncode == 1
    assert set(network.tries) <= {"huggingface.co", "socket"}
    assert network.tries

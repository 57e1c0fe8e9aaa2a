"""The keyboard as an input method of a real ibus-daemon, typed into real programs."""

import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.input_method.desktop import PROGRAMS, Desktop, is_possible

pytestmark = [
    pytest.mark.skipif(not is_possible(), reason="this system has no IBus"),
    pytest.mark.usefixtures("installed_model"),
]

GTK_3 = ("/usr/bin/python3", str(PROGRAMS / "gtk_program.py"), "3")
# Its module in IBus 1.5.27 reorders keys that are typed quickly, with every engine, unless it waits for each.
GTK_4 = ("env", "IBUS_ENABLE_SYNC_MODE=1", "/usr/bin/python3", str(PROGRAMS / "gtk_program.py"), "4")
QT = (sys.executable, str(PROGRAMS / "qt_program.py"))


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Iterator[Desktop]:
    desktop = Desktop(tmp_path_factory.mktemp("desktop"), home)
    try:
        desktop.start()
        yield desktop
    finally:
        desktop.close()


@pytest.mark.parametrize("toolkit", [GTK_3, GTK_4, QT], ids=["gtk3", "gtk4", "qt"])
@pytest.mark.parametrize("field", ["entry", "view"])
def test_a_word_taken_in_another_program_stands_there_with_its_space(
    desktop: Desktop, toolkit: tuple[str, ...], field: str
) -> None:
    with desktop.program(*toolkit, field) as program:
        program.type("We had a mee")
        program.expect("We had a mee")
        program.take("meeting")
        program.expect("We had a meeting ")
        program.type(", then.")
        program.expect("We had a meeting, then.")


@pytest.mark.parametrize("toolkit", [GTK_3, GTK_4, QT], ids=["gtk3", "gtk4", "qt"])
def test_a_password_is_typed_as_if_no_keyboard_were_there(desktop: Desktop, toolkit: tuple[str, ...]) -> None:
    with desktop.program(*toolkit, "password") as program:
        program.type("we had a mee")
        program.press("ctrl+1")
        program.type("t")
        program.expect("we had a meet")


def test_xterm_which_says_nothing_of_its_field_is_left_alone(desktop: Desktop) -> None:
    command = ("xterm", "-title", "program", "-e", "sh", "-c", 'echo >"$0"; read line; echo "$line" >"$0"')
    with desktop.program(*command, is_awake=True) as program:
        program.type("we had a meet. so\n")
        program.expect("we had a meet. so\n")


@pytest.mark.parametrize("signal_sent", [signal.SIGKILL, signal.SIGSTOP])
def test_typing_goes_on_while_the_engine_is_dead_or_frozen(desktop: Desktop, signal_sent: signal.Signals) -> None:
    with desktop.program(*GTK_3, "view") as program:
        program.type("We had a mee")
        program.take("meeting")
        (engine,) = desktop.engine_pids
        os.kill(engine, signal_sent)
        program.type("and then it went on", delay_ms=5)
        program.expect("We had a meeting and then it went on")
        assert signal_sent == signal.SIGKILL or desktop.engine_pids == [engine]  # no other engine was needed for that
        program.type(" without a mee")
        program.take("meeting")  # another engine has taken over


@pytest.mark.parametrize("toolkit", [GTK_3, GTK_4, QT], ids=["gtk3", "gtk4", "qt"])
def test_a_hundred_keys_in_a_second_arrive_whole_and_in_order(desktop: Desktop, toolkit: tuple[str, ...]) -> None:
    drawn = random.Random(7)
    with desktop.program(*toolkit, "entry") as program:
        text = "Q" + "".join(drawn.choice("abcdefghij klmnopqrst,uvwxyz") for _ in range(400))
        program.type(text, delay_ms=10)
        program.expect(text)

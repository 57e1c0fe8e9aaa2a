"""The keyboard as an input method of a real ibus-daemon, typed into real programs."""

import contextlib
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import settings_file, write_settings
from keyboard.storage.vocabulary import PersonalVocabulary
from tests.input_method.desktop import PROGRAMS, Desktop, Program, has_gtk, missing_programs, wait_until

MISSING = missing_programs("Xvfb", "dbus-daemon", "ibus-daemon", "ibus", "xdotool")
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"this system has no {MISSING}"),
    pytest.mark.usefixtures("installed_model"),
]

LETTER = "Thank you very much for your help. I am looking forw"
GTK_3 = ("/usr/bin/python3", str(PROGRAMS / "gtk_program.py"), "3")
# The modules of GTK 4 in IBus 1.5.27, and of Qt on a busy machine, reorder keys that are typed quickly unless they wait for each.
IN_ORDER = ("env", "IBUS_ENABLE_SYNC_MODE=1")
GTK_4 = (*IN_ORDER, "/usr/bin/python3", str(PROGRAMS / "gtk_program.py"), "4")
QT = (*IN_ORDER, sys.executable, str(PROGRAMS / "qt_program.py"))
with_gtk_3 = pytest.mark.skipif(not has_gtk("3"), reason="this system has no GTK 3 with IBus")
with_gtk_4 = pytest.mark.skipif(not has_gtk("4"), reason="this system has no GTK 4 with IBus")
in_each_toolkit = pytest.mark.parametrize(
    "toolkit",
    [
        pytest.param(GTK_3, marks=with_gtk_3, id="gtk3"),
        pytest.param(GTK_4, marks=with_gtk_4, id="gtk4"),
        pytest.param(QT, id="qt"),
    ],
)


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Iterator[Desktop]:
    desktop = Desktop(tmp_path_factory.mktemp("desktop"), home)
    try:
        desktop.start()
        yield desktop
    finally:
        desktop.close()


@pytest.fixture
def settings() -> Iterator[Callable[..., None]]:
    """Sets what holds in the fields that get the focus from now on."""
    yield lambda **changes: write_settings(Settings(**changes))
    settings_file().unlink(missing_ok=True)


@in_each_toolkit
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


@in_each_toolkit
def test_a_password_is_typed_as_if_no_keyboard_were_there(desktop: Desktop, toolkit: tuple[str, ...]) -> None:
    with desktop.program(*toolkit, "password") as program:
        program.type("we had a mee")
        program.press("ctrl+1")
        program.type("t")
        program.expect("we had a meet")


@pytest.mark.skipif(bool(missing_programs("xterm")), reason="this system has no xterm")
def test_xterm_which_says_nothing_of_its_field_is_left_alone(desktop: Desktop) -> None:
    command = ("xterm", "-title", "program", "-e", "sh", "-c", 'echo >"$0"; read line; echo "$line" >"$0"')
    with desktop.program(*command, is_awake=True) as program:
        program.type("we had a meet. so\n")
        program.expect("we had a meet. so\n")


@pytest.fixture(params=[pytest.param(GTK_3, marks=with_gtk_3, id="gtk3"), pytest.param(GTK_4, marks=with_gtk_4, id="gtk4")])
def gtk(request: pytest.FixtureRequest) -> tuple[str, ...]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=["entry", "view"])
def field(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def gray_program(desktop: Desktop, settings: Callable[..., None], gtk: tuple[str, ...], field: str) -> Iterator[Program]:
    """A program in whose field words stand in gray."""
    settings(elsewhere_gray_in="gtk_program")
    with desktop.program(*gtk, field) as program:
        program.type(LETTER)
        program.expect_gray("ard to")
        yield program


def test_the_words_ahead_stand_in_gray_until_they_are_taken(gray_program: Program) -> None:
    gray_program.type("ar")
    gray_program.expect_gray("d to")
    gray_program.take_gray("Right")
    gray_program.expect(LETTER + "ard ")
    gray_program.expect_gray("to")
    gray_program.take_gray("End")
    gray_program.expect(LETTER + "ard to ")
    gray_program.expect_gray("")


def test_words_in_gray_never_enter_a_text_that_loses_the_focus(gray_program: Program, field: str) -> None:
    gray_program.click_at(60, 60 if field == "entry" else 12)
    gray_program.expect_gray("")
    gray_program.type("into the other field")
    gray_program.expect(LETTER)


@pytest.mark.parametrize("toolkit", [pytest.param(GTK_3, marks=with_gtk_3, id="gtk3"), pytest.param(QT, id="qt")])
def test_nothing_stands_in_gray_in_programs_that_were_not_named_and_in_those_of_qt(
    desktop: Desktop, settings: Callable[..., None], toolkit: tuple[str, ...]
) -> None:
    settings(elsewhere_gray_in="qibus" if toolkit == QT else "gedit")
    with desktop.program(*toolkit, "view") as program:
        program.type(LETTER)
        program.take("forward")
        program.expect(LETTER + "ard ")
        program.await_answer("to")
        program.expect_gray("")


@with_gtk_3
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


@in_each_toolkit
def test_a_slip_is_corrected_at_the_space_and_backspace_gives_it_back(
    desktop: Desktop, toolkit: tuple[str, ...], settings: Callable[..., None]
) -> None:
    settings(corrections_at_space="done")
    with desktop.program(*toolkit, "view") as program:
        program.type("I think that this is what they beleive")
        program.await_answer("believe")
        program.type(" ")
        program.expect("I think that this is what they believe ")
        program.press("BackSpace")
        program.expect("I think that this is what they beleive ")


@with_gtk_3
def test_the_correction_of_the_word_before_stays_on_offer_after_the_space(desktop: Desktop) -> None:
    with desktop.program(*GTK_3, "view") as program:
        program.type("I think that this is what they beleive")
        program.await_answer("believe")
        program.type(" ")
        program.expect("I think that this is what they beleive ")
        program.take("believe")
        program.expect("I think that this is what they believe ")


@with_gtk_3
def test_a_word_can_be_clicked(desktop: Desktop) -> None:
    with desktop.program(*GTK_3, "view") as program:
        program.type("We had a mee")
        program.click("meeting")
        program.expect("We had a meeting ")


def test_the_keys_of_a_word_reach_the_program_where_none_is_offered(desktop: Desktop, settings: Callable[..., None]) -> None:
    settings(elsewhere_left_out="qibus")
    with desktop.program(*QT, "entry") as program:
        program.press("ctrl+2")
        program.expect("Ctrl+2")


@with_gtk_3
def test_words_are_learnt_where_that_is_chosen_and_not_in_the_private_mode(
    desktop: Desktop, settings: Callable[..., None]
) -> None:
    settings(elsewhere_learns=True)
    desktop.panel.switch("private", is_on=True)
    type_and_leave(desktop, "We met Quorvig and Zembrol there today.")
    desktop.panel.switch("private", is_on=False)
    type_and_leave(desktop, "We met Brelwin and Zembrol there today.")
    settings()
    type_and_leave(desktop, "We met Fosnark and Zembrol there today.")
    settings(elsewhere_learns=True)
    type_and_leave(desktop, "We met Brelwin and Gwinter there today.")
    with contextlib.closing(PersonalVocabulary()) as vocabulary:
        wait_until(lambda: "Gwinter" in [entry.word for entry in vocabulary.entries()])
        learnt = {entry.word for entry in vocabulary.entries()}
    assert {"Brelwin", "Zembrol"} <= learnt
    assert not learnt & {"Quorvig", "Fosnark"}


def type_and_leave(desktop: Desktop, text: str) -> None:
    with desktop.program(*GTK_3, "view") as program:
        program.type(text)
        program.expect(text)


@in_each_toolkit
def test_a_hundred_keys_in_a_second_arrive_whole_and_in_order(desktop: Desktop, toolkit: tuple[str, ...]) -> None:
    type_quickly(desktop, toolkit, sequences=4)


@pytest.mark.slow
@pytest.mark.timeout(3000)
@in_each_toolkit
def test_a_thousand_sequences_of_a_hundred_keys_in_a_second_arrive_whole(desktop: Desktop, toolkit: tuple[str, ...]) -> None:
    type_quickly(desktop, toolkit, sequences=334)


def type_quickly(desktop: Desktop, toolkit: tuple[str, ...], sequences: int) -> None:
    drawn = random.Random(7)
    with desktop.program(*toolkit, "entry") as program:
        for _ in range(sequences):
            text = "Q" + "".join(drawn.choice("abcdefgh jklmnopqrst,uvwxyz") for _ in range(100))
            program.type(text, delay_ms=10)
            program.expect(text)
            program.press("ctrl+a", "BackSpace")
            program.expect("")

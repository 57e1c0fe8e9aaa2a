"""Several windows over one engine: each has its own text, and the words on its buttons are its own."""

import gc
import threading
import weakref

import pytest
import shiboken6
from PySide6.QtTest import QTest

from keyboard.editor.application import Windows
from keyboard.editor.background import in_background
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.session.session import read_session
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.engine.engine_state import Condition, EngineState
from keyboard.engine.supervisor import EngineSupervisor


@pytest.fixture
def windows(qtbot, engine, empty_home):
    windows = Windows(engine, SettingsAccess())
    yield windows
    for window in list(windows._windows):
        window.text_area.document().setModified(False)
        window.close()


def test_an_answer_goes_to_the_window_that_asked(windows, engine, qtbot):
    first = windows.open_first(None)
    second = windows.open_another()
    QTest.keyClicks(first.text_area, "Mee")
    qtbot.waitUntil(lambda: engine.requests[-1].text == "Mee")
    engine.answer("Meeting")
    qtbot.waitUntil(lambda: first.bar.words == ["Meeting"])
    assert second.bar.words == []
    QTest.keyClicks(second.text_area, "Hel")
    qtbot.waitUntil(lambda: engine.requests[-1].text == "Hel")
    engine.answer("Help")
    qtbot.waitUntil(lambda: second.bar.words == ["Help"])
    assert first.bar.words == ["Meeting"]


def test_a_closed_window_and_its_text_are_freed_at_once(windows, engine, qtbot):
    windows.open_first(None)
    closed = windows.open_another()
    engine.be(Condition.READY, model="smollm2-135m", backend="cpu")
    closed.explorer.set_open(True)
    QTest.keyClicks(closed.text_area, "Other")
    closed.text_area.document().setModified(False)
    parts = (closed, closed.text_area, closed.text_area.document(), closed.explorer.panel)
    closed.close()
    qtbot.waitUntil(lambda: not any(map(shiboken6.isValid, parts)))


@pytest.mark.long
def test_a_closed_window_is_freed_while_its_work_is_under_way(windows, qtbot):
    windows.open_first(None)
    closed = windows.open_another()
    go_on, heard = threading.Event(), []
    in_background(lambda: go_on.wait(30), heard.append, heard.append, closed)
    kept = weakref.ref(closed)
    closed.close()
    del closed

    def is_freed():
        gc.collect()
        return kept() is None

    qtbot.waitUntil(is_freed)
    go_on.set()
    assert heard == []


def test_another_window_is_empty_and_its_text_is_kept_apart(windows, qtbot, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("text")
    first = windows.open_first(path)
    qtbot.waitUntil(lambda: first.text_area.whole_text() == "text")
    first.another_requested.emit()
    second = windows._windows[-1]
    QTest.keyClicks(second.text_area, "Other")
    assert (first.text_area.whole_text(), second.text_area.whole_text()) == ("text", "Other")
    assert first.document.path == path
    assert second.document.path is None


@pytest.fixture
def three(windows, tmp_path, qtbot):
    """Three windows with a file in each: a.txt, b.txt, c.txt."""
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name)
    window = windows.open_first(tmp_path / "a.txt")
    for name in "bc":
        windows.open_another().document.open(tmp_path / f"{name}.txt")
    qtbot.waitUntil(lambda: names(windows) == ["a.txt", "b.txt", "c.txt"])
    return window, *windows._windows[1:]


def names(windows):
    return sorted(window.document.name for window in windows._windows)


def started_again(engine, qtbot, count):
    """The names of the documents at the next start."""
    program = Windows(engine, SettingsAccess())
    program.open_first(None)
    qtbot.waitUntil(lambda: len(program._windows) == count and all(window.document.path for window in program._windows))
    found = names(program)
    program.quit()
    qtbot.waitUntil(lambda: all(window.is_closed for window in program._windows))
    return found


def test_all_windows_that_are_open_when_the_program_is_quit_come_back(windows, three, engine, qtbot):
    cursor = three[1].text_area.textCursor()
    cursor.setPosition(1)
    three[1].text_area.setTextCursor(cursor)
    three[1].quit_requested.emit()
    qtbot.waitUntil(lambda: all(window.is_closed for window in three))
    assert {state.document.name: state.cursor for state in read_session().windows} == {"a.txt": 0, "b.txt": 1, "c.txt": 0}
    assert started_again(engine, qtbot, 3) == ["a.txt", "b.txt", "c.txt"]
    assert started_again(engine, qtbot, 3) == ["a.txt", "b.txt", "c.txt"]


def test_of_windows_that_are_closed_one_by_one_the_last_comes_back(three, engine, qtbot):
    for window in three:
        window.close()
    assert started_again(engine, qtbot, 1) == ["c.txt"]


def test_what_a_kill_leaves_are_all_windows(three, qtbot):
    qtbot.waitUntil(lambda: len(read_session().windows) == 3)
    three[0].close()
    qtbot.waitUntil(lambda: sorted(state.document.name for state in read_session().windows) == ["b.txt", "c.txt"])


def test_quitting_asks_for_each_text_that_is_not_saved_and_can_be_cancelled(windows, three, answers, qtbot, tmp_path):
    QTest.keyClicks(three[0].text_area, "x")
    QTest.keyClicks(three[2].text_area, "z")
    answers.will_be("Save", "Cancel")
    windows.quit()
    qtbot.waitUntil(lambda: (tmp_path / "a.txt").read_text() == "xa")
    qtbot.wait(100)
    assert not any(window.is_closed for window in three)
    answers.will_be("Discard")
    windows.quit()
    qtbot.waitUntil(lambda: all(window.is_closed for window in three))
    assert (tmp_path / "c.txt").read_text() == "c"


def test_files_that_any_window_used_are_listed_in_all(three, tmp_path):
    used = {tmp_path / f"{name}.txt" for name in "abc"}
    assert [set(window.persistence.session.recent) for window in three] == [used] * 3


def test_a_private_window_does_not_keep_others_from_being_remembered(three, engine, qtbot):
    three[2].set_private(True)
    for window in three:
        window.close()
    assert started_again(engine, qtbot, 1) == ["b.txt"]


def test_the_first_window_starts_the_engine_and_the_last_ends_it(qapp, monkeypatch):
    calls = []
    monkeypatch.setattr(EngineSupervisor, "start", lambda link: (calls.append("start"), link._emit(EngineState(Condition.READY))))
    monkeypatch.setattr(EngineSupervisor, "close", lambda _: calls.append("close"))
    link = EngineLink()
    states = []
    link.state_changed.connect(states.append)
    link.start()
    link.start()
    assert [state.condition for state in states] == [Condition.READY] * 2
    link.close()
    assert calls == ["start"]
    link.close()
    assert calls == ["start", "close"]

"""Several windows over one engine: each has its own text, and the words on its buttons are its own."""

import pytest
from PySide6.QtTest import QTest

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.settings_access import SettingsAccess
from keyboard.editor.windows import Windows
from keyboard.engine.engine_state import Condition, EngineState


@pytest.fixture
def windows(qtbot, engine, empty_home):
    windows = Windows(engine, SettingsAccess())
    yield windows
    for window in windows._windows:
        window.text_area.document().setModified(False)
        window.close()


def test_an_answer_goes_to_the_window_that_asked(windows, engine, qtbot):
    first = windows.open_first(None)
    second = windows.open_another()
    QTest.keyClicks(first.text_area, "mee")
    qtbot.waitUntil(lambda: engine.requests[-1].text == "mee")
    engine.answer("meeting")
    qtbot.waitUntil(lambda: first.bar.words == ["meeting"])
    assert second.bar.words == []
    QTest.keyClicks(second.text_area, "hel")
    qtbot.waitUntil(lambda: engine.requests[-1].text == "hel")
    engine.answer("help")
    qtbot.waitUntil(lambda: second.bar.words == ["help"])
    assert first.bar.words == ["meeting"]


def test_another_window_is_empty_and_its_text_is_kept_apart(windows, qtbot, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("text")
    first = windows.open_first(path)
    qtbot.waitUntil(lambda: first.text_area.whole_text() == "text")
    first.another_requested.emit()
    second = windows._windows[-1]
    QTest.keyClicks(second.text_area, "other")
    assert (first.text_area.whole_text(), second.text_area.whole_text()) == ("text", "other")
    assert first.document.path == path
    assert second.document.path is None


class _Supervisor:
    """Has the shape of `EngineSupervisor`, and counts."""

    def __init__(self, hear, _choice):
        self.hear = hear
        self.starts = self.closes = 0

    def start(self):
        self.starts += 1
        self.hear(EngineState(Condition.READY, "", "model", "backend", 0.0))

    def close(self):
        self.closes += 1


def test_the_first_window_starts_the_engine_and_the_last_ends_it(qapp, monkeypatch):
    monkeypatch.setattr("keyboard.editor.engine_link.EngineSupervisor", _Supervisor)
    link = EngineLink()
    states = []
    link.state_changed.connect(states.append)
    link.start()
    link.start()
    assert [state.condition for state in states] == [Condition.READY] * 2
    link.close()
    assert (link._supervisor.starts, link._supervisor.closes) == (1, 0)
    link.close()
    assert link._supervisor.closes == 1

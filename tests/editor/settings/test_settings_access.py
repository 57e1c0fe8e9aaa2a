"""What is set in the window is in the file soon after, and a file that cannot be written is said."""

import threading

from PySide6.QtCore import QThreadPool

from keyboard.editor.settings import settings_access
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import read_settings, settings_file, write_settings


def test_of_several_changes_in_a_row_all_are_kept(story, window):
    window.settings.change(model="gpt2")
    window.settings.change(backend="cpu")
    window.settings.change(model="gpt2-medium")
    expected = Settings(model="gpt2-medium", backend="cpu")
    assert window.settings.current == expected
    story.until(lambda: read_settings().settings == expected)


def test_what_was_set_last_is_kept_when_the_window_closes_at_once(window):
    window.settings.change(model="gpt2")
    window.settings.change(model="gpt2-medium")
    window.close()
    assert read_settings().settings.model == "gpt2-medium"


def test_after_the_window_has_closed_nothing_is_written_any_more(qapp, window, monkeypatch):
    written = []
    monkeypatch.setattr(settings_access, "write_settings", lambda settings, _since: written.append(settings))
    window.settings.change(model="gpt2")
    window.settings.change(model="gpt2-medium")
    window.close()
    at_the_end = list(written)
    qapp.processEvents()
    window.settings._thread.waitForDone()
    assert written == at_the_end
    assert at_the_end[-1].model == "gpt2-medium"


def test_what_another_program_has_set_meanwhile_stays(story, window):
    window.settings.change(zoom=150)
    story.until(lambda: read_settings().settings.zoom == 150)
    write_settings(Settings(zoom=150, theme="dark"))
    window.settings.change(model="gpt2")
    window.close()
    assert read_settings().settings == Settings(zoom=150, theme="dark", model="gpt2")


def test_what_could_not_be_written_is_written_with_the_next_change(story, window):
    settings_file().mkdir(parents=True)
    window.settings.change(model="gpt2")
    story.until(lambda: window.failure_notice.sentence)
    settings_file().rmdir()
    window.settings.change(zoom=150)
    story.until(lambda: read_settings().settings == Settings(model="gpt2", zoom=150))


def test_closing_waits_for_the_settings_and_for_nothing_else(window):
    is_closed = threading.Event()
    QThreadPool.globalInstance().start(lambda: is_closed.wait(30))
    window.settings.change(model="gpt2")
    window.settings.close()
    running = QThreadPool.globalInstance().activeThreadCount()
    is_closed.set()
    assert running == 1
    assert read_settings().settings.model == "gpt2"


def test_settings_that_cannot_be_written_hold_until_the_end_and_that_is_said(story, window):
    settings_file().mkdir(parents=True)
    window.settings.change(model="gpt2")
    story.until(lambda: window.failure_notice.sentence)
    assert "settings.toml cannot be" in window.failure_notice.sentence
    assert window.settings.current.model == "gpt2"
    window.failure_notice.action_requested.emit()
    assert window.failure_notice.sentence == ""

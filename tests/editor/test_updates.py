"""Help → Check for Updates asks when it is told to, and at the start for who has switched that on."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from keyboard import __version__
from keyboard.editor.updates import ChildCommand, UpdateBox, announce_update
from keyboard.settings.settings import Settings
from tests.releases_stand_in import releases_page

AS_IF_PUBLISHED = "import sys, keyboard; keyboard.RELEASES_PAGE = sys.argv.pop(1); from keyboard.cli import main; main()"


@pytest.fixture
def page(monkeypatch):
    """A releases page, which the child processes of the window take for theirs."""
    with releases_page() as page:
        program = [sys.executable, "-c", AS_IF_PUBLISHED, page.address]
        monkeypatch.setattr("keyboard.editor.updates.child_command", lambda *arguments: [*program, *arguments])
        yield page


@pytest.fixture
def opened(monkeypatch):
    """The addresses that are opened in a browser."""
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    return opened


def check(window):
    window.findChild(QAction, "check-for-updates").trigger()
    return window.findChild(UpdateBox)


def test_a_newer_version_is_named_and_its_page_opened(window, story, page, opened):
    page.tag = "v99.0"
    box = check(window)
    assert box.text() == "Looking for a newer version …"
    story.until(lambda: box.text() == f"keyboard 99.0 is available; you have {__version__}.")
    QTest.mouseClick(box.open_page, Qt.MouseButton.LeftButton)
    assert opened == [f"{page.address}/tag/v99.0"]


def test_the_newest_version_is_told_that_it_is(window, story, page, opened):
    page.tag = f"v{__version__}"
    box = check(window)
    story.until(lambda: box.text() == f"keyboard {__version__} is the newest version.")
    assert box.open_page.isHidden()


def test_what_goes_wrong_is_one_sentence(window, story, page):
    box = check(window)
    story.until(lambda: "does not name the newest version" in box.text())
    assert "\n" not in box.text()


def test_the_start_asks_nothing_unless_it_was_switched_on():
    assert not Settings().check_for_updates


def test_a_newer_version_stands_on_the_status_bar_after_the_start(window, story, page, opened):
    page.tag = "v99.0"
    announce_update(window)
    story.until(lambda: window.statusBar().findChild(QPushButton))
    button = window.statusBar().findChild(QPushButton)
    assert button.text() == "keyboard 99.0 is available"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened == [f"{page.address}/tag/v99.0"]
    assert window.text_area.hasFocus()


def test_a_start_without_a_network_says_nothing(window, story, page):
    announce_update(window)
    ended = []
    command = window.findChild(ChildCommand)
    for signal in (command.succeeded, command.failed):
        signal.connect(ended.append)
    story.until(lambda: ended)
    assert page.requests
    assert window.statusBar().findChild(QPushButton) is None
    assert window.failure_notice.sentence == ""

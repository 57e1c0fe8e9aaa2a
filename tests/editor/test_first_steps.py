"""The first start, the pages of help and what the program says of itself."""

import sys
from importlib.metadata import version

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from keyboard import __version__
from keyboard.editor.help import AboutBox, HelpDialog, Welcome, anchor_of
from keyboard.settings.settings_file import read_settings
from keyboard.storage.locations import bundled_file


def click(page, title):
    button = next(button for button in page.findChildren(QPushButton) if button.text().replace("&", "") == title)
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_sample_is_tried_and_the_page_never_comes_again(story, window):
    window.welcome.greet()
    click(window.welcome, "Try a Sample Text")
    assert story.text.endswith("The roses look ")
    assert not window.text_area.document().isModified()
    story.is_offered("lovely")
    story.press(Qt.Key.Key_Tab)
    assert story.text.endswith("The roses look lovely ")
    assert window.welcome.isHidden()
    window.welcome.greet()
    assert window.welcome.isHidden()
    story.until(lambda: not read_settings().settings.show_first_steps)


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_on_linux_it_names_the_other_programs_which_the_help_has_a_page_about(story, monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    text_area = story.window.text_area
    sentences = Welcome(text_area, story.window.settings, story.window).accessibleDescription()
    assert ("other programs" in sentences) is (platform == "linux")
    assert "[In other programs](everywhere.md)" in bundled_file("docs", "using.md").read_text("utf-8")


def test_the_sample_is_offered_while_there_is_no_text(story, window):
    window.welcome.open_page()
    sample = next(button for button in window.welcome.findChildren(QPushButton) if "Sample" in button.text())
    assert sample.isVisible()
    story.type("I")
    assert not sample.isVisible()
    story.press(Qt.Key.Key_Backspace)
    assert sample.isVisible()


def test_a_text_that_is_there_is_left_alone(story, window):
    story.type("Mine")
    window.welcome.open_page()
    titles = [button.text() for button in window.welcome.findChildren(QPushButton) if button.isVisible()]
    assert titles == ["Start &Writing"]
    click(window.welcome, "Start Writing")
    assert story.text == "Mine"
    assert window.welcome.isHidden()


def test_help_needs_no_network_and_its_links_lead_to_pages_that_ship(qtbot):
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    assert dialog.browser.toPlainText().startswith("Using keyboard")
    dialog.browser.setSource(dialog.browser.source().resolved(QUrl("vocabulary.md")))
    assert "vocabulary" in dialog.browser.toPlainText().partition("\n")[0].casefold()
    dialog.browser.backward()
    assert dialog.browser.toPlainText().startswith("Using keyboard")


@pytest.mark.parametrize(
    "page",
    ["using.md", "writing.md", "text-safety.md", "models.md", "vocabulary.md", "prediction.md", "explorer.md", "commands.md"],
)
def test_every_link_of_a_page_of_help_leads_somewhere(page):
    folder = bundled_file("docs")
    for part in (folder / page).read_text("utf-8").split("](")[1:]:
        target, _, heading = part.split(")")[0].partition("#")
        if "://" in target:
            continue
        linked = folder / (target or page)
        assert linked.exists(), target
        assert not heading or heading in {anchor_of(line.lstrip("# ")) for line in linked.read_text("utf-8").splitlines()}, (
            heading
        )


def test_a_link_to_a_heading_leads_there_and_back(qtbot):
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    browser = dialog.browser
    for link in ("#with-the-keyboard-alone", "vocabulary.md#never-suggest-a-word"):
        browser.setSource(browser.source().resolved(QUrl(link)))
        heading = browser.textCursor().block().text()
        assert heading.lower().replace(" ", "-") == link.partition("#")[2]
        assert browser.verticalScrollBar().value() > 0
        assert browser.viewport().rect().contains(browser.cursorRect().center())
    browser.backward()
    assert browser.textCursor().block().text() == "With the keyboard alone"


@pytest.mark.parametrize("page", ["using.md", "models.md"])
def test_no_picture_of_a_page_of_help_is_wider_than_its_text(qtbot, page):
    dialog = HelpDialog(bundled_file("docs", page))
    qtbot.addWidget(dialog)
    dialog.show()
    assert "](images/" in bundled_file("docs", page).read_text("utf-8")
    assert dialog.browser.document().size().width() <= dialog.browser.viewport().width()


def test_about_names_the_versions_and_opens_the_licences(qtbot, window):
    window.show_about()
    box = next(child for child in window.children() if isinstance(child, AboutBox))
    assert __version__ in box.text()
    assert version("llama-cpp-python") in box.informativeText()
    QTest.mouseClick(box.licences, Qt.MouseButton.LeftButton)
    licences = next(child for child in box.children() if isinstance(child, HelpDialog))
    assert "LGPL" in licences.browser.toPlainText()
    assert box.isVisible()

"""A Mac asks the running program to open a file."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from keyboard.editor.application import FileOpenRequest


def ask(window, file):
    FileOpenRequest(QApplication.instance(), window.document)
    QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(file)))


def test_the_file_is_opened(story, window, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear Anna,")
    ask(window, file)
    story.until(lambda: story.text == "Dear Anna,")
    assert window.document.name == "letter.txt"


def test_nothing_is_lost_by_it(story, window, tmp_path, answers):
    file = tmp_path / "letter.txt"
    file.write_text("Dear Anna,")
    story.type("unsaved")
    answers.will_be("Cancel")
    ask(window, file)
    story.let_pass(200)
    assert story.text == "unsaved"


def test_an_address_that_is_no_file_is_let_be(story, window):
    FileOpenRequest(QApplication.instance(), window.document)
    QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(QUrl("https://example.org/letter.txt")))
    story.let_pass(50)
    assert story.text == ""

"""The text as PDF: it is there whole or not at all, it is said which, and one goes on writing meanwhile."""

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog

from tests.editor.files.test_paper import pages_of

_LONG = "A line that is one of many.\n" * 40_000


@pytest.fixture
def target(tmp_path, choose_target):
    """The file that the user chooses."""
    target = tmp_path / "letter.pdf"
    choose_target(target)
    return target


def said(story):
    """Return what the status line says."""
    return story.window.statusBar().currentMessage()


def test_the_text_is_exported_and_it_is_said_where(story, target):
    story.type("text")
    story.window.printing.export_pdf()
    story.until(lambda: said(story) == f"Saved as letter.pdf in {target.parent}.")
    assert pages_of(target.read_bytes()) == 1
    assert story.window.printing.notice.sentence == ""


def test_it_is_said_why_a_text_is_not_exported(story, target):
    target.parent.joinpath("letter.pdf").mkdir()
    story.type("text")
    story.window.printing.export_pdf()
    story.until(lambda: story.window.failure_notice.sentence)
    assert story.window.failure_notice.sentence == "letter.pdf could not be written: Is a directory."
    assert list(target.parent.glob("*letter*")) == [target]


@pytest.mark.long
def test_one_writes_on_while_a_long_text_is_exported_as_it_was(story, target):
    story.window.text_area.setPlainText(_LONG)
    story.window.printing.export_pdf()
    story.until(lambda: "Laying out the pages of letter.pdf" in story.window.printing.notice.sentence)
    story.type("Typed meanwhile. ")
    assert not target.exists()
    assert story.text.startswith("Typed meanwhile. A line")
    story.until(target.exists)
    story.until(lambda: story.window.printing.notice.sentence == "")


def test_an_export_that_is_given_up_leaves_the_old_file_and_no_other(story, target):
    target.write_text("the old one")
    story.window.text_area.setPlainText(_LONG)
    story.window.printing.export_pdf()
    story.until(lambda: story.window.printing.notice.sentence)
    story.window.printing.notice.action_requested.emit()
    assert story.window.printing.notice.sentence == ""
    assert target.read_text() == "the old one"
    story.window.text_area.setPlainText("short")
    story.window.printing.export_pdf()
    story.until(lambda: said(story))
    assert pages_of(target.read_bytes()) == 1
    assert [file.name for file in target.parent.iterdir() if file.is_file()] == ["letter.pdf"]


def test_a_file_that_is_still_coming_in_is_exported_when_it_is_all_there(story, target, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("A line\n" * 15_000)
    story.window.document.open(path)
    story.until(lambda: story.window.document.is_loading)
    story.window.printing.export_pdf()
    story.until(target.exists)
    assert pages_of(target.read_bytes()) > 15_000 // 60


def test_a_printer_that_writes_to_a_file_writes_it_whole(story, tmp_path, monkeypatch):
    target = tmp_path / "printed.pdf"

    def accept(dialog):
        dialog.printer().setOutputFileName(str(target))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    story.type("text")
    story.window.printing.print()
    story.until(lambda: said(story) == f"Saved as printed.pdf in {tmp_path}.")
    assert pages_of(target.read_bytes()) == 1


def test_a_printer_that_takes_nothing_is_told_of(story, tmp_path, monkeypatch):
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    monkeypatch.setattr("keyboard.editor.files.printing.QPainter.begin", lambda *_: False)
    story.window.printing.print()
    story.until(lambda: story.window.failure_notice.sentence == "The printer accepts no pages.")

"""A file whose name looks like HTML: it is shown letter by letter wherever it stands, and nothing is fetched or made bold."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QToolTip

from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.explorer.tour import TourBar
from keyboard.editor.files.document import DocumentQuestions
from keyboard.editor.help import AboutBox
from keyboard.editor.notice import complain, plain_tip
from keyboard.editor.search.going_to_line import GoToLineDialog
from keyboard.editor.session.session import RecentMenu
from tests.editor.files.test_document import open_file

_NAME = "<b>bold<img src=picture.png>.txt"


def labels_that_may_be_rich(widget):
    """Return what labels show as HTML, or would if it looked like it; the tour's sentences are ours."""
    labels = (label for label in widget.findChildren(QLabel) if not isinstance(label.parent(), TourBar))
    return [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText]


@pytest.fixture
def boxes(monkeypatch):
    """What the message boxes show that come up: nobody answers."""
    shown = []

    def look(box):
        box.show()
        assert labels_that_may_be_rich(box) == []
        shown.append(box.text())

    monkeypatch.setattr(QMessageBox, "exec", look)
    return shown


def test_the_questions_about_a_file_have_its_name_as_it_is(story, tmp_path, boxes):
    path = tmp_path / _NAME
    open_file(story, path, "mine")
    assert _NAME in story.window.windowTitle()
    path.write_text("theirs")
    story.until(lambda: f"{_NAME} was changed" in story.window.persistence.file_notice.sentence)
    story.window.persistence.file_notice.action_requested.emit()
    questions = DocumentQuestions(story.window.text_area)
    questions.about_loss(_NAME)
    questions.explain(_NAME)
    questions.accepts_latin_1(_NAME)
    complain(story.window, _NAME)
    assert len(boxes) == 5
    assert all(_NAME in sentence for sentence in boxes)


def test_the_tooltip_of_a_recent_file_has_its_name_as_it_is(story, tmp_path):
    path = tmp_path / _NAME
    open_file(story, path, "mine")
    menu = story.window.findChild(RecentMenu)
    menu.fill()
    QToolTip.showText(QPoint(), menu.actions()[0].toolTip(), story.window)
    shown = QTextDocument()
    shown.setHtml(QToolTip.text())
    assert shown.toPlainText() == str(path)
    QToolTip.hideText()


def test_the_title_has_a_name_that_looks_like_the_sign_for_changes(story, tmp_path):
    open_file(story, tmp_path / "a[*].txt", "mine")
    assert story.window.windowHandle().title().startswith("a[*].txt — keyboard")


def test_what_is_typed_for_a_line_is_said_as_it_is(window):
    dialog = GoToLineDialog(window.text_area)
    dialog.field.setText("<b>12")
    dialog.accept()
    assert "“<b>12”" in dialog.said.text()
    assert labels_that_may_be_rich(dialog) == []


@pytest.mark.parametrize("text", ["one & <two>", "a\n  b"])
def test_a_tooltip_that_does_not_look_like_html_stays_as_it_is(text):
    assert plain_tip(text) == text


def test_a_token_that_looks_like_html_has_a_tooltip_that_shows_it(qtbot):
    flow = TokenFlow("Tokens", lambda _place: None, lambda _place: "<b> is a token", None)
    qtbot.addWidget(flow)
    flow.show_pieces(["<b>"])
    flow.show()
    point = QPoint(12, 12)
    QApplication.sendEvent(flow.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, flow.viewport().mapToGlobal(point)))
    assert QToolTip.text() == plain_tip("<b> is a token") != "<b> is a token"
    QToolTip.hideText()


@pytest.mark.parametrize("show", ["show_settings", "show_models", "show_vocabulary", "show_statistics", "show_help"])
def test_no_label_of_a_dialog_is_taken_for_html(story, window, show):
    getattr(window, show)()
    dialog = window.findChild(QDialog)
    story.settle()
    assert labels_that_may_be_rich(dialog) == []


def test_no_label_of_the_window_or_the_explorer_is_taken_for_html(window):
    window.explorer.set_open(True)
    window.find_bar.open_to_replace()
    assert labels_that_may_be_rich(window) == []


def test_what_the_program_says_of_itself_has_its_heading_and_lines(window):
    about = AboutBox(window)
    assert about.textFormat() == Qt.TextFormat.RichText
    assert "<h3>" in about.text()
    shown = QTextDocument()
    shown.setHtml(about.informativeText())
    assert shown.toPlainText().count("\n") == 2

"""Where an export goes: a name without a suffix gets one, and a file that then has that name is asked about."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget

from keyboard.editor.notice import ask_for_target


@pytest.fixture
def ask(qtbot, tmp_path):
    """Ask for a PDF file while a user types a name, and answers what they are asked then; return the file and the question."""

    def ask(name, answer):
        questions = []

        def type_name():
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, QFileDialog)
            dialog.findChild(QLineEdit).setText(name)
            QTimer.singleShot(0, reply)
            dialog.accept()
            if dialog.isVisible():
                dialog.reject()

        def reply():
            box = QApplication.activeModalWidget()
            if isinstance(box, QMessageBox):
                questions.append(box.text())
                box.button(answer).click()

        QTimer.singleShot(0, type_name)
        target = ask_for_target(window, "Export as PDF", tmp_path / "text.pdf", "PDF files (*.pdf)")
        return target, questions

    window = QWidget()
    qtbot.addWidget(window)
    return ask


def test_a_name_gets_its_suffix(ask, tmp_path):
    assert ask("letter", None) == (tmp_path / "letter.pdf", [])
    assert ask("letter.txt", None) == (tmp_path / "letter.txt", [])


def test_a_file_that_would_be_replaced_is_asked_about_by_its_whole_name(ask, tmp_path):
    (tmp_path / "letter.pdf").write_text("the old one")
    target, questions = ask("letter", QMessageBox.StandardButton.No)
    assert target is None
    assert "letter.pdf" in questions[0]
    target, questions = ask("letter", QMessageBox.StandardButton.Yes)
    assert target == tmp_path / "letter.pdf"
    assert len(questions) == 1


def test_nothing_is_chosen_where_the_user_cancels(qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "exec", lambda _: QFileDialog.DialogCode.Rejected)
    window = QWidget()
    qtbot.addWidget(window)
    assert ask_for_target(window, "Export", tmp_path / "text.pdf", "PDF files (*.pdf)") is None

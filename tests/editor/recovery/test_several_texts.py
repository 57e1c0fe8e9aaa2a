"""Several windows died: one question says what there is, and each text that is chosen comes back in a window of its own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from keyboard.editor.application import Windows
from keyboard.editor.files.text_file import read_text_file
from keyboard.editor.recovery.recovered_texts import RecoveryQuestion
from keyboard.editor.settings.settings_access import SettingsAccess
from tests.editor.conftest import StandInEngine, settle

YESTERDAY = 1_790_000_000


@pytest.fixture
def start(qtbot, empty_home):
    """Start the program, and wait until it has looked for lost texts."""
    programs = []

    def start(file=None):
        program = Windows(StandInEngine(), SettingsAccess())
        programs.append(program)
        window = program.open_first(file)
        looked = []
        window.persistence.keeper.in_turn(lambda: None, looked.append)
        qtbot.waitUntil(lambda: bool(looked))
        return program

    yield start
    for program in programs:
        close(program)


def close(program):
    for window in list(program._windows):
        for question in window.findChildren(RecoveryQuestion):
            question.reject()
        window.text_area.document().setModified(False)
        window.close()


def question_of(program):
    return program._windows[0].findChild(RecoveryQuestion)


def texts_of(program):
    return sorted(window.text_area.whole_text() for window in program._windows)


def press(question, title):
    button = next(button for button in question.findChildren(QPushButton) if button.text().replace("&", "") == title)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def uncheck(question, row):
    question.texts.topLevelItem(row).setCheckState(0, Qt.CheckState.Unchecked)


def test_all_are_listed_the_newest_first_and_can_be_read_before_one_chooses(start, left, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Anna")
    left("Dear Anna, I am well.", read_text_file(path)[0], kept_at=YESTERDAY)
    left("A poem\nwithout a name", kept_at=YESTERDAY + 60)
    question = question_of(start())
    rows = [question.texts.topLevelItem(row) for row in range(question.texts.topLevelItemCount())]
    assert [(row.text(0), row.text(2)) for row in rows] == [("A poem without a name", "21"), ("letter.txt", "21")]
    assert question.preview.toPlainText() == "A poem\nwithout a name"
    QTest.keyClick(question.texts, Qt.Key.Key_Down)
    assert question.preview.toPlainText() == "Dear Anna, I am well."


def test_each_chosen_text_comes_back_in_a_window_of_its_own_which_goes_on_keeping_it(start, left, kept, qtbot):
    for place, text in enumerate(("oldest", "older", "newest")):
        left(text, kept_at=YESTERDAY + place)
    program = start()
    QTest.keyClick(question_of(program), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts_of(program) == ["newest", "older", "oldest"])
    assert program._windows[0].text_area.whole_text() == "newest"
    assert kept() == ["newest", "older", "oldest"]
    for window in program._windows:
        window.text_area.appendPlainText("more")
    qtbot.waitUntil(lambda: kept() == ["newest\nmore", "older\nmore", "oldest\nmore"])
    first = program._windows[0]
    first.text_area.document().setModified(False)
    first.close()
    assert kept() == ["older\nmore", "oldest\nmore"]
    assert start()._windows[0].document.is_fresh  # the others live, so that no other start takes their texts


def test_what_is_not_chosen_waits_for_the_next_start(start, left, kept, qtbot):
    left("older", kept_at=YESTERDAY)
    left("newer", kept_at=YESTERDAY + 1)
    program = start()
    uncheck(question_of(program), 1)
    press(question_of(program), "Open")
    window = program._windows[0]
    qtbot.waitUntil(lambda: texts_of(program) == ["newer"])
    assert "1 text not saved is waiting" in window.persistence.recovery_notice.sentence
    close(program)
    assert kept() == ["older"]
    assert texts_of(start()) == ["older"]


def test_later_leaves_all_as_it_is(start, left, kept):
    left("older", kept_at=YESTERDAY)
    left("newer", kept_at=YESTERDAY + 1)
    program = start()
    press(question_of(program), "Later")
    assert texts_of(program) == [""]
    close(program)
    assert kept() == ["newer", "older"]


def test_chosen_texts_are_discarded_once_that_is_confirmed(start, left, kept, answers, qtbot):
    left("older", kept_at=YESTERDAY)
    left("newer", kept_at=YESTERDAY + 1)
    program = start()
    question = question_of(program)
    uncheck(question, 0)
    answers.will_be("No", "Yes")
    press(question, "Discard…")
    assert question.texts.topLevelItemCount() == 2
    press(question, "Discard…")
    qtbot.waitUntil(lambda: kept() == ["newer"])
    assert question.texts.topLevelItemCount() == 1
    press(question, "Open")
    qtbot.waitUntil(lambda: texts_of(program) == ["newer"])


def test_with_the_file_of_one_of_them_that_one_comes_back_and_the_others_can_be_looked_at(start, left, tmp_path, qtbot):
    path = tmp_path / "a.txt"
    path.write_text("old")
    left("changed", read_text_file(path)[0], kept_at=YESTERDAY)
    left("another", kept_at=YESTERDAY + 1)
    program = start(path)
    window = program._windows[0]
    qtbot.waitUntil(lambda: window.text_area.whole_text() == "changed")
    assert question_of(program) is None
    window.persistence.recovery_notice.action_requested.emit()
    press(question_of(program), "Open")
    qtbot.waitUntil(lambda: texts_of(program) == ["another", "changed"])


def test_documents_of_the_last_session_come_back_beside_lost_texts_and_none_twice(start, left, tmp_path, qtbot):
    lost, saved = tmp_path / "lost.txt", tmp_path / "saved.txt"
    lost.write_text("lost")
    saved.write_text("saved")
    program = start(saved)
    qtbot.waitUntil(lambda: program._windows[0].document.path == saved)
    program.open_another().document.open(lost)
    qtbot.waitUntil(lambda: texts_of(program) == ["lost", "saved"])
    program.quit()
    qtbot.waitUntil(lambda: all(window.is_closed for window in program._windows))
    left("lost and changed", read_text_file(lost)[0])
    again = start()
    qtbot.waitUntil(lambda: texts_of(again) == ["lost and changed", "saved"])
    settle(qtbot, *again._windows)
    assert len(again._windows) == 2

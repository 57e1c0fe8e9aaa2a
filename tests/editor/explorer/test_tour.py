"""The guided tour: ten steps on a sample text that takes the place of no other."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from keyboard.editor.application import Windows
from keyboard.editor.explorer.tour import SAMPLE, STEPS, TourBar
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.engine.engine_state import Condition


@pytest.fixture
def tour(window, engine):
    engine.be(Condition.READY, model="smollm2-135m", backend="cpu")
    window.findChild(QAction, "explorer-tour").trigger()
    return window.explorer.panel.findChild(TourBar)


def test_in_an_empty_window_it_begins_on_the_sample_which_is_nothing_to_save(tour, story, window):
    assert story.text == SAMPLE
    assert not window.text_area.document().isModified()
    assert tour.isVisible()
    assert "Tour, 1 of 10: Looking ahead" in tour.accessibleName()
    assert window.explorer.panel.page.export_name == "predictions"


def test_each_step_opens_its_page_and_says_what_to_try_and_what_to_see(tour, window):
    pages = []
    for step in STEPS:
        pages.append(window.explorer.panel.page.export_name)
        assert step.title in tour.accessibleName()
        assert "Try:" in tour._words.text()
        assert "See:" in tour._words.text()
        tour.next.click()
    assert pages == [
        "predictions",
        "sampling",
        "sampling",
        "tokens",
        "cache",
        "attention",
        "steps",
        "steps",
        "sampling",
        "predictions",
    ]
    assert not tour.isVisible()


def test_the_steps_set_the_sampling_up(tour, window):
    panel = window.explorer.panel
    tour.next.click()
    assert panel.page.controls.request("x").top_k == (1,)
    tour.next.click()
    assert panel.page.controls.request("x").top_k == (1, 3, 40)
    for _ in range(6):
        tour.next.click()
    assert panel.page.controls.request("x").prompt == ""
    assert panel.page.controls.request("x").top_k == (40,)


def test_the_keyboard_alone_leads_through_it(tour, window):
    assert QApplication.focusWidget() is tour.next
    QTest.keyClick(tour.next, Qt.Key.Key_Space)
    QTest.keyClick(tour.next, Qt.Key.Key_Space)
    QTest.keyClick(tour.back, Qt.Key.Key_Space)
    assert "2 of 10" in tour.accessibleName()
    QTest.keyClick(tour.end, Qt.Key.Key_Space)
    assert not tour.isVisible()
    assert QApplication.focusWidget() is window.text_area


def test_it_can_be_taken_again_in_the_same_window(tour, window, story):
    tour.next.click()
    tour.end.click()
    window.explorer.panel.tour_wanted.emit()
    assert "1 of 10" in tour.accessibleName()
    assert story.text == SAMPLE


@pytest.mark.parametrize("text", ["Dear Anna", ""])
def test_a_text_or_file_of_the_users_is_left_alone_and_the_tour_begins_in_a_window_of_its_own(
    engine, empty_home, qtbot, tmp_path, text
):
    file = tmp_path / "letter.txt"
    file.write_text(text)
    windows = Windows(engine, SettingsAccess())
    first = windows.open_first(file)
    qtbot.waitUntil(lambda: first.document.path == file)
    first.explorer.take_tour()
    second = windows._windows[-1]
    assert second is not first
    assert first.text_area.whole_text() == text
    assert second.text_area.whole_text() == SAMPLE
    assert second.explorer.panel.findChild(TourBar).isVisible()
    for window in (first, second):
        window.text_area.document().setModified(False)
        window.close()
        window.deleteLater()


def test_the_sample_is_no_file_and_asks_nothing_when_its_window_closes(tour, window, answers):
    window.close()
    assert answers.asked == []
    assert not window.isVisible()

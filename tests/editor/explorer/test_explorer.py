"""The panel: when it is there, what it asks and what it does not, and what it says of the engine."""

import json
import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QPushButton, QWidget

from keyboard.editor.explorer.cache_page import CellKind, ground_of
from keyboard.editor.explorer.explorer_panel import json_of, png_of, svg_of
from keyboard.editor.explorer.page import read_text
from keyboard.editor.main_window import MainWindow
from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import CacheRequest, CacheState, ExplorationFailure
from tests.editor.explorer.conftest import PAGES

PIECES = ("<|endoftext|>", "Dear", " Anna", ",", "\n", "Thank", " you")


def cache(request, **more):
    values = {"primed": 1, "kept": 6, "evaluated": 1, "ahead": 4, "next_window": 0, "cells": 64}
    counts = {"asked_in_all": 12403, "evaluated_in_all": 1120}
    return CacheState(request.id, PIECES, **{**values, **counts, **more})


def docks(window):
    return window.findChildren(QDockWidget)


def explorer_entry(window):
    return window.findChild(QAction, "explorer")


def test_nothing_is_made_or_asked_before_the_panel_is_opened(story, window, engine):
    engine.be(Condition.READY)
    story.type("We had a ")
    story.is_offered("meeting")
    story.let_pass(200)
    assert docks(window) == []
    assert engine.explorations == []


def test_the_menu_entry_opens_and_closes_it_beside_the_text(explored, story, window):
    assert explorer_entry(window).shortcut().toString() == "Ctrl+Shift+E"
    explorer_entry(window).trigger()
    assert explored.panel.isVisible()
    assert window.dockWidgetArea(explored.panel) == Qt.DockWidgetArea.RightDockWidgetArea
    assert explored.panel.geometry().left() >= window.centralWidget().geometry().right()
    explorer_entry(window).trigger()
    assert not explored.panel.isVisible()


def test_closing_the_panel_itself_takes_the_tick_from_the_menu_entry(explored, window):
    explorer_entry(window).trigger()
    explored.panel.close()
    assert not explorer_entry(window).isChecked()
    assert not window.settings.current.show_explorer


def test_it_is_open_again_and_as_wide_after_a_restart(explored, story, window, engine, qtbot):
    window.persistence.session.is_private = False
    explored.open("cache")
    window.resizeDocks([explored.panel], [300], Qt.Orientation.Horizontal)
    story.until(lambda: abs(explored.panel.width() - 300) < 5)
    width = explored.panel.width()
    window.text_area.document().setModified(False)
    window.close()
    assert window.settings.current.show_explorer
    again = MainWindow(engine, window.settings)
    qtbot.addWidget(again)
    again.start()
    qtbot.waitUntil(lambda: again.explorer.panel.isVisible())
    qtbot.waitUntil(lambda: abs(again.explorer.panel.width() - width) < 5)


def test_only_the_page_in_view_asks(explored, story, window, engine):
    explored.open("cache")
    explored.is_asked(CacheRequest)
    explored.explorer.set_open(False)
    asked = len(engine.explorations)
    story.type("We had a ")
    story.let_pass(250)
    assert len(engine.explorations) == asked


def test_fast_typing_is_followed_a_few_times_a_second_and_after_the_suggestions(explored, story, engine):
    explored.open("cache")
    explored.is_asked(CacheRequest)
    before = len(engine.explorations)
    story.type("We had a meeting today")
    story.is_asked()
    assert len(engine.explorations) - before <= 5
    story.until(lambda: len(engine.explorations) > before)


def test_an_answer_to_an_older_question_is_dropped(explored, story):
    page = explored.open("cache")
    old = explored.is_asked(CacheRequest)
    story.type("We")
    story.is_offered("Well")
    story.until(lambda: explored.asked(CacheRequest)[-1] != old)
    new = explored.asked(CacheRequest)[-1]
    explored.reply(cache(new))
    explored.reply(cache(old, kept=0))
    assert page.data().kept == 6


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition.NO_MODEL, "Settings → Models"),
        (Condition.LEXICON_ONLY, "Settings → Models"),
        (Condition.RESTARTING, "restarting"),
        (Condition.LOADING, "being loaded"),
        (Condition.ABSENT, "is not running"),
    ],
)
def test_one_sentence_says_why_nothing_is_to_be_seen(explored, engine, condition, words):
    explored.open("cache")
    assert explored.sentence == ""
    engine.be(condition)
    assert words in explored.sentence
    engine.be(Condition.READY)
    assert explored.sentence == ""


def test_the_page_asks_again_once_the_engine_is_back(explored, story, engine):
    explored.open("cache")
    engine.be(Condition.RESTARTING)
    before = len(engine.explorations)
    story.type("We")
    story.let_pass(200)
    assert len(engine.explorations) == before
    engine.be(Condition.READY)
    assert len(engine.explorations) == before + 1


def test_the_engines_own_sentence_is_shown_until_an_answer_comes(explored, story):
    explored.open("cache")
    explored.reply(ExplorationFailure(explored.is_asked(CacheRequest).id, "There is too little memory for it."))
    assert explored.sentence == "There is too little memory for it."
    story.is_offered("We")
    explored.reply(cache(explored.asked(CacheRequest)[-1]))
    assert explored.sentence == ""


def test_f6_leads_into_the_panel_and_esc_back(explored, story, window):
    story.press(Qt.Key.Key_F6)
    assert explored.panel.isVisible()
    assert explored.panel.isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.text_area


def test_focus_mode_hides_it_for_as_long(explored, window):
    explored.open("cache")
    window.focus_mode.set_on(True)
    assert not explored.panel.isVisible()
    window.focus_mode.set_on(False)
    assert explored.panel.isVisible()
    assert window.settings.current.show_explorer


def test_it_fits_into_a_small_window(explored, story, window):
    window.resize(800, 500)
    explored.open("cache")
    story.until(lambda: explored.panel.width() > 0)
    assert (window.width(), window.height()) == (800, 500)
    assert window.text_area.width() >= 400
    window.resize(480, 320)
    story.until(lambda: window.width() <= 560)
    assert window.text_area.width() >= 200
    export = next(button for button in explored.panel.findChildren(QPushButton) if button.menu())
    assert window.rect().contains(export.rect().translated(export.mapTo(window, QPoint(0, 0))))


@pytest.mark.parametrize("name", ["predictions", "tokens", "cache"])
def test_a_page_is_scrolled_only_where_there_is_too_little_room(explored, story, window, name):
    window.resize(960, 620)
    page = explored.open(name)
    area = page.parentWidget().parentWidget()
    story.until(lambda: page.size() == area.viewport().size())
    window.resize(480, 320)
    story.until(lambda: page.width() <= area.viewport().width())
    assert page.height() >= area.viewport().height()


def test_the_cache_page_shows_what_is_kept_and_counts_since_the_start(explored):
    page = explored.open("cache")
    explored.reply(cache(explored.is_asked(CacheRequest)))
    told = page.map.accessibleDescription()
    assert "kept: 5" in told
    assert "just evaluated: 1" in told
    assert "ahead: 4" in told
    assert "free: 53" in told
    labels = " ".join(label.text() for label in page.findChildren(type(page._in_all)))
    assert "6 kept, 1 evaluated" in labels
    assert "12,403 asked, 1,120 evaluated (9.0 %)" in labels


def test_after_a_jump_the_cache_page_says_what_is_still_to_be_read(explored):
    page = explored.open("cache")
    explored.reply(cache(explored.is_asked(CacheRequest), kept=2, evaluated=1))
    told = page.map.accessibleDescription()
    assert "before the text: 1, kept: 1, just evaluated: 1, to be read: 4" in told
    assert [page._ground_of(place).name() for place in (0, 1, 2, 3)] == [
        ground_of(kind).name() for kind in (CellKind.PRIMER, CellKind.KEPT, CellKind.EVALUATED, CellKind.TO_BE_READ)
    ]


def test_a_page_is_made_when_its_tab_is_first_opened(explored):
    first = explored.open("predictions")
    assert explored.panel.pages == [first]
    assert explored.open("cache") is explored.panel.pages[1]
    assert explored.open("predictions") is first


def test_whatever_is_reached_with_tab_has_a_name_and_a_role(explored):
    for page in PAGES:
        explored.open(page)
        controls = [
            child
            for child in explored.panel.findChildren(QWidget)
            if child.isVisibleTo(explored.panel) and child.focusPolicy() & Qt.FocusPolicy.TabFocus and not child.focusProxy()
        ]
        assert controls
        for control in controls:
            interface = QAccessible.queryAccessibleInterface(control)
            assert interface.role() not in {QAccessible.Role.NoRole}, control
            assert interface.text(QAccessible.Text.Name).strip(), (page, control)


@pytest.mark.parametrize("name", ["predictions", "tokens", "cache"])
def test_every_page_exports_a_picture_a_drawing_and_data(explored, story, choose_target, tmp_path, name):
    page = explored.open(name)
    for suffix in (".png", ".svg", ".json"):
        file = tmp_path / f"{name}{suffix}"
        choose_target(file.with_suffix(""))
        explored.panel.export(page, suffix)
        story.until(file.is_file)
    assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in (tmp_path / f"{name}.svg").read_bytes()
    json.loads((tmp_path / f"{name}.json").read_text())


def test_the_data_of_a_page_are_those_of_the_answer(explored):
    page = explored.open("cache")
    explored.reply(cache(explored.is_asked(CacheRequest)))
    assert json.loads(json_of(page.data()))["pieces"] == list(PIECES)


def test_a_drawing_keeps_its_letters_as_letters(explored, story):
    page = explored.open("cache")
    explored.reply(cache(explored.is_asked(CacheRequest)))
    story.until(lambda: "·Anna" in svg_of(page, "Cache").decode())
    assert png_of(page).startswith(b"\x89PNG")


def test_a_file_that_cannot_be_written_is_told_of(explored, story, answers, choose_target, tmp_path):
    page = explored.open("cache")
    taken = tmp_path / "cache.json"
    taken.mkdir()
    choose_target(taken)
    explored.panel.export(page, ".json")
    story.until(lambda: answers.asked)
    assert "could not be written" in answers.asked[0]


def test_data_of_any_text_can_be_written():
    assert json.loads(json_of({"text": "naïve 😀"})) == {"text": "naïve 😀"}


@pytest.mark.parametrize(
    ("before", "text", "path", "typed"),
    [
        ("We had a ", "We had a", " meeting", "meeting"),
        ("We had a", "We had a", " meeting", " meeting"),
        ("", "", "Hello", "Hello"),
    ],
)
def test_the_space_before_the_cursor_is_left_to_the_next_token(before, text, path, typed):
    read = read_text(before)
    assert read.text == text
    assert read.text + read.space == before
    assert read.insertion(path) == typed


def test_an_answer_that_comes_after_the_window_has_closed_does_no_harm(explored, window, engine):
    explored.open("cache")
    window.text_area.document().setModified(False)
    window.close()
    engine.explored.emit(cache(engine.explorations[-1]))


def test_the_start_of_the_window_loads_no_page():
    lines = "import sys; import keyboard.editor.main_window; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True).stdout.split()
    assert "keyboard.editor.explorer.explorer" in loaded
    assert not [name for name in loaded if name.endswith("_page") or name in {"numpy", "PySide6.QtSvg"}]


def test_it_stands_by_itself_and_stays_open_when_the_window_closes(explored, story, window):
    explored.open("cache")
    explored.panel.setFloating(True)
    assert explored.panel.isWindow()
    QTest.keyClick(explored.panel.page.tokens, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.text_area
    window.text_area.document().setModified(False)
    window.close()
    assert window.settings.current.show_explorer

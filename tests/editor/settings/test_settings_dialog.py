"""Settings → Settings: each choice is explained, found, applied at once and reset, with the keyboard alone too."""

from itertools import groupby

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from keyboard.editor.settings.settings_dialog import SettingsDialog
from keyboard.settings.description import descriptions
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import read_settings
from keyboard.spelling.dictionaries import installed_dictionaries

Key, Modifier = Qt.Key, Qt.KeyboardModifier


class Dialog:
    """The open dialog, and what a person does there."""

    def __init__(self, dialog):
        self.dialog = dialog

    @property
    def shown(self):
        return [name for name, row in self.dialog.rows.items() if not row.isHidden()]

    def control(self, name):
        kinds = (QCheckBox, QComboBox, QSpinBox, QDoubleSpinBox, QKeySequenceEdit, QLineEdit)
        parts = [child for child in self.dialog.rows[name].children() if isinstance(child, QWidget)]
        return next(part for part in parts if isinstance(part, kinds) or part.findChild(QCheckBox))

    def reset_button(self, name):
        return self.dialog.rows[name].findChild(QPushButton)

    def reset(self, name):
        QTest.mouseClick(self.reset_button(name), Qt.MouseButton.LeftButton)

    def press_keys(self, name, keys):
        """Press keys in a menu entry's control, or take all away with its clear button."""
        edit = self.control(name)
        if not keys:
            edit.findChild(QAction).trigger()
            return
        combination = QKeySequence(keys)[0]
        edit.setFocus()
        QTest.keyPress(edit, combination.key(), combination.keyboardModifiers())
        QTest.keyRelease(edit, combination.key(), combination.keyboardModifiers())


@pytest.fixture
def dialog(qtbot, window):
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.text_area, Key.Key_Comma, Modifier.ControlModifier)
    dialog = next(child for child in window.children() if isinstance(child, SettingsDialog))
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return Dialog(dialog)


def keys(window, name):
    """A menu entry's keys; the first where the platform has several."""
    return next(action for action in window.actions() if action.objectName() == name).shortcuts()[:1]


def test_every_described_setting_and_every_entry_of_a_menu_is_there(window, dialog):
    assert set(descriptions(Settings)) <= set(dialog.shown)
    names = [action.objectName() for action in window.actions()]
    assert len(names) == len(set(names))
    of_text = {"hide-until-the-next-word", "take-the-next-word-in-gray", "take-all-words-in-gray"}
    assert set(names) - of_text <= set(dialog.shown)


def test_a_search_finds_by_title_sentence_section_and_choice(dialog):
    dialog.dialog.search.setText("zoom percent")
    assert dialog.shown == ["zoom"]
    dialog.dialog.search.setText("PRIVACY")
    assert dialog.shown == ["private_at_start", "check_for_updates"]
    dialog.dialog.search.setText("high contrast")
    assert dialog.shown == ["theme"]
    dialog.dialog.search.setText("xyzzy")
    assert dialog.shown == []
    assert dialog.dialog.said.text() == "No setting has this name."
    dialog.dialog.search.clear()
    assert dialog.dialog.said.isHidden()


def test_what_is_set_holds_at_once_and_is_kept(story, window, dialog):
    QTest.keyClick(dialog.control("suggestion_count"), Key.Key_Up)
    assert window.bar.count == 4
    QTest.mouseClick(dialog.control("save_battery"), Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert story.is_asked().look_ahead is False
    QTest.keyClick(dialog.control("suggestion_order"), Key.Key_Down)
    expected = Settings(suggestion_count=4, top_k=4, save_battery=True, suggestion_order="middle")
    story.until(lambda: read_settings().settings == expected)


def test_what_is_set_elsewhere_is_shown(window, dialog):
    window.zoom.enlarge()
    assert dialog.control("zoom").value() == 110


def test_one_setting_is_reset(window, dialog):
    assert not dialog.reset_button("zoom").isVisible()
    window.zoom.enlarge()
    dialog.reset("zoom")
    assert window.settings.current.zoom == 100
    assert dialog.control("zoom").value() == 100
    assert not dialog.reset_button("zoom").isVisible()


@pytest.mark.long
def test_all_are_reset_but_for_what_is_chosen_elsewhere_once_that_is_confirmed(window, dialog, answers):
    changed = {"model": "gpt2", "zoom": 200, "theme": "dark", "shortcuts": {"new": "F9"}}
    window.settings.change(**changed)
    answers.will_be("No", "Yes")
    dialog.dialog.reset_all()
    assert window.settings.current == Settings(**changed)
    dialog.dialog.reset_all()
    assert window.settings.current == Settings(model="gpt2")
    assert keys(window, "new") == [QKeySequence("Ctrl+N")]


def test_a_font_that_is_not_installed_is_named(window, dialog):
    window.settings.change(font="Letters of Long Ago")
    assert dialog.control("font").currentText() == "Letters of Long Ago"


def test_a_menu_entry_is_given_other_keys_by_pressing_them(story, window, dialog):
    dialog.press_keys("take-suggestion-1", "F8")
    assert keys(window, "take-suggestion-1") == [QKeySequence("F8")]
    dialog.dialog.accept()
    window.activateWindow()
    story.until(lambda: QApplication.activeWindow() is window and not QApplication.activeModalWidget())
    story.is_offered("one")
    assert window.bar.buttons.buttons[0].toolTip() == "one  (F8)"
    story.press(Key.Key_F8)
    assert story.text == "one "
    story.until(lambda: read_settings().settings.shortcuts == {"take-suggestion-1": "F8"})


def test_a_modifier_alone_and_a_change_of_mind_leave_the_keys_as_they_are(window, dialog):
    edit = dialog.control("new")
    edit.setFocus()
    QTest.keyPress(edit, Key.Key_Control, Modifier.ControlModifier)
    QTest.keyRelease(edit, Key.Key_Control)
    QTest.keyClick(edit, Key.Key_Tab)
    assert keys(window, "new") == [QKeySequence("Ctrl+N")]
    assert edit.keySequence() == QKeySequence("Ctrl+N")


@pytest.mark.parametrize(
    ("pressed", "said"),
    [
        ("Ctrl+S", "“Save” already has Ctrl+S; give it other keys first."),
        ("Q", "The text needs Q; add Ctrl or Alt."),
        ("Esc", "The text needs Esc; add Ctrl or Alt."),
        ("Ctrl+Right", "Ctrl+Right moves, selects or deletes in the text."),
    ],
)
def test_keys_that_are_taken_are_refused_by_name(window, dialog, pressed, said):
    dialog.press_keys("new", pressed)
    assert dialog.dialog.rows["new"].explanation == said
    assert keys(window, "new") == [QKeySequence("Ctrl+N")]
    assert dialog.control("new").keySequence() == QKeySequence("Ctrl+N")
    dialog.press_keys("new", "Ctrl+N")
    assert dialog.dialog.rows["new"].explanation == said
    dialog.press_keys("new", "Ctrl+Alt+N")
    assert dialog.dialog.rows["new"].explanation == ""


def test_keys_that_were_given_up_can_be_given_to_another_entry_and_all_come_back(window, dialog):
    dialog.press_keys("save", "")
    assert keys(window, "save") == []
    dialog.press_keys("new", "Ctrl+S")
    assert keys(window, "new") == [QKeySequence("Ctrl+S")]
    dialog.press_keys("new", "Backspace")
    assert keys(window, "new") == []
    dialog.reset("new")
    dialog.reset("save")
    assert (keys(window, "new"), keys(window, "save")) == ([QKeySequence("Ctrl+N")], [QKeySequence("Ctrl+S")])
    assert window.settings.current.shortcuts == {}


def test_a_dialog_that_was_closed_hears_of_no_change(qtbot, window, dialog):
    with qtbot.waitSignal(dialog.dialog.destroyed):
        dialog.dialog.accept()
    with qtbot.captureExceptions() as exceptions:
        window.settings.change(shortcuts={"new": "F9"}, zoom=150)
    assert exceptions == []
    assert keys(window, "new") == [QKeySequence("F9")]


def test_of_keys_given_twice_in_the_file_the_first_entry_has_them(window):
    window.settings.change(shortcuts={"new": "Ctrl+S", "open": "Ctrl+S", "nothing-of-the-kind": "Ctrl+P"})
    owners = [name for name in ("new", "open", "save") if QKeySequence("Ctrl+S") in keys(window, name)]
    assert owners == ["new"]


def test_each_control_is_reached_with_tab_is_in_sight_then_and_says_what_it_is(qtbot, dialog):
    dialog.dialog.resize(480, 320)
    scroll = dialog.dialog.findChild(QScrollArea)
    controls = {dialog.control(name): name for name in dialog.dialog.rows}
    reached = []
    first = dialog.dialog.focusWidget()
    while (focus := dialog.dialog.focusWidget()) is not first or not reached:
        owner = next((control for control in controls if control is focus or control.isAncestorOf(focus)), None)
        if owner:
            reached.append(controls[owner])
            assert owner.accessibleName()
            seen = QWidget.mapTo(owner, scroll.viewport(), owner.rect().center())
            assert scroll.viewport().rect().contains(seen), controls[owner]
        QTest.keyClick(focus, Key.Key_Tab)
        if not owner:
            reached.append("")
    assert [name for name, _ in groupby(filter(None, reached))] == list(dialog.dialog.rows)


@pytest.mark.parametrize("size", [(800, 500), (480, 320)])
def test_nothing_is_cut_off_in_a_small_dialog(story, dialog, size):
    dialog.dialog.resize(*size)
    scroll = dialog.dialog.findChild(QScrollArea)
    page = scroll.widget()
    story.until(lambda: page.width() <= scroll.viewport().width())
    assert (dialog.dialog.width(), dialog.dialog.height()) == size
    for name, row in dialog.dialog.rows.items():
        for child in row.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            assert child.isHidden() or row.rect().contains(child.geometry()), name


def test_the_wheel_scrolls_and_sets_nothing_by_accident(window, dialog):
    box = dialog.control("suggestion_count")
    point = QPointF(box.rect().center())
    wheel = QWheelEvent(
        point,
        box.mapToGlobal(point),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Modifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert window.settings.current.suggestion_count == 3


def test_the_dictionary_is_chosen_among_those_that_are_installed(dialog, qtbot):
    box = dialog.control("dictionary")
    assert isinstance(box, QComboBox)
    names = [dictionary.name for dictionary in installed_dictionaries()]
    qtbot.waitUntil(lambda: {box.itemText(place) for place in range(box.count())} >= set(names))
    assert box.currentText() == "en_US"
    assert len({box.itemText(place) for place in range(box.count())}) == box.count()


def test_the_languages_that_one_writes_are_ticked(window, dialog):
    boxes = {box.text(): box for box in dialog.dialog.rows["languages"].findChildren(QCheckBox)}
    assert list(boxes) == ["English", "Deutsch", "Español", "Français"]
    assert not any(box.isChecked() for box in boxes.values())
    for name in ("Deutsch", "English"):
        boxes[name].click()
    assert window.settings.current.languages == "de, en"
    boxes["Deutsch"].click()
    assert window.settings.current.languages == "en"
    dialog.reset("languages")
    assert not any(box.isChecked() for box in boxes.values())
    dialog.dialog.search.setText("français")
    assert dialog.shown == ["languages"]

"""Whatever a person does to the text, in whatever order: it is what a plain model of it says, and undo leads back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.automatic_capitals import AutomaticCapitals
from keyboard.editor.text.tap_edit import tap_edit
from keyboard.editor.text.text_area import TextArea
from keyboard.suggestion.query import insertion_of
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.soft_space import AfterTap, key_effect

Key = Qt.Key
PASTED = "one, two\n\n  three. "
WORDS = ("i", "up", "don't", "Zoë")
STARTS = ("", "we go. i see", "a\n\nb - c", "😀 x, y")

KEYS = st.sampled_from("ai .,-/'\"(:)“”\n中é?")
ACTIONS = st.one_of(
    st.tuples(st.just("type"), KEYS),
    st.tuples(st.just("type"), KEYS),
    st.tuples(st.just("tap"), st.sampled_from(WORDS)),
    st.tuples(st.sampled_from(["left", "right", "backspace", "paste", "compose"]), st.just("")),
    st.tuples(st.just("commit"), st.sampled_from(["é", "日本", " "])),
)
UNDOING = st.one_of(ACTIONS, st.tuples(st.sampled_from(["undo", "redo"]), st.just("")))


class Hands:
    """Do to a text area what a script says."""

    def __init__(self, area, start):
        self.area = area
        area.setPlainText(start)
        area.moveCursor(QTextCursor.MoveOperation.End)

    @property
    def text(self):
        return self.area.whole_text()

    def do(self, action, what):
        getattr(self, action)(*([what] if what else []))

    def type(self, character):
        key, text = (Key.Key_Return, "\r") if character == "\n" else (0, character)
        self._press(key, text)

    def tap(self, word):
        split = split_at_cursor(self.area.text_before_cursor().text)
        insertion = insertion_of(word, split)
        self.area.insert_suggestion(insertion.replace, insertion.text)

    def left(self):
        self._press(Key.Key_Left)

    def right(self):
        self._press(Key.Key_Right)

    def backspace(self):
        self._press(Key.Key_Backspace, "\b")

    def paste(self):
        data = QMimeData()
        data.setText(PASTED)
        self.area.insertFromMimeData(data)

    def compose(self):
        """Begin to compose, and give it up."""
        QApplication.sendEvent(self.area, QInputMethodEvent("nihon", []))
        QApplication.sendEvent(self.area, QInputMethodEvent("", []))

    def commit(self, text):
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.area, event)

    def undo(self):
        self.area.undo()

    def redo(self):
        self.area.redo()

    def _press(self, key, text=""):
        QApplication.sendEvent(self.area, QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))


class Model:
    """The text as two strings, with the cursor between them, and what a tap has left before it."""

    def __init__(self, start):
        self.before, self.after = start, ""
        self.state = AfterTap.NOTHING

    def do(self, action, what):
        state, self.state = self.state, AfterTap.NOTHING
        if action in ("type", "commit") and len(what) == 1:
            self._type(what, state)
        elif action in ("paste", "commit"):
            self.before += what or PASTED
        elif action == "compose":
            self.state = state
        elif action == "tap":
            self._tap(what)
        elif action == "left":
            self.state = AfterTap.NOTHING if self.before else state
            self.before, self.after = self.before[:-1], self.before[-1:] + self.after
        elif action == "right":
            self.state = AfterTap.NOTHING if self.after else state
            self.before, self.after = self.before + self.after[:1], self.after[1:]
        elif action == "backspace":
            self.before = self.before[:-1]

    def _type(self, character, state):
        effect = key_effect(state, self.before, character)
        self.before = self.before[: len(self.before) - effect.replaced] + effect.text
        self.state = effect.leaves

    def _tap(self, word):
        insertion = insertion_of(word, split_at_cursor(self.before))
        typed = self.before[len(self.before) - insertion.replace :]
        edit = tap_edit(typed, insertion.text, self.after.split("\n")[0])
        self.before = self.before[: len(self.before) - len(edit.before)] + edit.text
        self.after = self.after[len(edit.after) :]
        self.before, self.after = self.before + self.after[: edit.steps], self.after[edit.steps :]
        self.state = AfterTap.SPACE if self.before.endswith(" ") else AfterTap.NOTHING


def many(examples):
    return settings(max_examples=examples, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def area(qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    return area


@pytest.fixture
def has_automatic_capitals():
    return True


@pytest.fixture
def area_with_capitals(area):
    AutomaticCapitals(area, SettingsAccess())
    return area


@many(300)
@given(start=st.sampled_from(STARTS), script=st.lists(ACTIONS, max_size=25))
def test_the_text_is_what_the_model_of_it_says(area, start, script):
    hands, model = Hands(area, start), Model(start)
    for action, what in script:
        hands.do(action, what)
        model.do(action, what)
        assert (area.text_before_cursor().text, hands.text) == (model.before, model.before + model.after)


@many(300)
@given(start=st.sampled_from(STARTS), script=st.lists(UNDOING, max_size=25))
def test_undo_leads_back_to_the_start_and_redo_to_the_end(area_with_capitals, start, script):
    hands = Hands(area_with_capitals, start)
    seen = {hands.text}
    for action, what in script:
        hands.do(action, what)
        assert action not in ("undo", "redo") or hands.text in seen
        seen.add(hands.text)
    while hands.area.document().isRedoAvailable():
        hands.redo()
    end = hands.text
    while hands.area.document().isUndoAvailable():
        hands.undo()
    assert hands.text == start
    while hands.area.document().isRedoAvailable():
        hands.redo()
    assert hands.text == end


@many(200)
@given(start=st.sampled_from(STARTS), script=st.lists(ACTIONS.filter(lambda action: action[0] != "backspace"), max_size=25))
def test_capitals_change_nothing_but_case(qtbot, area_with_capitals, start, script):
    plain = TextArea()
    qtbot.addWidget(plain)
    with_capitals, without = Hands(area_with_capitals, start), Hands(plain, start)
    for action, what in script:
        with_capitals.do(action, what)
        without.do(action, what)
        assert with_capitals.text.lower() == without.text.lower()
        assert with_capitals.area.textCursor().position() == plain.textCursor().position()

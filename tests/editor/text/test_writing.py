"""Whatever a person does to the text, in whatever order: it is what the typing session says, and Undo leads back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from keyboard.editor.text.text_area import TextArea
from keyboard.writing.corrections import AtSpace
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.query import Correction
from tests.writing.session_text import SessionText, offer

Key = Qt.Key
PASTED = "one, two\n\n  three. "
CONTINUED = ("and so on", "it is , of course", "a 😀 𐐨 . Then", "don't go")
WORDS = ("i", "up", "don't", "Zoë", "google", "v2")
STARTS = ("", "we go. i see", "a\n\nb - c", "😀 x, y")

KEYS = st.sampled_from("ai .,-/'\"(:)“”\n中é?com@_3𐐨\u00a0")
ACTIONS = st.one_of(
    st.tuples(st.just("type"), KEYS),
    st.tuples(st.just("type"), KEYS),
    st.tuples(st.just("tap"), st.sampled_from(WORDS)),
    st.tuples(st.sampled_from(["mean", "slip"]), st.sampled_from(["I", "a n", "don't"])),
    st.tuples(st.just("tap_kept"), st.just("")),
    st.tuples(st.just("pauses"), st.sampled_from(CONTINUED)),
    st.tuples(st.sampled_from(["take_word", "take_all"]), st.just("")),
    st.tuples(st.sampled_from(["left", "right", "backspace", "paste", "compose"]), st.just("")),
    st.tuples(st.just("commit"), st.sampled_from(["é", "日本", " "])),
)
UNDOING = st.one_of(ACTIONS, st.tuples(st.sampled_from(["undo", "redo"]), st.just("")))


def scripts(actions):
    """Return lists of actions, in which a slip is the letters, what the engine says, and the space after them."""

    def typed_out(script):
        steps = [
            [("type", "a"), ("type", "i"), ("mean", what), ("type", " ")] if action == "slip" else [(action, what)]
            for action, what in script
        ]
        return [step for several in steps for step in several]

    return st.lists(actions, max_size=25).map(typed_out)


class Hands:
    """Do to a text area what a script says."""

    def __init__(self, area, start):
        self.area = area
        area.setPlainText(start)
        area.moveCursor(QTextCursor.MoveOperation.End)
        area.session.forget()
        area.query(3, 3)

    @property
    def text(self):
        return self.area.whole_text()

    def do(self, action, what):
        getattr(self, action)(*([what] if what else []))
        self.area.query(3, 3)

    def type(self, character):
        key, text = (Key.Key_Return, "\r") if character == "\n" else (0, character)
        self._press(key, text)

    def tap(self, word):
        offer(self.area.session, self.area.text_before_cursor().text, word)
        self.area.take_suggestion(0)

    def mean(self, word):
        """Let the engine name the word before the caret a slip."""
        mean(self.area.session, self.area.text_before_cursor().text, word)

    def tap_kept(self):
        """Tap the correction that the last button keeps, if it keeps one."""
        if (place := place_of_kept(self.area.session, self.area.text_before_cursor().text)) is not None:
            self.area.take_suggestion(place)

    def pauses(self, words):
        """Let the continuation come in a pause of typing."""
        offer(self.area.session, self.area.text_before_cursor().text, words, probability=0.9)
        self.area.session.update_continuation(self.area.surroundings(), is_pause=True)

    def take_word(self):
        self.area.take_continuation(is_whole=False)

    def take_all(self):
        self.area.take_continuation(is_whole=True)

    def left(self):
        self._press(Key.Key_Left)

    def right(self):
        """Move the caret, which Right does where no continuation is shown."""
        self.area.moveCursor(QTextCursor.MoveOperation.Right)

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


def many(examples):
    return settings(max_examples=examples, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def area_with_capitals(qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    return area


@pytest.fixture
def area(qtbot):
    return _without_capitals(qtbot)


def _without_capitals(qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    area.session.capitals.at_sentence = area.session.capitals.first_person = False
    return area


def mean(session, before, word):
    offer(session, before, correction=Correction(word, 1.0, len(split_at_cursor(before).prefix)))


def place_of_kept(session, before):
    offer(session, before, "up")
    return len(session.offer.suggestions) - 1 if session.offer.kept else None


def text_of(area):
    """The smallest front end of a session, with the same settings."""
    text = SessionText()
    text.session.capitals.at_sentence = area.session.capitals.at_sentence
    text.session.capitals.first_person = area.session.capitals.first_person
    text.session.corrections.at_space = area.session.corrections.at_space
    text.session.corrections.languages = area.session.corrections.languages
    return text


def do(text, action, what, hands):
    """Do to the session's text what the hands have done; Undo takes back what it does in the text area."""
    if action == "tap_kept":
        if (place := place_of_kept(text.session, text.before)) is not None:
            text.take(place)
    elif action == "mean":
        mean(text.session, text.before, what)
    elif action in ("undo", "redo"):
        if text.text != hands.text:
            text.before = hands.area.text_before_cursor().text
            text.after = hands.text[len(text.before) :]
            text.session.text_replaced(text.around)
    elif action != "compose":
        getattr(text, action)(*([what] if what else [PASTED] if action == "paste" else []))
    text.session.query(text.around, 3, 3)


@pytest.mark.long
@many(300)
@given(start=st.sampled_from(STARTS), script=scripts(UNDOING), has_capitals=st.booleans(), at_space=...)
def test_a_session_and_a_real_text_area_agree_on_every_key(qtbot, start, script, has_capitals, at_space: AtSpace):
    area = TextArea()
    qtbot.addWidget(area)
    area.session.capitals.at_sentence = area.session.capitals.first_person = has_capitals
    area.session.corrections.at_space = at_space
    hands, text = Hands(area, start), text_of(area)
    text.before = start
    for action, what in script:
        hands.do(action, what)
        do(text, action, what, hands)
        assert (area.text_before_cursor().text, hands.text) == (text.before, text.text)
        assert area.session.continuation.pieces == text.session.continuation.pieces
        assert area.session.corrections.left_alone == text.session.corrections.left_alone
    if not {action for action, _ in script} & {"undo", "redo"}:
        assert area.settle() == text.session.settle()


@pytest.mark.long
@many(300)
@given(start=st.sampled_from(STARTS), script=scripts(UNDOING))
def test_undo_leads_back_to_the_start_and_redo_to_the_end(area_with_capitals, start, script):
    area_with_capitals.session.corrections.at_space = AtSpace.DONE
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


@pytest.mark.long
@many(200)
@given(start=st.sampled_from(STARTS), script=scripts(ACTIONS.filter(lambda action: action[0] not in ("backspace", "pauses"))))
def test_capitals_change_nothing_but_case(qtbot, area_with_capitals, start, script):
    plain = _without_capitals(qtbot)
    with_capitals, without = Hands(area_with_capitals, start), Hands(plain, start)
    for action, what in script:
        with_capitals.do(action, what)
        without.do(action, what)
        assert with_capitals.text.lower() == without.text.lower()
        assert with_capitals.area.textCursor().position() == plain.textCursor().position()

"""Input methods in the real text area: what they take back and put in leaves whole letters, each once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from keyboard.editor.text.keys import Meaning, is_commit, meaning_of, text_of
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import units
from tests.editor.text.test_writing import Hands, many

_CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def hands(qtbot):
    return _hands(qtbot)


def _hands(qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    return Hands(area, "")


def replace_before(hands, text, length):
    """Let an input method replace the UTF-16 units before the caret, as ibus does for programs that tell their text."""
    event = QInputMethodEvent()
    event.setCommitString(text, -length, length)
    QApplication.sendEvent(hands.area, event)


@pytest.mark.parametrize(("key", "commit", "text"), [("d", "đ", "Đ"), ("w", "ư", "Ư"), ("d", "d", "D"), ("a", "ân", "ân")])
def test_a_key_a_backspace_and_a_commit_leave_what_was_committed(hands, key, commit, text):
    hands.type(key)
    hands.backspace()
    hands.commit(commit)
    assert hands.text == text


def test_unikeys_own_keys_are_commits_on_windows(monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    none = Qt.KeyboardModifier.NoModifier
    assert is_commit(QKeyEvent(QKeyEvent.Type.KeyPress, 0, none, 0, 0xE7, 0, "ư"))
    assert not is_commit(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, none, 30, 0x41, 0, "a"))


def test_an_input_method_that_counts_characters_takes_a_whole_letter(hands):
    for letter in "𐐨𐐩":
        hands.type(letter)
    replace_before(hands, "", 1)
    assert hands.text == "𐐀"
    replace_before(hands, "x", 1)
    assert hands.text == "x"


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.sampled_from("ad𐐨. \n😀!")),
        st.tuples(st.just("commit"), st.sampled_from(["đ", "𐐩", "𐐨ê", "e\u0301", "日本"])),
        st.tuples(st.sampled_from(["backspace", "left", "undo", "redo"]), st.just("")),
        st.tuples(st.just("replace"), st.integers(1, 3)),
    ),
    max_size=20,
)


@pytest.mark.long
@many(300)
@given(EVENTS)
def test_no_half_of_a_letter_is_left_whatever_is_pressed_and_committed(qtbot, events):
    hands = _hands(qtbot)
    for action, what in events:
        if action == "replace":
            length = min(what, hands.area.textCursor().position())
            replace_before(hands, "𐐩", length)
        else:
            hands.do(action, what)
        # PySide leaves out half pairs where it hands a text over.
        assert units(hands.text) == hands.area.document().characterCount() - 1
    assert hands.text.encode().decode() == hands.text


@pytest.mark.long
@many(200)
@given(st.lists(st.sampled_from(["a", "d", "𐐨", ".", " ", "\bđ", "\b𐐩", "\be\u0301"]), max_size=15))
def test_keys_and_corrections_leave_each_letter_once(qtbot, events):
    hands, wanted = _hands(qtbot), ""
    for event in events:
        if event.startswith("\b") and wanted:
            hands.backspace()
            wanted = hands.text if len(hands.text) < len(wanted) else wanted[:-1]
            hands.commit(event[1:])
            wanted += event[1:]
        elif not event.startswith("\b"):
            hands.type(event)
            wanted += event
        assert hands.text.casefold() == wanted.casefold()


@pytest.mark.parametrize("character", "]@€{\\|~#")
def test_altgr_types_a_character_also_where_qt_says_ctrl_and_alt(hands, monkeypatch, character):
    monkeypatch.setattr("sys.platform", "win32")
    hands.area.session.capitals.at_sentence = False
    hands.tap("note")
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_8, _CTRL_ALT, character)
    assert (meaning_of(event), text_of(event)) == (Meaning.TEXT, character)
    QApplication.sendEvent(hands.area, event)
    assert hands.text == ("note] " if character == "]" else f"note {character}")


def test_ctrl_and_alt_are_a_command_on_a_mac_and_with_a_key_that_types_nothing(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert not text_of(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F, _CTRL_ALT, "f"))
    monkeypatch.setattr("sys.platform", "win32")
    assert not text_of(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, _CTRL_ALT, "\x01"))
    assert not text_of(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, _CTRL_ALT, "\r"))


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_a_no_break_space_key_takes_the_taps_space_in_the_window_too(hands, space):
    hands.tap("Salut")
    hands.type(space)
    hands.type("!")
    assert hands.text == f"Salut{space}!"

"""A text taken in pieces while it is changed is the text at the end, whatever the changes were."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor

from keyboard.editor.files import chunked_load
from keyboard.editor.files.chunked_load import Snapshot
from keyboard.editor.recovery.journal import edited
from keyboard.editor.text.text_area import TextArea
from tests.editor.recovery.test_recovery import _whole

_CHANGES = st.lists(st.tuples(st.integers(0, 80), st.integers(0, 20), st.text(max_size=8), st.booleans()), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(min_size=10, max_size=60), _CHANGES)
def test_what_is_changed_while_a_text_is_taken_is_in_it(qapp, monkeypatch, text, changes):
    monkeypatch.setattr(chunked_load, "_SNAPSHOT_PIECE_LENGTH", 4)
    area = TextArea()
    area.setPlainText(text)
    taken = []
    taking = Snapshot(area)
    taking.take(taken.append)
    for place, length, insertion, is_undone in changes:
        if taken:
            break
        cursor = area.textCursor()
        end = area.document().characterCount() - 1
        cursor.setPosition(_whole(area, min(place, end)))
        cursor.setPosition(_whole(area, min(place + length, end)), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(insertion)
        if is_undone:
            area.undo()
        taking._take_next()
    while not taken:
        taking._take_next()
    assert edited("", taken[0]) == area.whole_text()


def test_a_short_text_is_taken_at_once_and_an_empty_one_too(qapp):
    area = TextArea()
    taken = []
    Snapshot(area).take(taken.append)
    area.setPlainText("short\u00a0text\n")
    Snapshot(area).take(taken.append)
    assert [edited("", edits) for edits in taken] == ["", "short\u00a0text\n"]

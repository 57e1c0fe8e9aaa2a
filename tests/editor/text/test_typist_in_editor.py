"""The perfect typist of `keyboard evaluate` counts keys that do in the editor what it says."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from keyboard.editor.text.text_area import TextArea
from keyboard.evaluation.typist import answer_with, oracle, type_perfectly
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.words import word_end
from tests.writing.session_text import offer

TEXTS = st.text(st.sampled_from("abñé'’ .,:;!?\"„“”»«()-–—/\n3中"), max_size=40)
WORDY_TEXTS = st.lists(
    st.sampled_from(
        ["up", "it's", "3", " ", " ", ", ", ". ", "-", " - ", "/", '"', "'", "(", ")", "\n", "…", ":", ";", "„", "“", "”"]
    )
).map("".join)
_KEYS = {"\b": (Qt.Key.Key_Backspace, "\b"), "\n": (Qt.Key.Key_Return, "\r")}


def never(before, _word):
    return answer_with(before, ())


def after_a_letter(before, word):
    return answer_with(before, (word,) if before.endswith(word[:1]) else ())


class Hands:
    """Press in the editor what the typist says; the text there may have one soft space more than was typed."""

    def __init__(self, area):
        self._area = area
        area.clear()

    def press(self, character):
        key, text = _KEYS.get(character, (0, character))
        QApplication.sendEvent(self._area, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))

    def follow(self, text, buttons):
        """Enter `text` by the typist's strokes."""
        place = 0
        for stroke in type_perfectly(text, buttons):
            if stroke.is_tap:
                start = place - stroke.letters_before
                self._tap(text[start : word_end(text, start)])
            elif stroke.text:
                self.press(stroke.text[0])
            else:
                self.press(" " if self._area.whole_text() == text[:place] else "\b")
            place += len(stroke.text)
        assert place == len(text)

    def _tap(self, word):
        before = self._area.text_before_cursor().text
        assert word.startswith(split_at_cursor(before).prefix)
        offer(self._area.session, before, word, language="")  # as the typist's own answers
        assert self._area.take_suggestion(0)


@pytest.fixture
def area(qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    area.session.capitals.at_sentence = area.session.capitals.first_person = False
    return area


@pytest.mark.long
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXTS | WORDY_TEXTS, buttons=st.sampled_from([never, oracle, after_a_letter]))
@example("up-to-date, and/or two- up - down -- up .", oracle)
@example("»3«", oracle)
@example("he said: 'no' (\"3.5\") -3", oracle)
def test_the_typists_keys_give_its_text_in_the_editor(area, text, buttons):
    Hands(area).follow(text, buttons)
    assert area.whole_text() in (text, text + " ")

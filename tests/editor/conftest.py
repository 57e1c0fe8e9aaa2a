"""A real window whose engine is a stand-in: a test says what it answers, and when."""

import re

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox

from keyboard.editor.background import _Post
from keyboard.editor.bar.suggestion_button import SuggestionButton
from keyboard.editor.main_window import MainWindow
from keyboard.engine.engine_state import Condition, EngineState
from keyboard.writing.query import Correction, FollowingWord, Query, Suggestion, Suggestions
from tests.editor.pseudo_language import PseudoLanguage

# On a machine with much else to do.
_PATIENCE_MS = 30_000
_LETTERS_AT_END = re.compile(r"\w*\Z")


class StandInEngine(QObject):
    """Has the shape of `EngineLink`, keeps the requests, and answers when it is told to."""

    answered = Signal(object)
    ranked = Signal(object)
    explored = Signal(object)
    state_changed = Signal(object)
    engine_pid = None

    def __init__(self):
        super().__init__()
        self.requests = []
        self.choices = []
        self.starts = 0
        self.is_closed = False
        self.ranks = []
        self.is_ranking = False
        self.explorations = []
        self.given_up = []

    def start(self):
        self.starts += 1

    def restart(self):
        self.starts += 1

    def use_model(self, choice):
        self.choices.append(choice)

    def close(self):
        self.is_closed = True

    def suggest(self, request):
        self.requests.append(replace(request, id=len(self.requests) + 1))
        return len(self.requests)

    def rank(self, text, offset, words):
        self.ranks.append((text, offset, list(words)))
        return 1000 + len(self.ranks) if self.is_ranking else 0

    def explore(self, request):
        self.explorations.append(replace(request, id=2000 + len(self.explorations)))
        return self.explorations[-1].id

    def stop_exploring(self, exploration):
        self.given_up.append(exploration)

    def be(self, condition: Condition, sentence="", model="", backend="", progress=0.0, **more):
        self.state_changed.emit(EngineState(condition, sentence, model, backend, progress, **more))

    def answer(self, *words, request: Query | None = None, context: str | None = None, final=True, means="", replace=0):
        """Answer the newest request, or another one: each word replaces the letters typed and brings its space.

        "meeting tomorrow" is the word "meeting", which "tomorrow" will surely follow.

        `means` is what the letters are surely a slip for, and `replace` how many characters it replaces, if not just the letters.
        """
        request = request or self.requests[-1]
        prefix = _LETTERS_AT_END.search(request.text).group()
        if context is None:
            context = request.text[: len(request.text) - len(prefix)].rstrip()
        suggestions = tuple(_suggestion(words.split(" "), len(prefix)) for words in words)
        correction = Correction(means, 0.999, replace or len(prefix)) if means else None
        self.answered.emit(Suggestions(request.id, context, prefix, suggestions, 1, 7.4, final, correction=correction))


def _suggestion(words, replaced):
    following = tuple(FollowingWord(word, 0.9) for word in words[1:])
    return Suggestion(words[0], 0.9 if following else 0.2, replaced, words[0] + " ", following)


class Story:
    """What a person does at the window, and what they see."""

    def __init__(self, qtbot, window, engine):
        self._qtbot = qtbot
        self.window = window
        self.engine = engine

    @property
    def text(self):
        return self.window.text_area.whole_text()

    @property
    def words(self):
        return self.window.bar.words

    @property
    def buttons(self):
        return self.window.findChildren(SuggestionButton)

    def type(self, text):
        QTest.keyClicks(self.window.text_area, text)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.window.text_area, key, modifiers)

    def control(self, key):
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def commit(self, text):
        """Enter text by an input method."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.window.text_area, event)

    def compose(self, preedit):
        QApplication.sendEvent(self.window.text_area, QInputMethodEvent(preedit, []))

    def is_offered(self, *words, means=""):
        """Let the engine answer the question about the text as it is now."""
        self.is_asked()
        self.engine.answer(*words, means=means)

    def is_asked(self):
        """Wait until the engine is asked about the text as it is now."""
        before = self.window.text_area.text_before_cursor().text
        self.until(lambda: self.engine.requests and self.engine.requests[-1].text == before)
        self.let_pass(1)
        return self.engine.requests[-1]

    def let_pass(self, milliseconds):
        self._qtbot.wait(milliseconds)

    def until(self, is_so):
        self._qtbot.waitUntil(lambda: bool(is_so()), timeout=_PATIENCE_MS)

    def settle(self):
        """Wait until nothing more comes by itself."""
        settle(self._qtbot, self.window)


# What is saved now and then waits longer; nothing that a test looks at does.
_SOON_MS = 3000


def settle(qtbot, *windows):
    """Wait until the events that are there are handled, no timer of the windows is about to fire, and no thread works."""
    handled = []
    QTimer.singleShot(0, lambda: handled.append(True))

    def is_settled():
        timers = [timer for window in windows for timer in window.findChildren(QTimer) if timer.isSingleShot()]
        is_waiting = any(timer.isActive() and timer.interval() <= _SOON_MS for timer in timers)
        post = QApplication.instance().findChild(_Post)
        return handled and not is_waiting and not (post and post._work)

    qtbot.waitUntil(lambda: bool(is_settled()), timeout=_PATIENCE_MS)


@pytest.fixture(autouse=True)
def no_window_stays_open():
    """A window that is still open when Python ends takes running processes with it, and Qt ends in a crash."""
    yield
    windows = [window for window in QApplication.topLevelWidgets() if isinstance(window, MainWindow)]
    left_open = [window for window in windows if not window.is_closed]
    for window in left_open:
        window.text_area.document().setModified(False)
        window.close()
    assert not left_open


@pytest.fixture
def in_brackets(qapp):
    """The window speaks a language in which each text stands in brackets."""
    language = PseudoLanguage(qapp)
    QApplication.installTranslator(language)
    yield
    QApplication.removeTranslator(language)


@pytest.fixture
def engine():
    return StandInEngine()


@pytest.fixture
def window(qtbot, engine, empty_home):
    window = MainWindow(engine)
    window.start()
    qtbot.waitExposed(window)
    yield window
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    window.text_area.document().setModified(False)
    window.close()
    # A window that stays would be dressed anew with each change of the colours in the tests that follow.
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture
def story(qtbot, window, engine):
    return Story(qtbot, window, engine)


@pytest.fixture
def answers(monkeypatch):
    """Say what the user answers to questions: button texts, in order; what was asked is returned in `asked`."""
    return _Answers(monkeypatch)


@pytest.fixture
def choose_target(monkeypatch):
    """Say which file the user chooses for what is exported."""

    def choose(path):
        def accept(dialog):
            dialog.selectFile(str(path))
            return QDialog.DialogCode.Accepted

        monkeypatch.setattr(QFileDialog, "exec", accept)

    return choose


class _Answers:
    def __init__(self, monkeypatch):
        self._chosen = []
        self.asked = []
        monkeypatch.setattr(QMessageBox, "exec", lambda box: self._exec(box))
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.chosen)

    def will_be(self, *chosen):
        self._chosen = list(chosen)

    def _exec(self, box):
        self.asked.append(box.text())
        if box.standardButtons() == QMessageBox.StandardButton.Ok:
            box.chosen = box.button(QMessageBox.StandardButton.Ok)
            return
        wanted = self._chosen.pop(0)
        box.chosen = next(button for button in box.buttons() if wanted in _names(box, button))


def _names(box, button):
    return button.text().replace("&", ""), box.standardButton(button).name

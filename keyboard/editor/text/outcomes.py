"""What the window does with the typing session's outcomes: it counts keys, learns words and keeps the habit."""

import datetime
import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from keyboard.editor.background import in_background, in_order
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.storage.languages import chosen_codes
from keyboard.storage.statistics import Day, KeyStatistics
from keyboard.writing.capitals import SentenceHabit
from keyboard.writing.key_counts import KeyCounts
from keyboard.writing.learning import LearntWord
from keyboard.writing.session import Outcome

_KEPT_AFTER_MS = 5000
_PATIENCE_AT_END_MS = 2000


class KeyCounter(QObject):
    """Counts what the user types and taps; pasted, opened, undone and redone text took no key for its characters.

    A key counts as one, with the characters that it adds; Backspace counts as one, less the characters that it removes. Text
    composed by an input method counts a key for each character.
    """

    failed = Signal(str)  # one sentence: the counts cannot be kept

    def __init__(self, text_area: TextArea) -> None:
        super().__init__(text_area)
        self.document = KeyCounts()  # since the document was opened
        self._not_kept = KeyCounts()
        self._has_failed = False
        self._lock = threading.Lock()
        self._statistics: KeyStatistics | None = None
        self._thread = in_order(self)
        self._keep_soon = QTimer(self, singleShot=True, interval=_KEPT_AFTER_MS)
        self._keep_soon.timeout.connect(self.keep)
        text_area.outcome.connect(self._count)

    def begin_document(self) -> None:
        self.document = KeyCounts()

    def keep(self) -> None:
        self.ask(lambda _statistics: None, lambda _: None)

    def ask(self, work: Callable[[KeyStatistics], object], then: Callable[[list[Day]], None]) -> None:
        """Save the counts, do `work` with the database in the background, then call `then` with the days in the database."""
        counts, self._not_kept = self._not_kept, KeyCounts()
        self._keep_soon.stop()
        today = datetime.datetime.now().astimezone().date()

        def do() -> list[Day]:
            statistics = self._open()
            if counts != KeyCounts():
                statistics.add(today, counts)
            work(statistics)
            return statistics.days()

        in_background(do, then, lambda error: self._fail(counts, error), self, self._thread)

    def close(self) -> None:
        """Save everything, and close the database."""
        if self._not_kept != KeyCounts():
            self.keep()
        self._thread.waitForDone(_PATIENCE_AT_END_MS)
        with self._lock:
            if self._statistics:
                self._statistics.close()
            self._statistics = None

    def _count(self, outcome: Outcome) -> None:
        counts = outcome.counts
        if counts == KeyCounts():
            return
        self.document += counts
        self._not_kept += counts
        if not self._keep_soon.isActive():
            self._keep_soon.start()

    def _fail(self, counts: KeyCounts, error: Exception) -> None:
        """Remember the counts that could not be saved, and say so the first time."""
        self._not_kept += counts
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(str(error))

    def _open(self) -> KeyStatistics:
        with self._lock:
            if self._statistics is None:
                self._statistics = KeyStatistics()
            return self._statistics


# All words have settled after this long without typing.
_SETTLED_AFTER_MS = 20_000

Learn = Callable[[Sequence[LearntWord]], None]


class Learning(QObject):
    """Passes the words that the typing session has learnt to the vocabulary, and lets the others settle in a pause."""

    def __init__(self, text_area: TextArea, learn: Learn) -> None:
        """Follow a text; `learn` gets words, in order, when they have settled."""
        super().__init__(text_area)
        self._text_area = text_area
        self._learn = learn
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_AFTER_MS)
        self._settled.timeout.connect(self.settle)
        text_area.outcome.connect(self._follow)

    @property
    def is_private(self) -> bool:
        return self._text_area.session.is_private

    @is_private.setter
    def is_private(self, is_private: bool) -> None:
        self._text_area.session.is_private = is_private

    def settle(self) -> None:
        """Learn all typed text that is still there, as when the text is saved or closed."""
        self._settled.stop()
        if words := self._text_area.settle():
            self._learn(words)

    def forget(self) -> None:
        """Forget the typed words that have not settled, as when another text is opened."""
        self._settled.stop()
        self._text_area.session.forget()

    def _follow(self, outcome: Outcome) -> None:
        self._settled.start()
        if outcome.learnt:
            self._learn(outcome.learnt)


class TypingSettings(QObject):
    """Gives the session of a text its settings, now and when they change, and keeps the writer's habit of lower case."""

    def __init__(self, text_area: TextArea, settings: SettingsAccess) -> None:
        super().__init__(text_area)
        self._session = text_area.session
        self._settings = settings
        self._session.capitals.habit = SentenceHabit(is_lower_case=settings.current.lower_case_habit)
        self._apply()
        settings.changed.connect(self._follow)
        text_area.outcome.connect(self._keep_habit)

    def _follow(self, name: str) -> None:
        habit = self._session.capitals.habit
        if name == "lower_case_habit" and self._settings.current.lower_case_habit != habit.is_lower_case:
            self._session.capitals.habit = SentenceHabit(is_lower_case=self._settings.current.lower_case_habit)
        self._apply()

    def _apply(self) -> None:
        current = self._settings.current
        self._session.capitals.at_sentence = current.capital_at_sentence
        self._session.capitals.first_person = current.capital_i
        self._session.brings_space = current.space_after_tap
        self._session.looks_ahead = not current.save_battery
        self._session.languages = chosen_codes(current.languages, QLocale.system().name()[:2])

    def _keep_habit(self, _outcome: Outcome) -> None:
        is_lower_case = self._session.capitals.habit.is_lower_case
        if not self._session.is_private and is_lower_case != self._settings.current.lower_case_habit:
            self._settings.change(lower_case_habit=is_lower_case)

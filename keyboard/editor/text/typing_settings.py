"""The settings that a typing session follows, and the habit that it keeps in them."""

from PySide6.QtCore import QObject

from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.writing.capitals import SentenceHabit
from keyboard.writing.session import Outcome


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

    def _keep_habit(self, _outcome: Outcome) -> None:
        is_lower_case = self._session.capitals.habit.is_lower_case
        if not self._session.is_private and is_lower_case != self._settings.current.lower_case_habit:
            self._settings.change(lower_case_habit=is_lower_case)

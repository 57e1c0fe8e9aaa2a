"""What a screen reader says of the suggestions: the words on the bar, politely and once the user pauses."""

from PySide6.QtCore import QObject, QTimer

from keyboard.editor.accessibility import announce
from keyboard.editor.bar.suggestion_bar import SuggestionBar
from keyboard.editor.bar.suggestion_controller import SuggestionController
from keyboard.editor.settings.settings_access import SettingsAccess

# So long after the last answer nobody is typing; words read out between two keys would be noise.
_PAUSE_MS = 700


class SuggestionAnnouncer(QObject):
    """Announces the words on the bar when they have stood for a moment."""

    def __init__(self, bar: SuggestionBar, suggestions: SuggestionController, settings: SettingsAccess) -> None:
        super().__init__(bar)
        self._bar = bar
        self._settings = settings
        self._announced: list[str] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._announce)
        suggestions.shown.connect(lambda _answer: self._pause.start())

    def _announce(self) -> None:
        words = self._bar.words
        is_wanted = self._bar.isVisible() and self._settings.current.announce_suggestions
        if not words or words == self._announced or not is_wanted:
            return
        self._announced = words
        announce(self._bar, self.tr("Suggestions: {words}").format(words=", ".join(words)))

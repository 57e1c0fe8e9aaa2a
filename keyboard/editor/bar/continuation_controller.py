"""When the continuation is shown: in a pause of typing, in the text and on the buttons' second lines."""

from PySide6.QtCore import QEvent, QObject, QRect, QTimer

from keyboard.editor.accessibility import announce
from keyboard.editor.bar.suggestion_bar import SuggestionBar
from keyboard.editor.bar.suggestion_controller import SuggestionController
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.editor.text.text_area import TextArea
from keyboard.writing.continuation import WhenShown

# Longer than between the letters of a word, so that nothing flashes up while somebody types.
_PAUSE_MS = 400
# Words read out between two keys would be noise.
_ANNOUNCED_AFTER_MS = 700


class ContinuationController(QObject):
    """Lets the typing session show the continuation once nobody types, and keeps what is painted up to date."""

    def __init__(
        self, text_area: TextArea, bar: SuggestionBar, suggestions: SuggestionController, settings: SettingsAccess
    ) -> None:
        super().__init__(text_area)
        self._text_area, self._bar, self._settings = text_area, bar, settings
        self._continuation = text_area.session.continuation
        self._shown = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._update)
        self._announce_soon = QTimer(self, singleShot=True, interval=_ANNOUNCED_AFTER_MS)
        self._announce_soon.timeout.connect(self._announce)
        text_area.installEventFilter(self)
        text_area.context_changed.connect(self._wait)
        text_area.updateRequest.connect(self._follow_scrolling)
        suggestions.shown.connect(self._update)
        suggestions.hidden.connect(self._repaint)
        settings.changed.connect(self._apply)
        self._apply("continuation")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """End the continuation where the text cannot be changed any more, or what had room for it is laid out anew."""
        if event.type() in {QEvent.Type.ReadOnlyChange, QEvent.Type.Resize, QEvent.Type.FontChange}:
            self._continuation.void()
            self._repaint()
        return False

    def _apply(self, name: str) -> None:
        if name == "continuation":
            self._continuation.when = WhenShown(self._settings.current.continuation)
            self._continuation.void()
            self._show_lines()
            self._repaint()

    def _wait(self) -> None:
        if not self._text_area.takes_suggestions:
            self._continuation.void()
        self._repaint()
        self._pause.start()

    def _update(self) -> None:
        if self._text_area.session.offer.answered is None:
            return
        is_pause = not self._pause.isActive()
        self._text_area.update_continuation(is_pause=is_pause)
        if is_pause:
            if gray := self._text_area.gray_text():
                self._text_area.viewport().update(gray.rectangle)
            self._show_lines()
        self._repaint()

    def _show_lines(self) -> None:
        self._bar.buttons.show_lines(self._continuation.lines(self._text_area.session.offer.suggestions))

    def _repaint(self) -> None:
        """Paint the text anew where the continuation has changed; a new one is announced once."""
        text, before = self._continuation.text, self._shown
        self._shown = text
        if text != before:
            self._text_area.viewport().update(self._text_area.gray_place)
        if not text:
            self._announce_soon.stop()
        elif not before:
            self._announce_soon.start()

    def _follow_scrolling(self, _part: QRect, distance: int) -> None:
        """Keep up with what was painted: it moves with the text."""
        self._text_area.gray_place.translate(0, distance)

    def _announce(self) -> None:
        if self._settings.current.announce_suggestions:
            announce(self._text_area, self.tr("Continuation: {words}").format(words=self._continuation.text.strip()))

"""How the text and the bar look, as the settings say and as soon as they say it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from keyboard.editor.looks.theme import choose_theme
from keyboard.settings import Settings

if TYPE_CHECKING:
    from keyboard.editor.main_window import MainWindow


class Appearance(QObject):
    """Dresses a window as its settings say, now and when they change."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._text_area, self._bar = window.text_area, window.bar
        self._suggestions, self._settings = window.suggestions, window.settings
        text, buttons = self._dress_text, self._dress_buttons
        self._appliers = {
            **dict.fromkeys(("font", "font_size", "zoom", "line_width", "line_spacing"), text),
            **dict.fromkeys(("button_font", "button_font_size", "button_height"), buttons),
            "suggestion_count": self._count_buttons,
            "suggestion_order": lambda: self._bar.buttons.set_order(self._now.suggestion_order),
            "top_k": lambda: self._bar.set_top_k(self._now.top_k),
            "save_battery": lambda: self._suggestions.save_battery(self._now.save_battery),
            "space_after_tap": lambda: self._suggestions.bring_space(self._now.space_after_tap),
            "theme": self._dress_application,
        }
        self._bar.buttons.set_count(self._now.suggestion_count)
        for apply in dict.fromkeys(self._appliers.values()):
            apply()
        self._settings.changed.connect(self._apply)
        self._bar.top_k_changed.connect(lambda value: self._settings.change(top_k=value))

    @property
    def _now(self) -> Settings:
        return self._settings.current

    def _apply(self, name: str) -> None:
        if name in self._appliers:
            self._appliers[name]()

    def _dress_text(self) -> None:
        now = self._now
        font = _font(now.font, max(1.0, now.font_size * now.zoom / 100))
        self._text_area.set_look(font, now.line_width, now.line_spacing)

    def _dress_buttons(self) -> None:
        now = self._now
        self._bar.buttons.set_look(_font(now.button_font, now.button_font_size), now.button_height)

    def _dress_application(self) -> None:
        if isinstance(application := QApplication.instance(), QApplication):
            choose_theme(application, self._now.theme)

    def _count_buttons(self) -> None:
        before, count = self._bar.count, self._now.suggestion_count
        if count == before:
            return
        self._bar.buttons.set_count(count)
        # A pool just as large as the bar goes on to be so: more buttons would else stay empty.
        if self._now.top_k == before:
            self._settings.change(top_k=count)
        self._suggestions.void()


def _font(family: str, points: float) -> QFont:
    """Return a font of the user's, or the system's in that size."""
    font = QFont(family) if family else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(points)
    return font

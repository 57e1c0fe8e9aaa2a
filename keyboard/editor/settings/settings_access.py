"""The settings for the window: in effect at once, on the disk soon after."""

import contextlib
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from keyboard.editor.background import in_background, in_order
from keyboard.settings.settings import Settings
from keyboard.settings.settings_file import SettingsError, write_settings

_PATIENCE_AT_END_MS = 2000


class SettingsAccess(QObject):
    """Holds the settings, and writes each change on another thread, one after the other."""

    changed = Signal(str)  # the name of the setting
    failed = Signal(str)  # one sentence: the settings could not be written

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.current = settings or Settings()
        self._written = self.current
        self._kept = self.current  # the file's content, as far as is known
        self._writing: Settings | None = None  # the settings that the other thread is writing
        self._thread = in_order(self)

    def change(self, **values: Any) -> None:
        before, self.current = self.current, replace(self.current, **values)
        names = [name for name in values if getattr(before, name) != getattr(self.current, name)]
        if names:
            self._write()
        for name in names:
            self.changed.emit(name)

    def close(self) -> None:
        """Wait until everything is written, as when a window closes; other windows may still use the settings."""
        self._thread.waitForDone(_PATIENCE_AT_END_MS)
        # The result of that writing arrives when the event loop runs again, after the writing here.
        self._writing = None
        if self._written != self.current:
            with contextlib.suppress(SettingsError):  # no window is left to show it
                write_settings(self.current, self._kept)
                self._written = self._kept = self.current

    def _write(self) -> None:
        if self._writing is not None:
            return
        self._writing = settings = self.current
        kept = self._kept
        in_background(
            lambda: write_settings(settings, kept),
            lambda _: self._end(settings),
            lambda error: self._fail(settings, error),
            self,
            self._thread,
        )

    def _end(self, written: Settings) -> None:
        if written is not self._writing:
            return
        self._writing = None
        self._written = self._kept = written
        if written != self.current:
            self._write()

    def _fail(self, settings: Settings, error: Exception) -> None:
        self.failed.emit(str(error))
        if settings is self._writing:
            self._writing = None
            self._written = self.current

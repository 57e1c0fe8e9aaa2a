"""At the start: texts that a crash left behind come back, one in the window and the others one after the other."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from keyboard.editor.document import Document
from keyboard.editor.notice import Notice
from keyboard.editor.recovery.journal import Journal, JournalError, KeptText
from keyboard.editor.recovery.keeper import RecoveryKeeper
from keyboard.editor.recovery.store import RecoveryStore
from keyboard.editor.text_file import TextFileError, read_text_file


@dataclass(frozen=True)
class _Recovered:
    journal: Journal
    kept: KeptText


class RecoveredTexts(QObject):
    """Brings back what was not saved when a window died. What nobody looks at stays for the next start."""

    def __init__(self, document: Document, keeper: RecoveryKeeper, store: RecoveryStore, notice: Notice) -> None:
        """`notice` says what came back."""
        super().__init__(document)
        self._document = document
        self._keeper = keeper
        self._store = store
        self._notice = notice
        self._waiting: list[_Recovered] = []
        notice.action_requested.connect(self._act)

    def look(self, file: Path | None, otherwise: Callable[[], None]) -> None:
        """Show the newest text that was not saved, that of `file` if one is named; do `otherwise` where there is none.

        In private mode nothing comes back.
        """
        if self._keeper.is_private:
            otherwise()
            return

        def show(found: list[_Recovered]) -> None:
            self._waiting = found
            wanted = next((text for text in reversed(found) if file is None or _is_of(text, file)), None)
            if wanted is None or not self._document.is_fresh:
                otherwise()
                self._say_how_many("")
            else:
                self._show(wanted)

        def fail(error: Exception) -> None:
            self._keeper.failed.emit(self.tr("Texts that were not saved cannot be looked for: {reason}.").format(reason=error))
            otherwise()

        self._keeper.in_turn(self._find, show, fail)

    def _find(self) -> list[_Recovered]:
        """Read what dead programs left; what is in its file just as it was typed is no loss, and what is unreadable stays."""
        found = []
        for journal in self._store.open():
            with contextlib.suppress(JournalError, ValueError, OSError):
                kept = journal.read()
                if _is_in_its_file(kept):
                    journal.remove()
                else:
                    found.append(_Recovered(journal, kept))
        return found

    def _show(self, text: _Recovered) -> None:
        self._waiting.remove(text)
        self._keeper.resume(text.journal, text.kept)
        self._say_how_many(
            self.tr("“{name}” is back as it was before the window died; it is not saved yet.").format(name=self._document.name)
        )

    def _say_how_many(self, sentence: str) -> None:
        if not self._waiting:
            self._notice.say(sentence, action=self.tr("Close"))
            return
        others = self.tr("Texts that were not saved and are waiting: {count}.").format(count=len(self._waiting))
        text = f"{sentence} {others}".strip()
        self._notice.say(text, action=self.tr("Show the Next"), second_action=self.tr("Later"))

    def _act(self) -> None:
        self._notice.say("")
        if self._waiting:
            self._document.settle(lambda: self._show(self._waiting[-1]))


def _is_of(text: _Recovered, path: Path) -> bool:
    return text.kept.file is not None and text.kept.file.path == path.absolute()


def _is_in_its_file(kept: KeptText) -> bool:
    if kept.file is None:
        return not kept.text
    try:
        on_disk, text = read_text_file(kept.file.path, kept.file.encoding)
    except TextFileError:
        return False
    return bool(on_disk.fingerprint) and text == kept.text

"""At the start: texts that a crash left behind come back; where there are several, the user says which."""

import contextlib
from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from keyboard.editor.files.document import Document
from keyboard.editor.files.text_file import TextFileError, read_text_file
from keyboard.editor.notice import Notice
from keyboard.editor.recovery.journal import JournalError, KeptText
from keyboard.editor.recovery.keeper import RecoveryKeeper
from keyboard.editor.recovery.recovered_text import RecoveredText
from keyboard.editor.recovery.recovery_question import RecoveryQuestion
from keyboard.editor.recovery.store import RecoveryStore

_Then = Callable[[Collection[Path]], None]


class RecoveredTexts(QObject):
    """Brings back what was not saved when a window died. What nobody looks at stays for the next start.

    Signals:
        wanted_elsewhere: A `RecoveredText` is to come back in a window of its own, by that window's `take`.
    """

    wanted_elsewhere = Signal(object)

    def __init__(self, document: Document, keeper: RecoveryKeeper, store: RecoveryStore, notice: Notice) -> None:
        """`notice` says what came back."""
        super().__init__(document)
        self._document = document
        self._keeper = keeper
        self._store = store
        self._notice = notice
        self._waiting: list[RecoveredText] = []
        self._back: list[Path] = []
        notice.action_requested.connect(self._act)

    def look(self, file: Path | None, then: _Then) -> None:
        """Bring back the text that was not saved, or those that the user chooses; that of `file` if one is named.

        `then` is done once that is decided, with the files of the texts that came back. In private mode none does.
        """
        if self._keeper.is_private:
            then(())
            return

        def show(found: list[RecoveredText]) -> None:
            self._waiting = found
            if file is not None:
                self._show_of(file)
                then(self._back)
            elif len(found) > 1:
                self._ask(then)
            else:
                self._come_back(found)
                then(self._back)

        def fail(error: Exception) -> None:
            self._keeper.failed.emit(self.tr("Texts that were not saved cannot be looked for: {reason}.").format(reason=error))
            then(())

        self._keeper.in_turn(self._find, show, fail)

    def take(self, text: RecoveredText) -> None:
        """Bring back a text that another window has found: its journal moves to this window's, which goes on with it."""
        self._keeper.in_turn(lambda: self._store.take(text.journal), lambda _: self._show(text))

    def _find(self) -> list[RecoveredText]:
        """Read what dead programs left; what is in its file just as it was typed is no loss, and what is unreadable stays."""
        found = []
        for journal in self._store.open():
            with contextlib.suppress(JournalError, ValueError, OSError):
                kept = journal.read()
                if _is_in_its_file(kept):
                    journal.remove()
                else:
                    found.append(RecoveredText(journal, kept, journal.path.stat().st_mtime))
        return found

    def _show_of(self, file: Path) -> None:
        """Show the newest text of a file, if there is one."""
        self._come_back([text for text in self._waiting if text.path == file.absolute()][-1:])

    def _ask(self, then: _Then = lambda _: None) -> None:
        """Let the user say what becomes of the texts that wait."""
        question = RecoveryQuestion(self._waiting, self._notice.window())
        question.chosen.connect(self._come_back)
        question.discarded.connect(self._discard)
        question.finished.connect(lambda _: then(self._back))
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def _come_back(self, texts: Collection[RecoveredText]) -> None:
        """Bring texts back: the newest in this window, if nothing is in it yet, and each other one in its own."""
        elsewhere = list(texts)
        if elsewhere and self._document.is_fresh:
            self._show(elsewhere.pop())
        else:
            self._say_how_many("")
        for text in elsewhere:
            self._forget(text)
            self.wanted_elsewhere.emit(text)
        self._back += [text.path for text in texts if text.path]

    def _show(self, text: RecoveredText) -> None:
        self._forget(text)
        self._keeper.resume(text.journal, text.kept)
        self._say_how_many(
            self.tr("“{name}” is back as it was before the window died; it is not saved yet.").format(name=self._document.name)
        )

    def _discard(self, texts: Collection[RecoveredText]) -> None:
        for text in texts:
            self._forget(text)
            self._keeper.in_turn(text.journal.remove)

    def _forget(self, text: RecoveredText) -> None:
        self._waiting = [other for other in self._waiting if other is not text]

    def _say_how_many(self, sentence: str) -> None:
        if not self._waiting:
            self._notice.say(sentence, action=self.tr("Close"))
            return
        others = self.tr("%Ln text(s) not saved are waiting.", "", len(self._waiting))
        text = f"{sentence} {others}".strip()
        self._notice.say(text, action=self.tr("Show Them"), second_action=self.tr("Later"))

    def _act(self) -> None:
        self._notice.say("")
        if self._waiting:
            self._ask()


def _is_in_its_file(kept: KeptText) -> bool:
    if kept.file is None:
        return not kept.text
    try:
        on_disk, text = read_text_file(kept.file.path, kept.file.encoding)
    except TextFileError:
        return False
    return bool(on_disk.fingerprint) and text == kept.text

"""The vocabulary for the window: each piece of work runs on another thread, and its result arrives on this one."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from keyboard.editor.background import in_background, in_order
from keyboard.storage.vocabulary import PersonalVocabulary

_PATIENCE_AT_END_MS = 2000


class VocabularyAccess(QObject):
    """Opens the user's vocabulary when it is first needed."""

    failed = Signal(str)  # one sentence: the vocabulary cannot be used

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._vocabulary: PersonalVocabulary | None = None
        self._thread = in_order(self)

    def ask(
        self,
        work: Callable[[PersonalVocabulary], Any],
        then: Callable[[Any], None] = lambda _: None,
        otherwise: Callable[[str], None] | None = None,
    ) -> None:
        """Do `work` with the vocabulary in the background, then call `then` with its result, or `otherwise` with a sentence."""
        tell = otherwise or self.failed.emit
        in_background(lambda: work(self._open()), then, lambda error: tell(str(error)), self, self._thread)

    def close(self) -> None:
        self._thread.waitForDone(_PATIENCE_AT_END_MS)
        with self._lock:
            if self._vocabulary:
                self._vocabulary.close()
            self._vocabulary = None

    def _open(self) -> PersonalVocabulary:
        with self._lock:
            if self._vocabulary is None:
                self._vocabulary = PersonalVocabulary()
            return self._vocabulary

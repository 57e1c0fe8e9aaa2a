"""The dictionary for the window: it runs in its own process, and its judgement of each word is remembered."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QProcess, Signal

from keyboard.editor.vocabulary.vocabulary_access import VocabularyAccess
from keyboard.engine.child import CrashCount, child_command
from keyboard.spelling.dictionaries import spellings_of
from keyboard.spelling.messages import Checked, CheckRequest, CorrectionRequest, Corrections, SpellingMessage, decode, encode
from keyboard.storage.vocabulary import VocabularyEntry

_MOST_REMEMBERED = 200_000
_PATIENCE_AT_END_MS = 1000


class Speller(QObject):
    """Judges words. The first question starts the process, and it restarts when it ends."""

    judged = Signal()
    corrected = Signal(str, list)  # a word and its corrections, likeliest first
    failed = Signal(str)  # the dictionary cannot be used; one sentence

    def __init__(self, dictionary: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dictionary = dictionary
        self._process: QProcess | None = None
        self._is_closed = False
        self._failures = CrashCount()
        self._verdicts: dict[str, bool] = {}
        self._asked: set[str] = set()

    def use(self, dictionary: str) -> None:
        if dictionary == self._dictionary:
            return
        self._stop()
        self._dictionary = dictionary
        self._failures = CrashCount()
        self._verdicts = {}
        self.judged.emit()

    def is_wrong(self, word: str) -> bool:
        """Return whether a word is known to be in no dictionary; one not judged yet is not."""
        return self._verdicts.get(word, False)

    def has_judged(self, word: str) -> bool:
        return word in self._verdicts

    def judge(self, words: Iterable[str]) -> None:
        """Request a judgement of the words that have none yet; `judged` follows if there are any."""
        if new := {word for word in words if word not in self._verdicts} - self._asked:
            self._asked |= new
            self._send(CheckRequest(tuple(new)))

    def correct(self, word: str) -> None:
        """Request the corrections of a word; `corrected` follows."""
        self._send(CorrectionRequest(word))

    def close(self) -> None:
        """End the process, and judge no more words."""
        self._is_closed = True
        if process := self._stop():
            process.waitForFinished(_PATIENCE_AT_END_MS)

    def _stop(self) -> QProcess | None:
        process, self._process = self._process, None
        self._asked = set()
        if process:
            process.finished.disconnect(self._recover)
            process.finished.connect(process.deleteLater)
            process.kill()
        return process

    def _send(self, message: SpellingMessage) -> None:
        if self._is_closed or self._failures.is_too_many:
            return
        if self._process is None:
            self._process = self._start()
        self._process.write(encode(message))

    def _start(self) -> QProcess:
        process = QProcess(self)
        process.readyReadStandardOutput.connect(self._read_answers)
        process.finished.connect(self._recover)
        process.errorOccurred.connect(self._notice_no_start)
        program, *arguments = child_command("spell", self._dictionary)
        process.start(program, arguments)
        return process

    def _read_answers(self) -> None:
        while self._process and self._process.canReadLine():
            message = decode(bytes(self._process.readLine().data()))
            if isinstance(message, Checked):
                self._take_verdicts(message)
            elif isinstance(message, Corrections):
                self.corrected.emit(message.word, list(message.corrections))

    def _take_verdicts(self, checked: Checked) -> None:
        if len(self._verdicts) > _MOST_REMEMBERED:
            self._verdicts = {}
        wrong = set(checked.wrong)
        self._verdicts.update((word, word in wrong) for word in checked.words)
        self._asked.difference_update(checked.words)
        self.judged.emit()

    def _notice_no_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._recover()

    def _recover(self) -> None:
        """Repeat the unanswered requests; if the process keeps ending, report a broken dictionary."""
        process, self._process = self._process, None
        asked, self._asked = self._asked, set()
        self._failures.add()
        complaint = ""
        if process:
            complaint = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip().rpartition("\n")[2]
            process.deleteLater()
        if not self._failures.is_too_many:
            self.judge(asked)
            return
        reason = complaint.removeprefix("Error: ") or self.tr("its process keeps ending.")
        sentence = self.tr("The spelling dictionary {name} cannot be used: {reason}")
        self.failed.emit(sentence.format(name=self._dictionary, reason=reason))


# A word that was written once may be a slip.
_LEAST_USES = 2


class OwnWords(QObject):
    """Knows the user's words, as far as it has looked them up in the vocabulary."""

    changed = Signal()

    def __init__(self, vocabulary: VocabularyAccess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._looked_up: dict[str, bool] = {}
        self._ignored: set[str] = set()

    def lacks(self, word: str) -> bool:
        """Return whether a word is known not to be one of the user's."""
        return word not in self._ignored and self._looked_up.get(word) is False

    def has_looked_up(self, word: str) -> bool:
        return word in self._looked_up

    def look_up(self, words: Iterable[str]) -> None:
        """Look words up again; `changed` follows if a result differs."""
        wanted = {word: spellings_of(word) for word in words}
        if not wanted:
            return
        spellings = {spelling for of_word in wanted.values() for spelling in of_word}

        def take(known: set[str]) -> None:
            found = {word: not known.isdisjoint(of_word) for word, of_word in wanted.items()}
            if any(self._looked_up.get(word) is not is_known for word, is_known in found.items()):
                self._looked_up.update(found)
                self.changed.emit()

        # If the vocabulary cannot be read, the window has already said so.
        self._vocabulary.ask(lambda vocabulary: vocabulary.used(spellings, _LEAST_USES), take, lambda _: take(set()))

    def add(self, word: str) -> None:
        """Add a word to the vocabulary, so that it counts as right and may be suggested."""
        entry = VocabularyEntry(word, _LEAST_USES, is_never=False)
        self._vocabulary.ask(lambda vocabulary: vocabulary.add([entry]), lambda _: self.look_up([word]))

    def ignore(self, word: str) -> None:
        """Let a word be right until the window is closed."""
        self._ignored.add(word)
        self.changed.emit()

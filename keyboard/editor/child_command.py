"""A command of this program, run as a child process so that the window never waits: `keyboard models install`, for one."""

import json

import psutil
from PySide6.QtCore import QObject, QProcess, Signal

from keyboard.engine.child import child_command

# As Windows has no such numbers, it is given the class that comes nearest.
_POLITE = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10)


class ChildCommand(QObject):
    """One run of a command. One of the last three signals comes, once.

    Signals:
        progressed: A sentence and a fraction from 0 to 1.
        succeeded: What the command has printed beside its progress.
        failed: Why it failed; one sentence.
        cancelled: It was given up.
    """

    progressed = Signal(str, float)
    succeeded = Signal(str)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, *arguments: str, is_polite: bool = False, parent: QObject | None = None) -> None:
        """Prepare `keyboard` with these arguments; `is_polite` leaves the processor to whoever types."""
        super().__init__(parent)
        self._arguments = arguments
        self._printed = ""
        self._is_cancelled = False
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._explain_no_start)
        if is_polite:
            self._process.started.connect(self._give_way)

    def start(self) -> None:
        """Begin."""
        program, *arguments = child_command(*self._arguments)
        self._process.start(program, arguments)

    def cancel(self) -> None:
        """Give up; what was there before is untouched."""
        self._is_cancelled = True
        self._process.kill()

    def wait(self, milliseconds: int) -> None:
        """Wait so long for its end."""
        self._process.waitForFinished(milliseconds)

    def _give_way(self) -> None:
        try:
            psutil.Process(self._process.processId()).nice(_POLITE)
        except psutil.Error:
            return  # it has ended already

    def _read(self) -> None:
        while self._process.canReadLine():
            self._take_line(bytes(self._process.readLine().data()).decode("utf-8", "replace"))

    def _take_line(self, line: str) -> None:
        try:
            step = json.loads(line)
            sentence, progress = str(step["sentence"]), float(step["progress"])
        except (ValueError, KeyError, TypeError):
            self._printed += line
        else:
            self.progressed.emit(sentence, progress)

    def _explain_no_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            sentence = self.tr("keyboard {command} could not be started: {reason}.")
            self.failed.emit(sentence.format(command=self._name, reason=self._process.errorString()))

    def _end(self, code: int) -> None:
        self._read()
        self._printed += bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
        if self._is_cancelled:
            self.cancelled.emit()
        elif code == 0:
            self.succeeded.emit(self._printed)
        else:
            complaint = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            sentence = complaint.rpartition("\n")[2].removeprefix("Error: ")
            self.failed.emit(sentence or self.tr("keyboard {command} failed and does not say why.").format(command=self._name))

    @property
    def _name(self) -> str:
        return " ".join(self._arguments[:2])

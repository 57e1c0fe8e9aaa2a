"""Installing the small model from the window: the command `keyboard models install`, run as a child process."""

import json

from PySide6.QtCore import QObject, QProcess, Signal

from keyboard.engine.child import child_command

OFFERED_MODEL = "smollm2-135m"


class ModelInstallation(QObject):
    """One installation at a time, with its progress.

    Signals:
        progressed: A sentence and a fraction from 0 to 1.
        finished: It is installed.
        failed: It is not; one sentence.
    """

    progressed = Signal(str, float)
    finished = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read_progress)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._explain_no_start)
        self._is_cancelled = False

    @property
    def is_running(self) -> bool:
        """Whether a model is being installed."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self) -> None:
        """Begin to install the offered model."""
        self._is_cancelled = False
        program, *arguments = child_command("models", "install", OFFERED_MODEL, "--json")
        self._process.start(program, arguments)

    def cancel(self) -> None:
        """Give up; what was installed before is untouched."""
        self._is_cancelled = True
        self._process.kill()

    def _read_progress(self) -> None:
        while self._process.canReadLine():
            try:
                step = json.loads(bytes(self._process.readLine().data()))
                self.progressed.emit(step["sentence"], step["progress"])
            except (ValueError, KeyError, TypeError):
                continue

    def _explain_no_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit(
                self.tr("The installation could not be started: {reason}.").format(reason=self._process.errorString())
            )

    def _end(self, code: int) -> None:
        if self._is_cancelled:
            self.failed.emit(self.tr("The installation was cancelled."))
        elif code == 0:
            self.finished.emit()
        else:
            complaint = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            self.failed.emit(complaint.removeprefix("Error: ") or self.tr("The model could not be installed."))

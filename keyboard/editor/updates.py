"""Help → Check for Updates, and the check at the start if the user has switched it on."""

import json
from dataclasses import dataclass

import msgspec
import psutil
from PySide6.QtCore import QCoreApplication, QObject, QProcess, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow, QMessageBox, QPushButton, QWidget

from keyboard import __version__
from keyboard.engine.child import child_command

# Windows has classes instead of numbers; this is the nearest.
_POLITE = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10)


class ChildCommand(QObject):
    """One run of a command. It emits exactly one of the last three signals."""

    progressed = Signal(str, float)  # a sentence and a fraction from 0 to 1
    succeeded = Signal(str)  # the command's output, without its progress
    failed = Signal(str)  # one sentence
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
            self._process.started.connect(self._lower_priority)

    def start(self) -> None:
        program, *arguments = child_command(*self._arguments)
        self._process.start(program, arguments)

    def cancel(self) -> None:
        """Cancel the command; existing files stay untouched."""
        self._is_cancelled = True
        self._process.kill()

    def wait(self, milliseconds: int) -> None:
        self._process.waitForFinished(milliseconds)

    def _lower_priority(self) -> None:
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


@dataclass(frozen=True)
class Update:
    """The output of `keyboard updates --json`."""

    version: str
    page: str
    is_newer: bool


class UpdateBox(QMessageBox):
    """Asks the releases page at once, and shows the answer; closing the box cancels the request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Check for Updates"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(self.tr("Looking for a newer version …"))
        self.open_page: QPushButton = self.addButton(self.tr("&Open Its Page"), QMessageBox.ButtonRole.AcceptRole)
        self.open_page.hide()
        self.addButton(QMessageBox.StandardButton.Close)
        command = ChildCommand("updates", "--json", parent=self)
        command.succeeded.connect(lambda printed: self._show(_read(printed)))
        command.failed.connect(self.setText)
        self.finished.connect(command.cancel)
        command.start()

    def _show(self, update: Update) -> None:
        if not update.is_newer:
            self.setText(self.tr("keyboard {version} is the newest version.").format(version=__version__))
            return
        self.setText(
            self.tr("keyboard {newer} is available; you have {version}.").format(newer=update.version, version=__version__)
        )
        self.open_page.show()
        self.open_page.clicked.connect(lambda _checked: QDesktopServices.openUrl(QUrl(update.page)))


def announce_update(window: QMainWindow) -> None:
    """Ask the releases page, and show a button on the status bar if there is a newer version."""

    def show(printed: str) -> None:
        update = _read(printed)
        if not update.is_newer:
            return
        is_there = QCoreApplication.translate("UpdateBox", "keyboard {version} is available")
        button = QPushButton(is_there.format(version=update.version), flat=True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(QCoreApplication.translate("UpdateBox", "Opens the page of the newer version."))
        button.clicked.connect(lambda _checked: QDesktopServices.openUrl(QUrl(update.page)))
        window.statusBar().addPermanentWidget(button)

    command = ChildCommand("updates", "--json", parent=window)
    command.succeeded.connect(show)
    command.start()


def _read(printed: str) -> Update:
    return msgspec.json.decode(printed, type=Update)

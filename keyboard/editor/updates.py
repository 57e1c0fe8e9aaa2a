"""Help → Check for Updates, and the check at the start for those who have switched it on."""

import json
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow, QMessageBox, QPushButton, QWidget

from keyboard import __version__
from keyboard.editor.child_command import ChildCommand


@dataclass(frozen=True)
class Update:
    """What `keyboard updates --json` prints."""

    version: str
    page: str
    is_newer: bool


class UpdateBox(QMessageBox):
    """Asks the releases page at once, and says what came of it; closed before, it asks no more.

    Attributes:
        open_page: The button that opens the newer version's page.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Check for Updates"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(self.tr("The releases page is being asked."))
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
        self.setText(self.tr("keyboard {newer} is there; you have {version}.").format(newer=update.version, version=__version__))
        self.open_page.show()
        self.open_page.clicked.connect(lambda _checked: QDesktopServices.openUrl(QUrl(update.page)))


def tell_of_update(window: QMainWindow) -> None:
    """Ask the releases page, and put a button on the status bar where there is a newer version; else say nothing."""

    def show(printed: str) -> None:
        update = _read(printed)
        if not update.is_newer:
            return
        is_there = QCoreApplication.translate("UpdateBox", "keyboard {version} is there")
        button = QPushButton(is_there.format(version=update.version), flat=True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(QCoreApplication.translate("UpdateBox", "Opens the page of the newer version."))
        button.clicked.connect(lambda _checked: QDesktopServices.openUrl(QUrl(update.page)))
        window.statusBar().addPermanentWidget(button)

    command = ChildCommand("updates", "--json", parent=window)
    command.succeeded.connect(show)
    command.start()


def _read(printed: str) -> Update:
    return Update(**json.loads(printed))

"""What this program is, in which versions, and under which licences."""

import platform
from importlib.metadata import version

import PySide6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from keyboard import __version__
from keyboard.editor.help_dialog import LICENCES, HelpDialog


class AboutBox(QMessageBox):
    """The versions of what is at work; a button shows all licences.

    Attributes:
        licences: The button.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About keyboard"))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(
            self.tr(
                "<h3>keyboard {version}</h3><p>A predictive-text keyboard. A language model runs on this machine, in llama.cpp; "
                "no text leaves it.</p><p>MIT licence.</p>"
            ).format(version=__version__)
        )
        self.setInformativeText(
            "<br>".join(
                (
                    f"llama-cpp-python {version('llama-cpp-python')}",
                    f"Qt {qVersion()}, PySide6 {PySide6.__version__}",
                    f"Python {platform.python_version()}, {platform.system()} {platform.machine()}",
                )
            )
        )
        self.licences: QPushButton = self.addButton(self.tr("&Licences…"), QMessageBox.ButtonRole.ActionRole)
        # Qt would close the box with any of its buttons.
        self.licences.clicked.disconnect()
        self.licences.clicked.connect(lambda _checked: HelpDialog(LICENCES, self).open())
        self.addButton(QMessageBox.StandardButton.Close)

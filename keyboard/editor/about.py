"""What this program is, in a few words."""

from PySide6.QtWidgets import QMessageBox, QWidget

from keyboard import __version__


def show_about(window: QWidget) -> None:
    """Say what this program is."""
    QMessageBox.about(
        window,
        window.tr("About keyboard"),
        window.tr(
            "<h3>keyboard {version}</h3><p>A predictive-text keyboard. A language model runs on this machine, in llama.cpp; "
            "no text leaves it.</p><p>MIT licence.</p>"
        ).format(version=__version__),
    )

"""A file that the system asks the running program to open: on a Mac it comes as an event and not as an argument."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

from keyboard.editor.files.document import Document


class FileOpenRequest(QObject):
    """Opens such files in a document, once nothing can be lost by it."""

    def __init__(self, application: QCoreApplication, document: Document) -> None:
        super().__init__(document)
        self._document = document
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take requests for a file on the disk."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().eventFilter(watched, event)
        path = Path(event.file())
        self._document.settle(lambda: self._document.open(path))
        return True

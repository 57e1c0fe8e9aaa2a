"""A file that is dropped on the text is opened."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from keyboard.editor.files.document import Document
from keyboard.editor.text.text_area import TextArea


class FileDrop(QObject):
    """Takes drops of files; dropped text goes into the text as ever."""

    def __init__(self, text_area: TextArea, document: Document) -> None:
        super().__init__(text_area)
        self._document = document
        text_area.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Accept a drag of a file, and open what is dropped once nothing can be lost by it."""
        if not isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            return super().eventFilter(watched, event)
        path = _file_of(event.mimeData())
        if path is None:
            return super().eventFilter(watched, event)
        # A move would allow the program that the file comes from to delete it.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            # That program waits until this returns, and a question may come first.
            QTimer.singleShot(0, self, lambda: self._document.settle(lambda: self._document.open(path)))
        return True


def _file_of(data: QMimeData) -> Path | None:
    """Return the first file of a drag, or None."""
    return next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)

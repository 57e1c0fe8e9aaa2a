"""File → Open Recent: the files used last."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from keyboard.editor.files.document import Document
from keyboard.editor.plain_text import plain_tip
from keyboard.editor.session.session_access import SessionAccess


class RecentMenu(QMenu):
    """Lists them anew whenever it is shown."""

    def __init__(self, session: SessionAccess, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Open &Recent"))
        self.setToolTipsVisible(True)
        self._session = session
        self._document = document
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List the files, or say that there are none."""
        self.clear()
        for number, path in enumerate(self._session.recent, 1):
            name = path.name.replace("&", "&&")
            action = self.addAction(f"&{number % 10} {name}", partial(self._open, path))
            action.setToolTip(plain_tip(str(path)))
        if self._session.recent:
            self.addSeparator()
            self.addAction(self.tr("&Forget These"), self._session.forget_recent)
        else:
            self.addAction(self.tr("None yet")).setEnabled(False)

    def _open(self, path: Path) -> None:
        self._document.settle(lambda: self._document.open(path))

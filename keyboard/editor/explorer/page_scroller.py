"""A page of the explorer in its tab: as large as the tab, and scrolled only where that is too small for it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from keyboard.editor.explorer.explorer_page import ExplorerPage


class PageScroller(QScrollArea):
    """Gives a page the tab's size, or the least that it can do with.

    With `widgetResizable`, Qt takes the height that a page with wrapped lines would like for the least that it needs.
    """

    def __init__(self, page: ExplorerPage) -> None:
        super().__init__()
        self._page = page
        self.setWidget(page)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the page in."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Fit the page in when it needs more room, or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self.maximumViewportSize()
        least = self._least_size(room.width())
        if least.height() > room.height():
            least = self._least_size(room.width() - self.verticalScrollBar().sizeHint().width())
        self._page.resize(least.expandedTo(QSize(0, room.height())))

    def _least_size(self, width: int) -> QSize:
        """Return the page's least size, if it is at least so wide."""
        layout = self._page.layout()
        if layout is None:
            return QSize(width, 0)
        least = layout.totalMinimumSize().expandedTo(QSize(width, 0))
        if layout.hasHeightForWidth():
            least.setHeight(layout.totalMinimumHeightForWidth(least.width()))
        return least

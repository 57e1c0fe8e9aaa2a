"""The question which of several texts that were not saved are to come back."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from keyboard.editor.figures import whole
from keyboard.editor.recovery.recovered_text import RecoveredText

# Qt lays out so much at once without a pause that one would notice.
_LONGEST_PREVIEW = 20_000


class RecoveryQuestion(QDialog):
    """Shows the texts, the newest first, all chosen; what the user neither opens nor discards stays as it is.

    Signals:
        chosen: The texts that are to come back, a list, the oldest first.
        discarded: The texts that the user has given up, a list.

    Attributes:
        texts: The list with a check box for each text.
        preview: The text that the list's cursor is on.
    """

    chosen = Signal(object)
    discarded = Signal(object)

    def __init__(self, texts: Sequence[RecoveredText], parent: QWidget | None = None) -> None:
        """`texts` are in the order in which they were kept, the oldest first."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Texts That Were Not Saved"))
        self._kept = list(reversed(texts))
        self.texts = QTreeWidget(self)
        self.preview = QPlainTextEdit(self, readOnly=True)
        self._open = QPushButton(self.tr("&Open"), self)
        self._discard = QPushButton(self.tr("&Discard…"), self)
        self._later = QPushButton(self.tr("&Later"), self)
        self._items: list[QTreeWidgetItem] = []
        self._lay_out()
        self._open.clicked.connect(self._choose)
        self._discard.clicked.connect(self._give_up)
        self._later.clicked.connect(self.reject)
        self.texts.currentItemChanged.connect(lambda item, _: self._show_preview(item))
        self.texts.itemChanged.connect(lambda *_: self._enable())
        self._fill()
        self.texts.setFocus()

    def _choose(self) -> None:
        self.chosen.emit(list(reversed(self._checked())))
        self.accept()

    def _give_up(self) -> None:
        texts = self._checked()
        question = self.tr("Discard %Ln text(s)? This cannot be undone.", "", len(texts))
        if QMessageBox.question(self, self.windowTitle(), question) != QMessageBox.StandardButton.Yes:
            return
        self.discarded.emit(texts)
        self._kept = [text for text in self._kept if text not in texts]
        if self._kept:
            self._fill()
        else:
            self.accept()

    def _checked(self) -> list[RecoveredText]:
        rows = zip(self._kept, self._items, strict=True)
        return [text for text, item in rows if item.checkState(0) is Qt.CheckState.Checked]

    def _fill(self) -> None:
        self._items = []
        self.texts.clear()
        locale = QLocale()
        for text in self._kept:
            kept_at = QDateTime.fromSecsSinceEpoch(int(text.kept_at))
            when = locale.toString(kept_at, QLocale.FormatType.ShortFormat)
            item = QTreeWidgetItem([text.name or self.tr("Untitled"), when, whole(len(text.kept.text))])
            item.setCheckState(0, Qt.CheckState.Checked)
            item.setToolTip(0, str(text.path or ""))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._items.append(item)
        self.texts.addTopLevelItems(self._items)
        self.texts.setCurrentItem(self._items[0])
        self._enable()

    def _show_preview(self, item: QTreeWidgetItem | None) -> None:
        text = self._kept[self._items.index(item)].kept.text if item in self._items else ""
        self.preview.setPlainText(text[:_LONGEST_PREVIEW])

    def _enable(self) -> None:
        for button in (self._open, self._discard):
            button.setEnabled(len(self._items) == len(self._kept) and bool(self._checked()))

    def _lay_out(self) -> None:
        told = QLabel(
            self.tr(
                "These texts were not saved when their windows closed unexpectedly. Each chosen one opens in a window of its "
                "own; those that are not chosen stay for the next start."
            ),
            self,
        )
        told.setWordWrap(True)
        self.texts.setHeaderLabels([self.tr("Text"), self.tr("Kept"), self.tr("Characters")])
        self.texts.setRootIsDecorated(False)
        self.texts.setUniformRowHeights(True)
        self.texts.setAccessibleName(self.tr("Texts that were not saved"))
        self.texts.header().setStretchLastSection(False)
        self.texts.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            self.texts.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.preview.setAccessibleName(self.tr("The text that is marked in the list"))
        self.preview.setTabChangesFocus(True)
        both = QSplitter(Qt.Orientation.Vertical, self)
        both.addWidget(self.texts)
        both.addWidget(self.preview)
        both.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self._discard)
        buttons.addStretch(1)
        buttons.addWidget(self._later)
        buttons.addWidget(self._open)
        self._discard.setAutoDefault(False)
        self._later.setAutoDefault(False)
        self._open.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(14)
        layout.addWidget(told)
        layout.addWidget(both, stretch=1)
        layout.addLayout(buttons)
        self.resize(560, 420)

"""The question which of several texts that were not saved are to come back."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from keyboard.editor.figures import whole
from keyboard.editor.looks.screen_room import resize_within_screen
from keyboard.editor.message import is_agreed
from keyboard.editor.plain_text import plain_tip
from keyboard.editor.recovery.recovered_text import RecoveredText

# Qt lays out so much at once without a pause that one would notice.
_LONGEST_PREVIEW = 20_000


class _Row(QTreeWidgetItem):
    """A text in the list, chosen at first."""

    def __init__(self, text: RecoveredText, name: str) -> None:
        kept_at = QDateTime.fromSecsSinceEpoch(int(text.kept_at))
        when = QLocale().toString(kept_at, QLocale.FormatType.ShortFormat)
        super().__init__([name, when, whole(len(text.kept.text))])
        self.text_kept = text
        self.setCheckState(0, Qt.CheckState.Checked)
        self.setToolTip(0, plain_tip(str(text.path or "")))
        self.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @property
    def is_chosen(self) -> bool:
        return self.checkState(0) is Qt.CheckState.Checked


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
        self.texts = QTreeWidget(self)
        self.preview = QPlainTextEdit(self, readOnly=True)
        self._open = QPushButton(self.tr("&Open"), self)
        self._discard = QPushButton(self.tr("&Discard…"), self)
        self._later = QPushButton(self.tr("&Later"), self)
        self._rows = [_Row(text, text.name or self.tr("Untitled")) for text in reversed(texts)]
        self._lay_out()
        self._open.clicked.connect(self._choose)
        self._discard.clicked.connect(self._give_up)
        self._later.clicked.connect(self.reject)
        self.texts.currentItemChanged.connect(lambda item, _: self._show_preview(item))
        self.texts.itemChanged.connect(lambda *_: self._enable())
        self.texts.addTopLevelItems(self._rows)
        self.texts.setCurrentItem(self._rows[0])
        self.texts.setFocus()

    def _choose(self) -> None:
        self.chosen.emit([row.text_kept for row in reversed(self._rows) if row.is_chosen])
        self.accept()

    def _give_up(self) -> None:
        chosen = [row for row in self._rows if row.is_chosen]
        question = self.tr("Discard %Ln text(s)? This cannot be undone.", "", len(chosen))
        if not is_agreed(self, question):
            return
        self.discarded.emit([row.text_kept for row in chosen])
        self._rows = [row for row in self._rows if not row.is_chosen]
        if not self._rows:
            self.accept()
            return
        for row in chosen:
            self.texts.takeTopLevelItem(self.texts.indexOfTopLevelItem(row))
        for row in self._rows:
            row.setCheckState(0, Qt.CheckState.Checked)
        self.texts.setCurrentItem(self._rows[0])

    def _show_preview(self, row: QTreeWidgetItem | None) -> None:
        text = row.text_kept.kept.text if isinstance(row, _Row) else ""
        self.preview.setPlainText(text[:_LONGEST_PREVIEW])

    def _enable(self) -> None:
        for button in (self._open, self._discard):
            button.setEnabled(any(row.is_chosen for row in self._rows))

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
        resize_within_screen(self, 560, 420)

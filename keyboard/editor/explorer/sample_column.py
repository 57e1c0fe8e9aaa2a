"""One sample as it is written: its tokens, what is noticed about it, and the button that puts it into the text."""

import math
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from keyboard.editor.explorer.pieces import visible
from keyboard.editor.explorer.shades import surprise_shade
from keyboard.editor.explorer.token_flow import TokenFlow
from keyboard.editor.figures import bits, percent, whole
from keyboard.editor.plain_text import show_plainly
from keyboard.engine.exploration_messages.sampling import SampledToken, SampleLoop


class SampleColumn(QWidget):
    """A sample; the ground of a token is the stronger the less probable it was.

    Attributes:
        title: What it is called.
        tokens: What was drawn so far.
        notice: What is said of it.
        insert: Puts it into the text.

    Signals:
        insertion_wanted: The sample is to go into the text; what it says.
    """

    insertion_wanted = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._sampled: list[SampledToken] = []
        self._loop: SampleLoop | None = None
        self._end = ""
        heading = QLabel(title, self)
        self.tokens = TokenFlow(title, self._ground_of, self._tip_of, self)
        self.notice = QLabel(self, wordWrap=True)
        self.notice.setObjectName("explorerFacts")
        self.insert = QPushButton(self.tr("&Insert"), self)
        self.insert.setAccessibleName(self.tr("Insert {title} into the text").format(title=title))
        self.insert.setToolTip(self.tr("Puts the sample into the text at the cursor; one Undo takes it back."))
        self.insert.setEnabled(False)
        self.insert.clicked.connect(lambda _checked: self.insertion_wanted.emit(self.text))
        row = QHBoxLayout()
        row.addWidget(heading, stretch=1)
        row.addWidget(self.insert)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.tokens, stretch=1)
        layout.addWidget(self.notice)
        show_plainly(self)

    @property
    def text(self) -> str:
        """The sample's text so far."""
        return "".join(sampled.text for sampled in self._sampled)

    def add(self, sampled: SampledToken) -> None:
        """Show one more token; the view follows the end unless the reader has scrolled away from it."""
        bar = self.tokens.verticalScrollBar()
        is_at_end = bar.value() == bar.maximum()
        self._sampled.append(sampled)
        self.tokens.add_pieces([sampled.token.piece])
        if is_at_end:
            self.tokens.show_end()
        self.insert.setEnabled(bool(self.text))

    def notice_loop(self, loop: SampleLoop) -> None:
        """Say that the sample repeats itself."""
        self._loop = loop
        self._say()

    def end(self, reason: str) -> None:
        """Say why the sample is over, by a reason of `SampleEnd` or `failed`."""
        self._end = reason
        self._say()

    def data(self) -> Any:
        """Return the sample as JSON has it."""
        return {"title": self.title, "text": self.text, "tokens": self._sampled, "loop": self._loop, "end": self._end}

    def _say(self) -> None:
        loop = self._loop.sentence[:1].upper() + self._loop.sentence[1:] if self._loop else ""
        self.notice.setText("\n".join(filter(None, (loop, self._end_in_words()))))

    def _end_in_words(self) -> str:
        count = whole(len(self._sampled))
        match self._end:
            case "":
                return ""
            case "end-token":
                return self.tr("The model ended the text after token {count}.").format(count=count)
            case "window":
                return self.tr("The model's window is full after token {count}.").format(count=count)
            case "stopped":
                return self.tr("Stopped after token {count}.").format(count=count)
            case "failed":
                return self.tr("It could not go on after token {count}.").format(count=count)
            case _:
                return self.tr("Done after token {count}.").format(count=count)

    def _ground_of(self, place: int) -> QColor:
        return surprise_shade(_bits_of(self._sampled[place]))

    def _tip_of(self, place: int) -> str:
        sampled = self._sampled[place]
        return self.tr("{piece}: probability {probability}, {bits} bits; drawn with {drawn}").format(
            piece=visible(sampled.token.piece),
            probability=percent(sampled.token.probability),
            bits=bits(_bits_of(sampled)),
            drawn=percent(sampled.chosen_with),
        )


def _bits_of(sampled: SampledToken) -> float:
    return -math.log2(max(sampled.token.probability, 1e-30))

"""One button of the bar: a word, and the key that takes it."""

from PySide6.QtCore import QEvent, QKeyCombination, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from keyboard.editor.looks.theme import current_colours

_MARGIN = 10
_RADIUS = 8
_WORD_OF_USUAL_LENGTH = "everything"
_REJECT = QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Delete)


class SuggestionButton(QAbstractButton):
    """Shows a word in the middle and its shortcut in the corner; without a word it is empty, and disabled if not focused."""

    rejected = Signal(str)  # the word must never be suggested again

    def __init__(self, number: int, parent: QWidget) -> None:
        """Create the `number`th button, counted from 1."""
        super().__init__(parent)
        self.word = ""  # not the button's `text`, in which Qt would take an ampersand for a shortcut
        self.replaced = ""  # the letters before the caret that the word corrects
        self.line = ""  # the words on the second line, which probably follow the word
        self.is_line_clicked = False  # whether the click being handled is on the second line
        self._number = number
        self._font = self.font()  # not the widget's own, which a new style sheet resets
        self._height = 0
        self._keys = QKeySequence(f"Ctrl+{number}").toString(QKeySequence.SequenceFormat.NativeText)
        # Reached with Tab from the slider, while a click leaves the cursor in the text.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_word("")

    def set_word(self, word: str, replaced: str = "") -> None:
        """Show a word and the letters that it corrects, or nothing."""
        if (word, replaced) != (self.word, self.replaced):
            self.line = ""
        self.word, self.replaced = word, replaced
        self.update()
        # A disabled button would lose the focus, which has to find the next word here.
        self.setEnabled(bool(word) or self.hasFocus())
        self._show_tip()
        name = self.tr("Suggestion {number}: {word}") if word else self.tr("Suggestion {number}: none")
        self.setAccessibleName(name.format(number=self._number, word=self.description))

    def set_line(self, line: str) -> None:
        """Show the words that follow on a second line, or nothing; the word stays in its place."""
        if line != self.line:
            self.line = line
            self.update()
            self._show_tip()

    def set_look(self, font: QFont, height: int) -> None:
        """Show the word in this font, on a button of this height in pixels."""
        self._font = font
        self._height = height
        self.updateGeometry()
        self.update()

    def set_keys(self, keys: str) -> None:
        """Show which keys take the word; "" if none do."""
        self._keys = keys
        self._show_tip()
        self.update()

    @property
    def description(self) -> str:
        """A description of the word and what it replaces, or ""."""
        if not self.replaced:
            return self.word
        return self.tr("{word}, replaces {letters}").format(word=self.word, letters=self.replaced)

    @property
    def comfortable_width(self) -> int:
        """The width of a button with room for most words, in pixels."""
        return QFontMetrics(self._font).horizontalAdvance(_WORD_OF_USUAL_LENGTH) + 2 * _MARGIN

    def sizeHint(self) -> QSize:
        """Return the set height, but at least the font's; the bar distributes the width."""
        return QSize(120, max(self._height, QFontMetrics(self._font).height() + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(70, self.sizeHint().height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.word:
            self.rejection_menu().popup(event.globalPos())

    def rejection_menu(self) -> QMenu:
        """Return the menu of a right click, for the word that is shown now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("&Never suggest “{word}”").format(word=self.word.replace("&", "&&"))
        reject = menu.addAction(title)
        reject.setShortcut(_REJECT)
        reject.triggered.connect(lambda _checked, word=self.word: self.rejected.emit(word))
        return menu

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Disable the button if it has no word."""
        super().focusOutEvent(event)
        self.setEnabled(bool(self.word))

    def event(self, event: QEvent) -> bool:
        """Take Shift+Delete, which cuts text elsewhere, for the button."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_rejection(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_rejection(event):
            self.rejected.emit(self.word)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell a click on the second line from one on the word."""
        self.is_line_clicked = bool(self.line) and self._line_place().contains(event.position().toPoint())
        super().mouseReleaseEvent(event)
        self.is_line_clicked = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Treat a double click as one click: at the second click the button already has another word."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current_colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = bool(self.word) and (self.isDown() or self.underMouse())
        painter.setBrush(QColor(colours.button_hover if is_lit else colours.button if self.word else colours.window))
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.border), width))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        if self.word:
            self._draw_texts(painter)

    def _show_tip(self) -> None:
        keys = f"  ({self._keys})" if self._keys else ""
        line = (
            "\n" + self.tr("A click on the line below takes “{words}” too.").format(words=self.line) if self._has_line() else ""
        )
        self.setToolTip(self.description + keys + line if self.word else "")

    def _is_rejection(self, event: QKeyEvent) -> bool:
        return bool(self.word) and event.keyCombination().toCombined() == _REJECT.toCombined()

    @property
    def _small_font(self) -> QFont:
        small = QFont(self._font)
        small.setPointSizeF(self._font.pointSizeF() * 0.6)
        return small

    def _has_line(self) -> bool:
        return bool(self.line) and not self._line_place().isEmpty()

    def _line_place(self) -> QRect:
        """Return the rectangle of the second line, below the word; it is empty if there is no room."""
        height = QFontMetrics(self._small_font).height()
        top = self.rect().center().y() + (QFontMetrics(self._font).height() + 1) // 2
        place = QRect(_MARGIN, top, self.width() - 2 * _MARGIN, self.height() - 2 - top)
        return place if place.height() >= height - 1 and place.width() >= 3 * height else QRect()

    def _draw_texts(self, painter: QPainter) -> None:
        colours = current_colours()
        small = self._small_font
        shortcut_width = QFontMetrics(small).horizontalAdvance(self._keys) + 6
        word_width = QFontMetrics(self._font).horizontalAdvance(self.word)
        corner = self.rect().adjusted(_MARGIN, 0, -_MARGIN, 0)
        middle = self.rect().adjusted(_MARGIN, 0, -_MARGIN, 0)
        # The word stays in the middle until it would touch the shortcut; then it moves aside, then the shortcut goes.
        has_room = word_width + shortcut_width <= middle.width()
        if has_room and word_width + 2 * shortcut_width > middle.width():
            middle.setRight(middle.right() - shortcut_width)
        word = QFontMetrics(self._font).elidedText(self.word, Qt.TextElideMode.ElideMiddle, middle.width())
        painter.setFont(self._font)
        painter.setPen(QColor(colours.text))
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, word)
        if self._has_line():
            self._draw_line(painter, small)
        if self.replaced:
            self._draw_letters(painter, middle, QFontMetrics(self._font).horizontalAdvance(word), small)
        if not has_room:
            return
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        painter.drawText(corner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._keys)

    def _draw_line(self, painter: QPainter, font: QFont) -> None:
        place = self._line_place()
        painter.setFont(font)
        painter.setPen(QColor(current_colours().muted))
        line = QFontMetrics(font).elidedText(self.line, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, line)

    def _draw_letters(self, painter: QPainter, middle: QRect, word_width: int, font: QFont) -> None:
        """Draw the letters that the word replaces, struck out, in the left corner; underline the word if they have no room."""
        colours = current_colours()
        room = (middle.width() - word_width) // 2 - 6
        painter.setPen(QColor(colours.muted))
        font = QFont(font)
        font.setStrikeOut(True)
        if QFontMetrics(font).horizontalAdvance(self.replaced) <= room:
            painter.setFont(font)
            painter.drawText(middle, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.replaced)
            return
        below = middle.center().y() + QFontMetrics(self._font).height() // 2
        painter.setPen(QPen(QColor(colours.muted), 1, Qt.PenStyle.DotLine))
        painter.drawLine(middle.center().x() - word_width // 2, below, middle.center().x() + word_width // 2, below)

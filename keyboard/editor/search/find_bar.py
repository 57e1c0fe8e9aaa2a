"""Finding and replacing: one line for the search, one for the replacement, and the matches marked in the text."""

from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import islice, takewhile

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextBlock
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QTextEdit, QWidget

from keyboard.editor.accessibility import announce
from keyboard.editor.looks.theme import current_colours
from keyboard.editor.search.match_finder import MatchFinder, lines_from
from keyboard.editor.search.replace_all import ReplaceAll
from keyboard.editor.search.search import Match, Matches, Search, SearchError
from keyboard.editor.text.marks import highlight
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import selection


class FindFields(QObject):
    """The fields of the find bar, which lay themselves out."""

    search_changed = Signal()  # the text or an option changed

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self._bar = bar
        self.wanted = self._field(self.tr("Find"))
        self.replacement = self._field(self.tr("Replace with"))
        self.match_case = self._switch("Aa", self.tr("Match case"))
        self.whole_words = self._switch("|ab|", self.tr("Whole words"))
        self.is_regex = self._switch(".*", self.tr("Regular expression"))
        self.previous_button = self._button("↑", self.tr("Previous"))
        self.next_button = self._button("↓", self.tr("Next"))
        self.close_button = self._button("✕", self.tr("Close"))
        self.replace_button = QPushButton(self.tr("Replace"), bar)
        self.replace_all_button = QPushButton(self.tr("Replace All"), bar)
        self._said = QLabel(bar)
        self._said.setWordWrap(True)
        self._lay_out()
        self.wanted.textChanged.connect(self.search_changed)
        for switch in (self.match_case, self.whole_words, self.is_regex):
            switch.toggled.connect(self.search_changed)
        self.show_replacement(shown=False)

    def search(self) -> Search | None:
        """Return the search, or None if the field is empty; raise `SearchError` for an invalid expression."""
        if not self.wanted.text():
            return None
        return Search(
            self.wanted.text(),
            match_case=self.match_case.isChecked(),
            whole_words=self.whole_words.isChecked(),
            is_regex=self.is_regex.isChecked(),
        )

    def say(self, sentence: str) -> None:
        if sentence and sentence != self._said.text():
            announce(self._bar, sentence)
        self._said.setText(sentence)

    def show_progress(self, sentence: str) -> None:
        """Show the progress, which a screen reader need not repeat."""
        self._said.setText(sentence)

    def show_replacement(self, *, shown: bool) -> None:
        for widget in (self.replacement, self.replace_button, self.replace_all_button):
            widget.setVisible(shown)

    def show_stop(self, *, shown: bool) -> None:
        """Turn the Replace All button into Stop and disable the rest, or restore them."""
        self.replace_all_button.setText(self.tr("Stop") if shown else self.tr("Replace All"))
        for widget in (self.wanted, self.replacement, self.replace_button, self.next_button, self.previous_button):
            widget.setEnabled(not shown)

    def _field(self, title: str) -> QLineEdit:
        field = QLineEdit(self._bar, placeholderText=title)
        field.setAccessibleName(title)
        return field

    def _button(self, sign: str, title: str) -> QPushButton:
        button = QPushButton(sign, self._bar)
        button.setObjectName("findButton")
        button.setToolTip(title)
        button.setAccessibleName(title)
        return button

    def _switch(self, sign: str, title: str) -> QPushButton:
        button = self._button(sign, title)
        button.setCheckable(True)
        return button

    def _lay_out(self) -> None:
        layout = QGridLayout(self._bar)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(6)
        layout.addWidget(self.wanted, 0, 0)
        ways = (self.match_case, self.whole_words, self.is_regex, self.previous_button, self.next_button, self.close_button)
        for column, button in enumerate(ways, start=1):
            layout.addWidget(button, 0, column)
        layout.addWidget(self.replacement, 1, 0)
        layout.addWidget(self.replace_button, 1, 1, 1, 3)
        layout.addWidget(self.replace_all_button, 1, 4, 1, 3)
        layout.addWidget(self._said, 2, 0, 1, 7)
        layout.setColumnStretch(0, 1)


_SOURCE = "find"
_MOST_MARKED = 500
_ALPHA = 70
_COUNT_DELAY_MS = 150


class FindBar(QFrame):
    """Finds a text forwards and backwards, wrapping around at the end, and replaces it.

    The text is searched on other threads, so that the window keeps responding.
    """

    closed = Signal()  # the user has closed it

    def __init__(self, editor: TextArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._editor = editor
        self.fields = FindFields(self)
        self._said = ""  # what happened last, before the count
        self._moves_waiting: deque[bool] = deque()  # for the search that is under way; whether each goes backward
        self._seeking, self._counting, self._marking = (MatchFinder(editor.document(), self) for _ in range(3))
        self._replacing = ReplaceAll(editor)
        self._replacing.progressed.connect(self._show_progress)
        self._replacing.ended.connect(self._show_end)
        self._count_soon = QTimer(self, singleShot=True, interval=_COUNT_DELAY_MS)
        self._count_soon.timeout.connect(self._count)
        editor.textChanged.connect(self._follow_text)
        editor.verticalScrollBar().valueChanged.connect(self._mark_matches_in_view)
        fields = self.fields
        fields.search_changed.connect(self._look_from_start_of_selection)
        fields.wanted.returnPressed.connect(self.find_next)
        fields.replacement.returnPressed.connect(self.replace)
        for button, act in (
            (fields.next_button, self.find_next),
            (fields.previous_button, self.find_previous),
            (fields.replace_button, self.replace),
            (fields.replace_all_button, self.replace_all),
            (fields.close_button, self.close_bar),
        ):
            button.clicked.connect(lambda _checked, act=act: act())
        self.hide()

    def open_bar(self, *, with_replacement: bool = False) -> None:
        """Show the bar, with the selected text if it lies within a line, and with the replacement's line on request."""
        selected = self._editor.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.fields.wanted.setText(selected)
        self.fields.show_replacement(shown=with_replacement)
        self.show()
        self.fields.wanted.setFocus()
        self.fields.wanted.selectAll()
        self._follow_text()

    def open_to_replace(self) -> None:
        self.open_bar(with_replacement=True)

    def close_bar(self) -> None:
        self.hide()
        self._moves_waiting.clear()
        for work in (self._replacing, self._seeking, self._counting, self._marking):
            work.stop()
        self._editor.marks.show(_SOURCE, ())
        self._editor.setFocus()
        self.closed.emit()

    def find_next(self) -> None:
        """Select the next match after the cursor, or the first in the text."""
        self._move(backward=False)

    def find_previous(self) -> None:
        """Select the last match before the cursor, or the last in the text."""
        self._move(backward=True)

    def replace(self) -> None:
        """Replace the selected match, as one undo step, and go to the next; if none is selected, find it first."""
        search = self._search(checks_replacement=True)
        if search is None:
            return
        cursor = self._editor.textCursor()
        selected = Match(cursor.selectionStart(), cursor.selectionEnd())

        def take(found: Matches) -> bool:
            place = next((place for place, match in enumerate(found) if match == selected), None)
            if place is None:
                return True
            cursor.insertText(found.replacements[place])
            self._editor.setTextCursor(cursor)
            self._find(backward=False)
            return False

        line = self._editor.document().findBlock(selected.start)
        self._seeking.start(
            search, [line], take, self.find_next, self._give_up, self.replace, replacement=self.fields.replacement.text()
        )

    def replace_all(self) -> None:
        """Replace all matches as one undo step and show their number, or stop a replacement that is under way."""
        if self._replacing.is_replacing:
            self._replacing.stop()
            return
        search = self._search(checks_replacement=True)
        if search is not None:
            self._replacing.start(search, self.fields.replacement.text(), self._give_up)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._mark_matches_in_view()

    def _search(self, *, checks_replacement: bool = False) -> Search | None:
        """Return the search, or None if it is empty or invalid; show what is wrong with it."""
        try:
            search = self.fields.search()
            if search and checks_replacement:
                search.check_replacement(self.fields.replacement.text())
        except SearchError as error:
            self._counting.stop()
            self._count_soon.stop()
            self.fields.say(str(error))
            return None
        return search

    def _look_from_start_of_selection(self) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._editor.setTextCursor(cursor)
        self.fields.say("")
        self._said = ""
        self._moves_waiting.clear()
        self._seeking.stop()
        self._replacing.stop()
        if search := self._search():
            self._seek(search, cursor.position(), "", backward=False)
        else:
            self._mark_matches_in_view()

    def _move(self, *, backward: bool) -> None:
        """Find at once, or once the search that is under way has ended."""
        if self._seeking.is_under_way:
            self._moves_waiting.append(backward)
        else:
            self._find(backward=backward)

    def _find(self, *, backward: bool) -> None:
        if not self.fields.wanted.text():
            self.open_bar()
        elif (search := self._search()) is not None:
            cursor = self._editor.textCursor()
            here = cursor.selectionStart() if backward else cursor.selectionEnd()
            # Past an empty match at the cursor, or the next one would be the same again.
            self._seek(search, here, "", backward=backward, but=None if cursor.hasSelection() else Match(here, here))

    def _seek(self, search: Search, start: int, said: str, *, backward: bool, but: Match | None = None) -> None:
        """Select the nearest match in a direction, from the other end if there is none."""
        document = self._editor.document()

        def take(found: Matches) -> bool:
            matches = [match for match in found if match.end <= start] if backward else [m for m in found if m.start >= start]
            match = next((match for match in (reversed(matches) if backward else matches) if match != but), None)
            if match is None:
                return True
            self._editor.setTextCursor(selection(document, match.start, match.end))
            self._said = said
            self._follow_text()
            make_next_move()
            return False

        def make_next_move() -> None:
            if self._moves_waiting:
                self._find(backward=self._moves_waiting.popleft())

        def end() -> None:
            if said:
                self._follow_text()
                make_next_move()
            else:
                other_end = document.characterCount() - 1 if backward else 0
                self._seek(search, other_end, self.tr("from the other end"), backward=backward)

        again = partial(self._seek, search, start, said, backward=backward, but=but)
        self._seeking.start(search, lines_from(document, start, backward=backward), take, end, self._give_up, again)

    def _give_up(self, error: SearchError) -> None:
        self._moves_waiting.clear()
        self._count_soon.stop()
        self._marking.stop()
        self._editor.marks.show(_SOURCE, ())
        self.fields.say(str(error))

    def _show_progress(self, replaced: int, matches: int) -> None:
        self.fields.show_stop(shown=True)
        self._said = ""
        self.fields.show_progress(self.tr("{replaced} of {matches} replaced …").format(replaced=replaced, matches=matches))

    def _show_end(self, replaced: int, is_whole: bool) -> None:
        self.fields.show_stop(shown=False)
        self._said = self.tr("{count} replaced").format(count=replaced) if replaced else ""
        if not is_whole:
            self._said = self.tr("stopped after {count}; Undo reverts them").format(count=replaced)
        self._follow_text()

    def _follow_text(self) -> None:
        """Mark the matches again, and count them once typing pauses."""
        self._counting.stop()
        if self.isVisible() and not self._replacing.is_replacing:
            self._mark_matches_in_view()
            self._count_soon.start()

    def _count(self) -> None:
        if not self.isVisible() or (search := self._search()) is None:
            return
        count = 0

        def take(found: Matches) -> bool:
            nonlocal count
            count += len(found)
            return True

        def end() -> None:
            said = self.tr("%Ln match(es)", "", count) if count else self.tr("not found")
            # Replacing all leaves no match, which is not a failure.
            self.fields.say(f"{said}, {self._said}" if self._said and count else self._said or said)

        self._counting.start(search, lines_from(self._editor.document(), 0), take, end, self._give_up, self._count)

    def _mark_matches_in_view(self) -> None:
        """Mark the matches in the visible lines; a long text costs no more than a short one."""
        self._marking.stop()
        if not self.isVisible() or (search := self._search()) is None:
            self._editor.marks.show(_SOURCE, ())
            return
        viewport = self._editor.viewport()
        first = self._editor.cursorForPosition(viewport.rect().topLeft()).position()
        last = self._editor.cursorForPosition(viewport.rect().bottomRight()).position()
        marks: list[QTextEdit.ExtraSelection] = []

        def take(found: Matches) -> bool:
            in_view = (match for match in found if first <= match.end and match.start <= last and match.start < match.end)
            marks.extend(self._mark(match) for match in islice(in_view, _MOST_MARKED - len(marks)))
            if len(marks) == _MOST_MARKED:
                end()
            return len(marks) < _MOST_MARKED

        def end() -> None:
            self._editor.marks.show(_SOURCE, marks)

        def lines() -> Iterator[QTextBlock]:
            return takewhile(lambda block: block.position() <= last, lines_from(self._editor.document(), first))

        self._marking.start(search, lines(), take, end, lambda _: end(), self._mark_matches_in_view)

    def _mark(self, match: Match) -> QTextEdit.ExtraSelection:
        return highlight(selection(self._editor.document(), match.start, match.end), QColor(current_colours().accent), _ALPHA)

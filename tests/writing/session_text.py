"""The smallest front end of a typing session: a text that is two strings, with the caret between them."""

from dataclasses import dataclass, field
from itertools import count

from keyboard.storage.languages import ENGLISH
from keyboard.writing.cursor import insertion_of, split_at_cursor
from keyboard.writing.edits import Surroundings
from keyboard.writing.query import Correction, Suggestion, Suggestions
from keyboard.writing.session import TypingSession

_IDS = count(1)


def offer(session, before, *words, correction=None):
    """Let an engine answer that these words fit after `before`, and what its last word should be."""
    split = split_at_cursor(before)
    insertions = [(word, insertion_of(word, split)) for word in words]
    suggestions = tuple(Suggestion(word, 0.2, insertion.replace, insertion.text) for word, insertion in insertions)
    query_id = next(_IDS)
    session.offer.await_answer(query_id)
    session.offer.answer(
        Suggestions(query_id, split.context, split.prefix, suggestions, 0, 0.0, correction=correction, language=ENGLISH)
    )


@dataclass
class SessionText:
    """A text that a session types into, with the steps that Undo takes back."""

    before: str = ""
    after: str = ""
    session: TypingSession = field(default_factory=TypingSession)
    steps: list = field(default_factory=list)
    undone: list = field(default_factory=list)
    outcomes: list = field(default_factory=list)

    @property
    def around(self):
        return Surroundings(self.before, self.after.split("\n")[0])

    @property
    def text(self):
        return self.before + self.after

    @property
    def learnt(self):
        return [learnt.word for outcome in self.outcomes for learnt in outcome.learnt]

    def keys(self, text):
        """Press the key of each character; "\\b" is Backspace."""
        for character in text:
            if character == "\b":
                self.backspace()
            else:
                self.type(character)

    def type(self, text):
        self.make(self.session.type(text, self.around, keys=len(text)))

    def commit(self, text):
        self.type(text)

    def backspace(self):
        if self.before:
            self.make(self.session.backspace(self.around))

    def delete(self):
        if self.after:
            is_line_end = self.after.startswith("\n")
            self.make(self.session.delete(self.around))
            self.after = self.after[is_line_end:]

    def tap(self, word):
        offer(self.session, self.before, word)
        self.make(self.session.take(0, self.around))

    def means(self, word, probability=0.999, replace=None):
        """Let the engine name the letters before the caret a slip for a word."""
        length = len(split_at_cursor(self.before).prefix) if replace is None else replace
        offer(self.session, self.before, correction=Correction(word, probability, length))

    def is_offered(self, *words):
        """Ask the engine as a front end does, let it answer, and return what the buttons show."""
        query = self.session.query(self.around, 3, 3)
        offer(self.session, self.before, *words[: query.count])
        return [suggestion.word for suggestion in self.session.offer.suggestions]

    def take(self, place):
        self.make(self.session.take(place, self.around))

    def left(self):
        if self.before:
            self.before, self.after = self.before[:-1], self.before[-1] + self.after
            self.session.caret_moved()

    def right(self):
        if self.after:
            self.before, self.after = self.before + self.after[0], self.after[1:]
            self.session.caret_moved()

    def paste(self, text):
        self._remember(joins=False)
        self.before += text
        self.session.text_replaced(self.around)

    def undo(self):
        self._exchange(self.steps, self.undone)

    def redo(self):
        self._exchange(self.undone, self.steps)

    def make(self, outcome):
        edit = outcome.edit
        if edit.before or edit.after or edit.text:
            self._remember(joins=edit.joins)
        around = self.around
        self.before, self.after = edit.applied(around), self.after[edit.after + max(edit.skip, 0) :]
        self.outcomes.append(outcome)

    def _remember(self, *, joins):
        if not (joins and self.steps):
            self.steps.append(self.text)
        self.undone.clear()

    def _exchange(self, taken, kept):
        if taken:
            kept.append(self.text)
            text = taken.pop()
            self.before, self.after = text, ""
            self.session.text_replaced(self.around)

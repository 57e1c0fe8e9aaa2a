"""The smallest front end of a typing session: a text that is two strings, with the caret between them."""

from dataclasses import dataclass, field
from itertools import count

from keyboard.storage.languages import ENGLISH
from keyboard.writing.cursor import insertion_of, split_at_cursor
from keyboard.writing.edits import Surroundings
from keyboard.writing.query import Correction, FollowingWord, Suggestion, Suggestions
from keyboard.writing.session import TypingSession

_IDS = count(1)


def offer(session, before, *words, correction=None, probability=0.2, language=ENGLISH):
    """Let an engine answer that these words fit after `before`, and what its last word should be.

    "meeting tomorrow" is the word "meeting", which "tomorrow" follows as probably as `probability` says of each.
    """
    split = split_at_cursor(before)
    suggestions = tuple(_suggestion(words.split(" "), split, probability) for words in words)
    query_id = next(_IDS)
    session.offer.await_answer(query_id)
    session.offer.answer(
        Suggestions(query_id, split.context, split.prefix, suggestions, 0, 0.0, correction=correction, language=language)
    )


def _suggestion(words, split, probability):
    insertion = insertion_of(words[0], split)
    following = tuple(FollowingWord(word, probability) for word in words[1:])
    return Suggestion(words[0], probability, insertion.replace, insertion.text, following)


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
        self.make(self.session.backspace(self.around))

    def delete(self):
        is_line_end = self.after.startswith("\n")
        self.make(self.session.delete(self.around))
        self.after = self.after[is_line_end:]

    def tap(self, word):
        offer(self.session, self.before, word)
        self.make(self.session.take(0, self.around))

    def means(self, word, probability=0.999, replace=None, *, is_only_offered=False):
        """Let the engine name the letters before the caret a slip for a word."""
        length = len(split_at_cursor(self.before).prefix) if replace is None else replace
        offer(self.session, self.before, correction=Correction(word, probability, length, is_only_offered))

    def is_offered(self, *words):
        """Ask the engine as a front end does, let it answer, and return what the buttons show."""
        query = self.session.query(self.around, 3, 3)
        offer(self.session, self.before, *words[: query.count])
        return [suggestion.word for suggestion in self.session.offer.suggestions]

    def take(self, place):
        self.make(self.session.take(place, self.around))

    @property
    def gray(self):
        return self.session.continuation.text

    def pauses(self, *words, probability=0.9):
        """Let the engine answer, and the pause of typing go by in which the continuation is shown."""
        offer(self.session, self.before, *words, probability=probability)
        self.session.update_continuation(self.around, is_pause=True)

    def hurries(self, *words, probability=0.9):
        """Let the engine answer while the writer types on."""
        offer(self.session, self.before, *words, probability=probability)
        self.session.update_continuation(self.around, is_pause=False)

    def take_word(self):
        if outcome := self.session.take_word(self.around):
            self.make(outcome)
        return outcome is not None

    def take_all(self):
        if outcome := self.session.take_all(self.around):
            self.make(outcome)
        return outcome is not None

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

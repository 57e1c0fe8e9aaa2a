"""What the suggestion buttons show: which answer counts, when the words are void, and what stays in its place."""

import time
from collections.abc import Callable, Sequence

from keyboard.writing.query import Suggestion, Suggestions

# For so long after a key a person may still mean the words that were shown before it.
_PATIENCE_S = 0.3


class Offer:
    """The words on the buttons. They belong to the text at the caret: any change makes them void until the next answer.

    Attributes:
        suggestions: What the buttons show, in their order.
        answered: The newest answer about the text as it is; None as long as there is none.
        kept: A correction of the word before that the last button keeps, or None; the session sets it with its query.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.suggestions: tuple[Suggestion, ...] = ()
        self.answered: Suggestions | None = None
        self.kept: Suggestion | None = None
        self._clock = clock
        self._awaited_id = 0
        self._shown_id = 0
        self._is_hidden = False
        self._hidden_context: str | None = None
        self._lost_words_at: float | None = None
        self._tab_took_word = False

    @property
    def is_hidden(self) -> bool:
        """Whether no words are shown until the next word begins."""
        return self._is_hidden

    def await_answer(self, query_id: int) -> None:
        """Accept the answers to this query alone."""
        self._awaited_id = query_id

    def void(self) -> None:
        """Discard the words, because the text has changed."""
        self._awaited_id = 0
        self.answered = None
        if self.suggestions:
            self._lost_words_at = self._clock()
        self.suggestions = ()

    def hide(self) -> None:
        """Show no words until the next word begins."""
        self._is_hidden, self._hidden_context = True, None
        self._lost_words_at = None
        self.suggestions = ()

    def answer(self, answer: Suggestions, *, is_pressed: bool = False) -> bool:
        """Show an answer, and return whether it concerns the text as it is.

        A better answer to the same query leaves the words that are shown already in their places, and changes nothing while a
        button `is_pressed`.
        """
        if answer.id != self._awaited_id:
            return False
        self._lost_words_at = None
        self.answered = answer
        if self._stays_hidden(answer.context):
            self.suggestions = ()
            return True
        is_better = answer.id == self._shown_id
        if is_better and is_pressed:
            return False
        self._shown_id = answer.id
        shown = [suggestion for suggestion in self.suggestions if suggestion is not self.kept] if is_better else ()
        self.suggestions = arranged(answer.suggestions, shown) + ((self.kept,) if self.kept else ())
        return True

    def tab_takes_word(self, *, is_held: bool) -> bool:
        """Return whether Tab means a word: one is shown, or the words of a moment ago were meant.

        Such a Tab inserts no tab: it would stand in the text where a word was meant. A Tab that is held down means what its first
        press meant.
        """
        if not is_held:
            is_awaited = self._lost_words_at is not None and self._clock() - self._lost_words_at < _PATIENCE_S
            self._tab_took_word = bool(self.suggestions) or is_awaited
        return self._tab_took_word

    def _stays_hidden(self, context: str) -> bool:
        """Return whether the words stay hidden: the first answer after `hide` names the word's context, another one ends it."""
        if self._is_hidden and self._hidden_context is None:
            self._hidden_context = context
        self._is_hidden = self._is_hidden and context == self._hidden_context
        return self._is_hidden


def arranged(better: Sequence[Suggestion], shown: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Return `better` with the words that are shown already in their old places, and the others in the places left, best first.

    A word does not move away under a finger that is about to tap it.
    """
    old_places = {suggestion.word: place for place, suggestion in enumerate(shown) if place < len(better)}
    new = iter([suggestion for suggestion in better if suggestion.word not in old_places])
    kept = {old_places[suggestion.word]: suggestion for suggestion in better if suggestion.word in old_places}
    return tuple(kept[place] if place in kept else next(new) for place in range(len(better)))

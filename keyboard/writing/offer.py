"""What the suggestion buttons show: which answer counts, when the words become void, and which keep their places."""

import time
from collections.abc import Callable, Collection, Sequence

from keyboard.writing.query import Suggestion, Suggestions

# How long after a key a person may still mean the words that were shown before it.
_PATIENCE_S = 0.3


class Offer:
    """The words on the buttons. They belong to the text at the caret: any change makes them void until the next answer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.suggestions: tuple[Suggestion, ...] = ()  # in the order of the buttons
        self.answered: Suggestions | None = None  # the newest answer about the present text
        self.language = ""  # the code of the last answer's language
        # A correction of the previous word that stays on the last button; the session sets it with its query.
        self.kept: Suggestion | None = None
        self._latest: tuple[Suggestion, ...] = ()
        self._clock = clock
        self._awaited_id = 0
        self._shown_id = 0
        self.is_hidden = False
        self._hidden_context: str | None = None
        self._lost_words_at: float | None = None
        self._tab_took_word = False

    def await_answer(self, query_id: int) -> None:
        """Accept only the answers to this query."""
        self._awaited_id = query_id

    def void(self) -> None:
        """Discard the words, because the text has changed."""
        self._awaited_id = 0
        self.answered = None
        if self.suggestions:
            self._lost_words_at = self._clock()
        self.suggestions = ()

    def hide(self) -> None:
        self.is_hidden, self._hidden_context = True, None
        self._lost_words_at = None
        self.suggestions = ()

    def answer(self, answer: Suggestions, *, held: Collection[int] = ()) -> bool:
        """Show an answer, and return whether it is for the present text.

        A better answer to the same query keeps in their places the words that are already shown, and those at the places `held`,
        which somebody points at or presses, even if it lacks them. `release` lets these go.
        """
        if answer.id != self._awaited_id:
            return False
        self._lost_words_at = None
        self.answered = answer
        self.language = answer.language
        if self._stays_hidden(answer.context):
            self.suggestions = ()
            return True
        is_better = answer.id == self._shown_id
        self._shown_id = answer.id
        self._latest = answer.suggestions
        self.suggestions = self._arranged(self.suggestions if is_better else (), held)
        return True

    def release(self, held: Collection[int]) -> bool:
        """Show the latest answer's words where nothing holds another word any longer; return whether any have changed."""
        shown = self.suggestions
        if shown:
            self.suggestions = self._arranged(shown, held)
        return self.suggestions != shown

    def tab_takes_word(self, *, is_held: bool) -> bool:
        """Return whether Tab means a word: one is shown, or the words of a moment ago were meant.

        Such a Tab inserts no tab character, because a word was meant. A Tab that is held down means what its first press meant.
        """
        if not is_held:
            is_awaited = self._lost_words_at is not None and self._clock() - self._lost_words_at < _PATIENCE_S
            self._tab_took_word = bool(self.suggestions) or is_awaited
        return self._tab_took_word

    def _arranged(self, shown: Sequence[Suggestion], held: Collection[int]) -> tuple[Suggestion, ...]:
        """Return the latest answer's words in their places, with the kept correction in the last place."""
        words = [suggestion for suggestion in shown if suggestion is not self.kept]
        return arranged(self._latest, words, held) + ((self.kept,) if self.kept else ())

    def _stays_hidden(self, context: str) -> bool:
        """Return whether the words stay hidden: the first answer after `hide` names the word's context, another one ends it."""
        if self.is_hidden and self._hidden_context is None:
            self._hidden_context = context
        self.is_hidden = self.is_hidden and context == self._hidden_context
        return self.is_hidden


def arranged(better: Sequence[Suggestion], shown: Sequence[Suggestion], held: Collection[int] = ()) -> tuple[Suggestion, ...]:
    """Return `better` with the words that are already shown in their old places, and the others in the places left, best first.

    A word does not move away from a finger that is about to tap it. At the places `held` it stays even if `better` lacks it; the
    last of the others then has no place.
    """
    kept = {place: shown[place] for place in held if place < len(shown)}
    held_words = {suggestion.word for suggestion in kept.values()}
    count = max(len(better), *(place + 1 for place in kept)) if kept else len(better)
    best = [suggestion for suggestion in better if suggestion.word not in held_words][: count - len(kept)]
    by_word = {suggestion.word: suggestion for suggestion in best}
    for place, suggestion in enumerate(shown[:count]):
        if place not in kept and suggestion.word in by_word:
            kept[place] = by_word.pop(suggestion.word)
    rest = [suggestion for place, suggestion in enumerate(shown) if place not in kept and suggestion not in kept.values()]
    new = iter([*by_word.values(), *rest])
    return tuple(kept[place] if place in kept else next(new) for place in range(count))

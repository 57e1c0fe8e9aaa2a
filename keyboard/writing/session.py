"""The typing session: what keys, commits and taps do to a text, without knowing where the text is.

A front end tells the session what has happened, with the text around the caret, and makes the edit that comes back. It asks the
engine the query, hands in the answers, and shows what the session offers. An editor, an input method, a language server and the
typist of `keyboard evaluate` do the same with it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from keyboard.writing.addresses import Seam, seam_after
from keyboard.writing.capitals import AutomaticCapitals, Respelling
from keyboard.writing.continuation import Continuation
from keyboard.writing.corrections import Corrections, Replacement, Slip
from keyboard.writing.edits import Edit, Surroundings, replacing_edit, tap_edit
from keyboard.writing.key_counts import KeyCounts
from keyboard.writing.language import ANY, Language
from keyboard.writing.learning import Learner, LearntWord
from keyboard.writing.offer import Offer
from keyboard.writing.query import Query
from keyboard.writing.soft_space import AfterTap, key_effect
from keyboard.writing.words import rest_of_word

# This many characters before the caret tell whether the text is as the session has left it.
_KNOWN_LENGTH = 256


@dataclass(frozen=True)
class Outcome:
    """The session's answer to an event."""

    edit: Edit  # the change of the text
    is_native: bool = False  # the key does just this by itself, so the front end may leave it to the program
    learnt: tuple[LearntWord, ...] = ()  # settled words, in order
    counts: KeyCounts = field(default_factory=KeyCounts)  # for the statistics
    corrected: Slip | None = None  # a slip that the key also replaced; its word begins the edit's text


class TypingSession:
    """Decides what happens to one text as it is typed.

    All lengths are in characters. After `type`, `backspace`, `delete`, `made` or `take` the session assumes that the front end
    has made the edit. If the text before the caret is another one, the session notices and treats it as new.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.offer = Offer(clock)
        self.capitals = AutomaticCapitals()
        self.corrections = Corrections()
        self.continuation = Continuation()
        self.brings_space = True  # a tap inserts a space after the word
        self.languages: tuple[str, ...] = ()  # see `Query.languages`
        self.looks_ahead = True  # see `Query.look_ahead`
        self._is_private = False
        self._learner = Learner()
        self.after_tap = AfterTap.NOTHING
        self._seam: Seam | None = None  # of the last tapped word and what was typed after it
        self._known: str | None = None  # the text before the caret as the session has left it
        self._is_step_open = False

    @property
    def is_private(self) -> bool:
        return self._is_private

    @is_private.setter
    def is_private(self, is_private: bool) -> None:
        self._is_private = is_private
        self._learner.forget()

    @property
    def language(self) -> Language:
        """The language that the text is in, by the engine's last answer; before that the likeliest one."""
        return self.corrections.languages.get(self.offer.language or next(iter(self.languages), ""), ANY)

    def type(self, text: str, around: Surroundings, *, keys: int = 1, is_commit: bool = False) -> Outcome:
        """Return what typing `text` does: one character of a key, or what an input method commits for `keys` keys.

        A line end is "\\n".
        """
        is_known = self._check_place(around)
        if not around.selection and self.capitals.was_deletion(text, is_commit=is_commit):
            return self._type_instead(text, around, keys)
        after_tap = AfterTap.NOTHING if around.selection else self.after_tap
        respelling: Respelling | None = None
        typed = text
        if len(text) == 1:
            typed, respelling = self.capitals.type(text, around, self.language)
        else:
            self.capitals.forget_change()
        before = _respelt(around.before, respelling)
        changed_from = respelling.place if respelling else len(before)
        correction: Replacement | None = None
        if is_known and len(text) == 1 and not respelling:
            correction = self.corrections.type(typed, around, self.offer.answered)
        else:
            self.corrections.leave()
        if correction:
            changed_from = len(before) - correction.length
            before = before[:changed_from] + correction.text
        effect = key_effect(after_tap, before, typed, self.language)
        kept = min(len(before) - effect.replaced, changed_from)
        inserted = before[kept : len(before) - effect.replaced] + effect.text
        edit = Edit(len(around.before) - kept, 0, inserted)
        self.capitals.note_edit(len(effect.text) - effect.replaced)
        if correction:
            self._seam = None
        rejoined = self._follow_seam(text, edit, around)
        edit = rejoined or edit
        is_plain = edit == Edit(text=typed)
        is_within_line = typed not in {"\n", "\t"}
        goes_on = is_known and self._is_step_open and (typed.isspace() or not around.before[-1:].isspace()) and is_within_line
        edit = replace(edit, joins=is_plain and goes_on and not around.selection)
        corrected = correction.slip if correction else None
        counts = KeyCounts(keys, edit.characters, slips=int(corrected is not None))
        outcome = self._outcome(edit, around, counts, is_native=edit.text == text and is_plain)
        self.after_tap = AfterTap.NOTHING if rejoined else effect.leaves
        self._is_step_open = is_plain and is_within_line
        return replace(outcome, corrected=corrected)

    def backspace(self, around: Surroundings) -> Outcome:
        """Return what Backspace does: it undoes a capital or a correction, or deletes a character or the selection."""
        is_known = self._check_place(around)
        respelling = self.capitals.take_back(around) if is_known else None
        typed_again = self.corrections.take_back(around) if is_known else None
        if respelling is None:
            self.capitals.forget_change()
        self._is_step_open = False
        self.after_tap = AfterTap.NOTHING
        if respelling:
            length = len(around.before) - respelling.place
            edit = Edit(length, 0, _respelt(around.before, respelling)[respelling.place :])
            self._seam = None
            return self._outcome(edit, around, KeyCounts(1, 0))
        if typed_again:
            self._seam = None
            return self._outcome(typed_again, around, KeyCounts(1, typed_again.characters, slips=-1))
        self._seam = self._seam.after_backspace() if self._seam and not around.selection else None
        edit = Edit(0 if around.selection else min(1, len(around.before)))
        return self._outcome(edit, around, KeyCounts(1, edit.characters), is_native=True)

    def delete(self, around: Surroundings) -> Outcome:
        """Return what Delete does, which may also join the next line."""
        return self.made(Edit(0, 0 if around.selection else min(1, len(around.after))), around)

    def made(self, edit: Edit, around: Surroundings, *, keys: int = 1) -> Outcome:
        """Note an edit at the caret that the front end makes by itself for the writer's keys."""
        self._check_place(around)
        self.capitals.forget_change()
        self.corrections.leave()
        self._is_step_open = False
        self.after_tap = AfterTap.NOTHING
        self._seam = None
        return self._outcome(edit, around, KeyCounts(keys, edit.characters), is_native=True)

    def take(self, place: int, around: Surroundings, *, takes_line: bool = False) -> Outcome | None:
        """Return what taking the suggestion at `place` on the bar, from 0, does, or None.

        `takes_line` takes the words on the button's second line too.
        """
        if place >= len(self.offer.suggestions) or (around.selection and not around.selected_word):
            return None
        chosen = self.offer.suggestions[place]
        self._check_place(around)
        self.capitals.forget_change()
        if around.selected_word:
            has_space = around.selection != around.selected_word
            edit = Edit(text=chosen.word + " " * has_space, skip=-has_space)
        elif chosen is self.offer.kept:
            edit = Edit(chosen.replace, 0, chosen.insertion)
        else:
            insertion = chosen.insertion if self.brings_space else chosen.insertion.rstrip(" ")
            if takes_line:
                insertion = self.continuation.insertion(chosen, brings_space=self.brings_space)
            edit = tap_edit(chosen.replace, insertion, around)
        taps = (*(0 for _ in range(place)), 1)
        is_correction = not around.selection and self.corrections.note_taken(chosen, around.before)
        is_at_space = not around.selection and chosen is not self.offer.kept
        return self._taken(edit, around, KeyCounts(1, edit.characters, taps, int(is_correction)), is_at_space=is_at_space)

    def take_word(self, around: Surroundings) -> Outcome | None:
        """Return what taking the next word of the continuation does, or None if none is shown.

        It counts as a tap on the first button.
        """
        return self._take_continuation(1, around)

    def take_all(self, around: Surroundings) -> Outcome | None:
        """Return what taking the whole continuation does, as one tap on the first button; None if none is shown."""
        return self._take_continuation(None, around)

    def update_continuation(self, around: Surroundings, *, is_pause: bool) -> None:
        """Let the continuation follow the words on the buttons; it begins, or becomes longer, only when the typist pauses."""
        if self._check_place(around):
            suggestions = [one for one in self.offer.suggestions if one is not self.offer.kept]
            self.continuation.update(suggestions, around, brings_space=self.brings_space, is_pause=is_pause)

    def hide(self) -> None:
        """Show no words, on buttons or in gray, until the next word begins."""
        self.offer.hide()
        self.continuation.void()

    def query(self, around: Surroundings, count: int, top_k: int) -> Query | None:
        """Return what to ask for the words at the caret or in place of a selected one; None where no word can be inserted."""
        word = around.selected_word
        if around.selection and not word:
            return None
        self.offer.kept = self.corrections.kept(around) if count > 1 else None
        return Query(
            text=around.before,
            offset=around.offset,
            count=count - (self.offer.kept is not None),
            top_k=top_k,
            look_ahead=self.looks_ahead,
            rest="" if word else rest_of_word(around.before, around.after),
            lower_case=self.capitals.habit.is_lower_case,
            automatic_capital=self.capitals.begins_with_capital,
            instead_of=word,
            layout=self.corrections.layout,
            left_alone=self.corrections.left_alone,
            languages=self.languages,
        )

    def caret_moved(self) -> None:
        """Note that the writer has moved the caret: a tap's space and an automatic capital now stay."""
        self._leave()
        self._learner.leave()

    def text_replaced(self, around: Surroundings) -> None:
        """Note that the text was changed otherwise, as by Undo or a paste, which is neither learnt nor counted."""
        self._leave()
        self.corrections.text_replaced(around.before)
        self._learner.undo(around)

    def corrected(self, slip: Slip) -> None:
        """Note that the front end corrects a slip further back; what was typed since counts as before."""
        self.corrections.note_chosen(slip)
        self._learner.respell(slip.typed, slip.word)

    def settle(self) -> tuple[LearntWord, ...]:
        """Return the typed words that are not learnt yet, as when the text is saved or nothing was typed for a while."""
        return tuple(self.corrections.without_slips(self._learner.settle()))

    def forget(self) -> None:
        """Forget the typed words that have not settled, as when another text is opened."""
        self._leave()
        self.corrections.forget()
        self.continuation.forget()
        self._learner.forget()

    def _take_continuation(self, count: int | None, around: Surroundings) -> Outcome | None:
        if not self._check_place(around) or around.selection or around.after or not self.continuation.text:
            return None
        self.capitals.forget_change()
        edit = Edit(text="".join(self.continuation.pieces[:count]))
        return self._taken(edit, around, KeyCounts(1, edit.characters, (1,)), is_at_space=True)

    def _taken(self, edit: Edit, around: Surroundings, counts: KeyCounts, *, is_at_space: bool) -> Outcome:
        """Return the outcome of a tap's edit; the space at its end is a soft one if it `is_at_space`."""
        outcome = self._outcome(edit, around, counts)
        has_space = is_at_space and edit.applied(around).endswith(" ")
        self.after_tap = AfterTap.SPACE if has_space else AfterTap.NOTHING
        following = self._seam.after_tap(edit.text) if self._seam and not edit.before else None
        self._seam = (following or seam_after(edit.applied(around))) if has_space else None
        self._is_step_open = False
        self.corrections.leave()
        self.offer.void()
        return outcome

    def _outcome(self, edit: Edit, around: Surroundings, counts: KeyCounts, *, is_native: bool = False) -> Outcome:
        after = edit.applied(around)
        self._known = after[-_KNOWN_LENGTH:]
        self.continuation.follow(around, after)
        if self._is_private:
            return Outcome(edit, is_native)
        learnt = tuple(self.corrections.without_slips(self._learner.follow(edit, around)))
        return Outcome(edit, is_native, learnt, counts)

    def _check_place(self, around: Surroundings) -> bool:
        """Return whether the text before the caret is as the session has left it; if not, start over."""
        known = self._known
        if known is not None:
            is_longer = len(known) > len(around.before)
            is_same = known.endswith(around.before) and bool(around.offset) if is_longer else around.before.endswith(known)
            if not is_same or (not around.offset and len(known) < _KNOWN_LENGTH and len(known) != len(around.before)):
                self.caret_moved()
        return self._known is not None

    def _type_instead(self, text: str, around: Surroundings, keys: int) -> Outcome:
        """Return what typing does in place of the character before the caret."""
        deletion = self._outcome(Edit(1), around, KeyCounts(0, -1))
        outcome = self.type(text, replace(around, before=around.before[:-1]), keys=keys)
        edit = replace(outcome.edit, before=outcome.edit.before + 1)
        return Outcome(edit, learnt=deletion.learnt + outcome.learnt, counts=deletion.counts + outcome.counts)

    def _follow_seam(self, key: str, edit: Edit, around: Surroundings) -> Edit | None:
        """Return the edit that replaces a key's own if the key shows whether a tap's space is within one token."""
        seam, self._seam = self._seam, None
        if seam is None or around.selection:
            return None
        start = len(around.before) - len(seam.shown)
        shown = edit.applied(around)[start:]
        self._seam = seam.after_key(key, shown)
        if self._seam is None or self._seam.shown == shown:
            return None
        self.capitals.forget_change()
        return replacing_edit(seam.shown, self._seam.shown)

    def _leave(self) -> None:
        self._seam = None
        self._known = None
        self._is_step_open = False
        self.after_tap = AfterTap.NOTHING
        self.capitals.forget_change()
        self.corrections.leave()
        self.continuation.void()


def _respelt(text: str, respelling: Respelling | None) -> str:
    if respelling is None:
        return text
    return text[: respelling.place] + respelling.letter + text[respelling.place + 1 :]

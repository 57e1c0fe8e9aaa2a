"""What stands before the caret in another program, as far as it is certain."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from keyboard.writing.edits import Edit, Surroundings

_LONGEST = 4096
# A client that sends only the end of a text sends at least so much of it.
_LEAST_END = 40
# An edit that the client has not made after so long will not be made any more.
_IN_FLIGHT_S = 1.0


@dataclass(frozen=True)
class _InFlight:
    """An edit that the client may not have made yet."""

    time_s: float
    typed_before: str
    is_commit: bool


class KnownText:
    """Compares the surrounding text that a client sends with what was typed since the field got the focus.

    A client sends its surrounding text when it likes. It may lack keys that are on their way to the client, or the mouse or the
    program may have changed it. Where the two agree, the text before the caret is proven. Where the client's text lacks the last
    keys, they are added to it. Where the two contradict each other, the client's text alone counts. Without surrounding text,
    what was typed is all that is known.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._in_flight: deque[_InFlight] = deque()
        self.forget()

    def forget(self) -> None:
        """Know nothing any more, as when another field has the focus or the caret has moved."""
        self._typed = ""
        self._in_flight.clear()
        self._base: str | None = None  # what stands before that by the client's text; None without one
        self._after = ""
        self._is_behind = False  # the client's text lacks keys that it was left to insert by itself
        self._has_selection = False

    def leave(self) -> None:
        """Rely on nothing that was typed, because the caret may have moved; the client's text stays until it sends another."""
        base, after = ((self._base or "") + self._typed, self._after) if self.is_proven else (None, "")
        self.forget()
        self._base, self._after = base, after

    @property
    def has_surrounding_text(self) -> bool:
        """Whether the client has sent its text."""
        return self._base is not None

    @property
    def is_proven(self) -> bool:
        """Whether what stands before the caret is certain and may be replaced.

        The client's text has every key that it inserts by itself. Commits may be in flight: the client makes them in order.
        """
        return self.has_surrounding_text and not self._is_behind and not self._has_selection

    @property
    def has_selection(self) -> bool:
        """Whether the next key replaces a selected text."""
        return self._has_selection

    @property
    def around(self) -> Surroundings:
        """The text around the caret; after it nothing where that is not proven."""
        return Surroundings(((self._base or "") + self._typed)[-_LONGEST:], self._after if self.is_proven else "")

    def note_edit(self, edit: Edit, *, is_commit: bool = False) -> None:
        """Take note of an edit at the caret, which the client makes by itself unless it `is_commit`."""
        self._in_flight.append(_InFlight(self._clock(), self._typed, is_commit))
        surplus = edit.before - len(self._typed)
        if surplus > 0 and self._base:
            self._base = self._base[:-surplus]
        kept = self._typed[: max(-surplus, 0)]
        self._typed = (kept + edit.text)[-_LONGEST:]
        self._is_behind |= not is_commit

    def note_surrounding_text(self, before: str, after: str, *, has_selection: bool = False) -> bool:
        """Take in the client's text; return False where it contradicts what was typed."""
        oldest = self._clock() - _IN_FLIGHT_S
        while self._in_flight and self._in_flight[0].time_s < oldest:
            self._in_flight.popleft()
        self._after, self._has_selection = after, has_selection
        typed, is_behind = self._typed, False
        for later in (None, *reversed(self._in_flight)):
            if later:
                typed, is_behind = later.typed_before, is_behind or not later.is_commit
            if before.endswith(typed) or _is_end_of(typed, before):
                self._base, self._is_behind = before[: max(len(before) - len(typed), 0)], is_behind
                return True
        self._typed, self._base, self._is_behind = "", before, False
        self._in_flight.clear()
        return False


def _is_end_of(typed: str, before: str) -> bool:
    """Return whether a client that sends a paragraph, or the end of a text, has sent the end of what was typed."""
    paragraph = typed[typed.rfind("\n") + 1 :]
    return before == paragraph != typed or (len(before) >= _LEAST_END and typed.endswith(before))

"""What stands before the caret in another program, as far as it is certain."""

import time
from collections import deque
from collections.abc import Callable

from keyboard.writing.edits import Edit, Surroundings

_LONGEST = 4096
# A client that sends only the end of a text sends at least so much of it.
_LEAST_END = 40
# An edit that the client has not made after so long will not be made any more.
_IN_FLIGHT_S = 1.0


class KnownText:
    """Compares the surrounding text that a client sends with what was typed since the field got the focus.

    A client sends its surrounding text when it likes. It may lack keys that are on their way to the client, or the mouse or the
    program may have changed it. Where the two agree, the text before the caret is proven. Where the client's text lacks the last
    keys, they are added to it. Where the two contradict each other, the client's text alone counts. Without surrounding text,
    what was typed is all that is known.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._versions: deque[tuple[float, str]] = deque()  # what was typed, before each edit that may be in flight
        self.forget()

    def forget(self) -> None:
        """Know nothing any more, as when another field has the focus or the caret has moved."""
        self._typed = ""
        self._versions.clear()
        self._base: str | None = None  # what stands before that by the client's text; None without one
        self._after = ""
        self._is_behind = False  # the client's text lacks the last edits
        self._has_selection = False

    @property
    def has_surrounding_text(self) -> bool:
        """Whether the client has sent its text."""
        return self._base is not None

    @property
    def is_proven(self) -> bool:
        """Whether the client's text has every edit, so that what stands before the caret may be replaced."""
        return self.has_surrounding_text and not self._is_behind and not self._has_selection

    @property
    def has_selection(self) -> bool:
        """Whether the next key replaces a selected text."""
        return self._has_selection

    @property
    def around(self) -> Surroundings:
        """The text around the caret; after it nothing where that is not proven."""
        return Surroundings(((self._base or "") + self._typed)[-_LONGEST:], self._after if self.is_proven else "")

    def note_edit(self, edit: Edit) -> None:
        """Take note of an edit at the caret that the client makes by itself or is asked for."""
        self._versions.append((self._clock(), self._typed))
        surplus = edit.before - len(self._typed)
        if surplus > 0 and self._base:
            self._base = self._base[:-surplus]
        kept = self._typed[: max(-surplus, 0)]
        self._typed = (kept + edit.text)[-_LONGEST:]
        self._is_behind = True

    def note_surrounding_text(self, before: str, after: str, *, has_selection: bool = False) -> bool:
        """Take in the client's text; return False where it contradicts what was typed."""
        oldest = self._clock() - _IN_FLIGHT_S
        while self._versions and self._versions[0][0] < oldest:
            self._versions.popleft()
        self._after, self._has_selection = after, has_selection
        for typed in (self._typed, *(version for _, version in reversed(self._versions))):
            if before.endswith(typed) or _is_end_of(typed, before):
                self._base = before[: max(len(before) - len(typed), 0)]
                self._is_behind = typed != self._typed
                return True
        self._typed, self._base, self._is_behind = "", before, False
        self._versions.clear()
        return False


def _is_end_of(typed: str, before: str) -> bool:
    """Return whether a client that sends a paragraph, or the end of a text, has sent the end of what was typed."""
    paragraph = typed[typed.rfind("\n") + 1 :]
    return before == paragraph != typed or (len(before) >= _LEAST_END and typed.endswith(before))

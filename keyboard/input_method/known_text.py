"""The text before the caret in another program, as far as it is certain."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from keyboard.writing.edits import Edit, Surroundings

_LONGEST = 4096
# A client that sends only the end of a text sends at least this many characters.
_LEAST_END = 40
# An edit that the client has not made after this time will not be made.
_IN_FLIGHT_S = 1.0
_MOST_IN_FLIGHT = 256


@dataclass(frozen=True)
class _InFlight:
    """An edit that the client may not have made yet."""

    time_s: float
    text_before: str
    is_commit: bool


class KnownText:
    """Compares the surrounding text that a client sends with what was typed since the field got the focus.

    A client sends its surrounding text at any time. The text may lack keys that are on their way to the client, or the mouse or
    the program may have changed it. If the two agree, the text before the caret is proven. If the client's text lacks the last
    keys, they are added to it. If the two contradict each other, only the client's text counts. Without surrounding text, only
    the typed text is known.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._in_flight: deque[_InFlight] = deque(maxlen=_MOST_IN_FLIGHT)
        self.forget()

    def forget(self) -> None:
        """Forget everything, as when another field has the focus or the caret has moved."""
        self._text = ""  # the text before the caret once the client has made all edits
        self._after = ""
        self._in_flight.clear()
        self.has_surrounding_text = False  # the text is the client's, with the edits since; else only what was typed
        self._is_behind = False  # the client's text lacks keys that it inserts by itself
        self.has_selection = False

    def leave(self) -> None:
        """Rely on no typed text, because the caret may have moved; the client's text stays until it sends another."""
        if self.is_proven:
            self._in_flight.clear()
        else:
            self.forget()

    @property
    def is_proven(self) -> bool:
        """Whether the text before the caret is certain and may be replaced.

        It is if the client's text has every key that the client inserts by itself. Commits may be in flight, because the client
        makes them in order.
        """
        return self.has_surrounding_text and not self._is_behind and not self.has_selection

    @property
    def around(self) -> Surroundings:
        """The text around the caret, with the rest of the line if that is proven."""
        return Surroundings(self._text, self._after.partition("\n")[0] if self.is_proven else "")

    def note_edit(self, edit: Edit, *, is_commit: bool = False) -> None:
        """Note an edit at the caret, which the client makes by itself unless it `is_commit`.

        A client deletes and inserts one after the other, and may send its text in between.
        """
        for step in (Edit(edit.before), Edit(text=edit.text)) if edit.before and edit.text else (edit,):
            self._in_flight.append(_InFlight(self._clock(), self._text, is_commit))
            self._text = (self._text[: max(len(self._text) - step.before, 0)] + step.text)[-_LONGEST:]
        self._is_behind |= not is_commit

    def note_surrounding_text(self, before: str, after: str, *, has_selection: bool = False) -> bool:
        """Compare with the client's text; return False if it contradicts what was typed."""
        oldest = self._clock() - _IN_FLIGHT_S
        while self._in_flight and self._in_flight[0].time_s < oldest:
            self._in_flight.popleft()
        before, self._after, self.has_selection = before[-_LONGEST:], after, has_selection
        text, is_behind = self._text, False
        for later in (None, *reversed(self._in_flight)):
            if later:
                text, is_behind = later.text_before, is_behind or not later.is_commit
            if self._agree(before, text):
                self._put_before(before[: max(len(before) - len(text), 0)])
                self.has_surrounding_text, self._is_behind = True, is_behind
                return True
        self._text, self.has_surrounding_text = before, True
        self._is_behind = any(not edit.is_commit for edit in self._in_flight)
        self._in_flight.clear()
        return False

    def _agree(self, before: str, text: str) -> bool:
        """Return whether this may be the client's text; until the client sends a text, only the typed text is known."""
        if before == text or before == text[text.rfind("\n") + 1 :]:
            return True
        is_end = text.endswith(before) and len(before) >= _LEAST_END
        return is_end or (before.endswith(text) and (not self.has_surrounding_text or len(text) >= _LEAST_END))

    def _put_before(self, start: str) -> None:
        if start:
            self._text = (start + self._text)[-_LONGEST:]
            edits = [replace(edit, text_before=(start + edit.text_before)[-_LONGEST:]) for edit in self._in_flight]
            self._in_flight.clear()
            self._in_flight.extend(edits)

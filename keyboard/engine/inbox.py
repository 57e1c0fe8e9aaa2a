"""Where requests arrive: only the newest one of each kind counts."""

import threading
import time
from dataclasses import dataclass

from keyboard.engine.messages import RankRequest, SuggestRequest


@dataclass(frozen=True)
class SuggestArrival:
    """A request for suggestions and when it came, on the clock of `time.perf_counter`."""

    request: SuggestRequest
    time_s: float


class Inbox:
    """Holds the newest requests until they are taken, and tells whoever works on an older one to give up."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._newest: SuggestArrival | None = None
        self._taken: SuggestArrival | None = None
        self._rank: RankRequest | None = None
        self._is_closed = False

    def put(self, request: SuggestRequest | RankRequest) -> None:
        """Replace whatever waits of its kind with this request."""
        with self._condition:
            if isinstance(request, RankRequest):
                self._rank = request
            else:
                self._newest = SuggestArrival(request, time.perf_counter())
            self._condition.notify_all()

    def close(self) -> None:
        """Let `take` return None: no more requests will come."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()

    def take(self) -> SuggestArrival | RankRequest | None:
        """Wait for a request and return it, or None when the inbox is closed.

        Words to rank come first, because a menu waits for them; the suggestions that they interrupt are taken again after them.
        """
        with self._condition:
            self._condition.wait_for(self.is_waited_for)
            if self._is_closed:
                return None
            if self._rank is not None:
                rank, self._rank = self._rank, None
                self._newest = self._newest or self._taken
                return rank
            self._taken, self._newest = self._newest, None
            return self._taken

    def is_waited_for(self) -> bool:
        """Tell whether a newer request waits, or the end: idle work is to stop."""
        return self._newest is not None or self._rank is not None or self._is_closed

    def is_superseded(self) -> bool:
        """Tell whether work on the taken request is useless to the one that waits: its text does not go on from it."""
        newest, taken = self._newest, self._taken
        if newest is None or taken is None:
            return self._is_closed
        return newest.request.offset != taken.request.offset or not newest.request.text.startswith(taken.request.text)

    def is_quiet_for(self, seconds: float) -> bool:
        """Wait so long for a newer request, and tell whether none came."""
        with self._condition:
            return not self._condition.wait_for(self.is_waited_for, timeout=seconds)

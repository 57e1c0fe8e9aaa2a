"""Where requests arrive: only the newest one of each kind counts, and those of the explorer come last."""

import threading
import time
from dataclasses import dataclass

from keyboard.engine.exploration_messages import Exploration, StopRequest
from keyboard.engine.messages import RankRequest
from keyboard.writing.query import Query

TypingRequest = Query | RankRequest


@dataclass(frozen=True)
class Arrival:
    """A query and when it came, on the clock of `time.perf_counter`."""

    query: Query
    time_s: float


class Inbox:
    """Holds the newest requests until they are taken, and tells whoever works on an older one to give up."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._newest: Arrival | None = None
        self._taken: Arrival | None = None
        self._rank: RankRequest | None = None
        self._explorations: list[Exploration | StopRequest] = []
        self._is_closed = False

    def put(self, request: TypingRequest | Exploration | StopRequest) -> None:
        """Replace whatever waits of its kind with this request; those of the explorer all wait to be taken."""
        with self._condition:
            if isinstance(request, RankRequest):
                self._rank = request
            elif isinstance(request, Query):
                self._newest = Arrival(request, time.perf_counter())
            else:
                self._explorations.append(request)
            self._condition.notify_all()

    def close(self) -> None:
        """Let `take` return None: no more requests will come."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for any request, or so long, and tell whether more may come: the inbox is not closed."""
        with self._condition:
            self._condition.wait_for(lambda: self.is_waited_for() or bool(self._explorations), timeout_s)
            return not self._is_closed

    def take(self) -> Arrival | RankRequest | None:
        """Return what the typing asks for, or None where it asks for nothing.

        Words to rank come first, because a menu waits for them; the suggestions that they interrupt are taken again after them.
        """
        with self._condition:
            if self._is_closed:
                return None
            if self._rank is not None:
                rank, self._rank = self._rank, None
                self._newest = self._newest or self._taken
                return rank
            if self._newest is None:
                return None
            self._taken, self._newest = self._newest, None
            return self._taken

    def take_explorations(self) -> list[Exploration | StopRequest]:
        """Return what the explorer asks for, in the order in which it came."""
        with self._condition:
            taken, self._explorations = self._explorations, []
            return taken

    def is_waited_for(self) -> bool:
        """Tell whether a newer request waits, or the end: idle work is to stop."""
        return self._newest is not None or self._rank is not None or self._is_closed

    def is_void(self, exploration: Exploration) -> bool:
        """Tell whether an exploration that was taken is wanted no more: given up, or its asker has another of its type."""
        return any(
            request.id == exploration.id
            if isinstance(request, StopRequest)
            else (type(request), request.asker) == (type(exploration), exploration.asker)
            for request in tuple(self._explorations)
        )

    def is_superseded(self) -> bool:
        """Tell whether work on the taken request is useless to the one that waits: its text does not go on from it."""
        newest, taken = self._newest, self._taken
        if newest is None or taken is None:
            return self._is_closed
        return newest.query.offset != taken.query.offset or not newest.query.text.startswith(taken.query.text)

    def is_quiet_for(self, seconds: float) -> bool:
        """Wait so long for a newer request, and tell whether none came."""
        with self._condition:
            return not self._condition.wait_for(self.is_waited_for, timeout=seconds)

"""Where requests wait: of each kind only the newest counts, and those of the explorer come last."""

import threading
import time
from dataclasses import dataclass

from keyboard.engine.exploration_messages import Exploration, StopRequest
from keyboard.engine.messages import RankRequest
from keyboard.writing.query import Query


@dataclass(frozen=True)
class Arrival:
    """A query and when it came, on the clock of `time.perf_counter`."""

    query: Query
    time_s: float


class Inbox:
    """Holds the newest requests until they are taken, and says when work on an older one is to stop.

    Of a query and words to rank, that which came last goes first: a menu that has just opened waits for its words, and when the
    user types on, a key must not wait for a menu.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._newest: Arrival | None = None
        self._taken: Arrival | None = None
        self._rank: RankRequest | None = None
        self._is_rank_first = False
        self._explorations: list[Exploration | StopRequest] = []
        self._is_closed = False

    def put(self, request: Query | RankRequest | Exploration | StopRequest) -> None:
        """Let a request wait, instead of an older one of its kind; those of the explorer all wait."""
        with self._condition:
            if isinstance(request, RankRequest):
                self._rank, self._is_rank_first = request, True
            elif isinstance(request, Query):
                self._newest, self._is_rank_first = Arrival(request, time.perf_counter()), False
            else:
                self._explorations.append(request)
            self._condition.notify_all()

    def put_back(self, request: RankRequest) -> None:
        """Let words that could not be ranked yet wait again, unless others wait already."""
        with self._condition:
            self._rank = self._rank or request

    def close(self) -> None:
        """Let `take` return None: no more requests will come."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for any request, at most so long, and return whether more may come: the inbox is not closed."""
        with self._condition:
            self._condition.wait_for(lambda: self.is_waited_for() or bool(self._explorations), timeout_s)
            return not self._is_closed

    def take(self) -> Arrival | RankRequest | None:
        """Return what the typing asks for, or None. A query that words to rank interrupt is taken again after them."""
        with self._condition:
            if self._is_closed:
                return None
            if self._rank and (self._is_rank_first or self._newest is None):
                rank, self._rank, self._is_rank_first = self._rank, None, True
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
        """Return whether anything newer waits, or the end: idle work is to stop."""
        return self._newest is not None or self._rank is not None or self._is_closed

    def is_answer_void(self) -> bool:
        """Return whether a newer query waits, or the end: nobody wants the answer to the one that was taken."""
        return self._newest is not None or self._is_closed

    def is_ranking_void(self) -> bool:
        """Return whether the ranking that was taken is to stop: a query or other words came after it, or the end."""
        return self._rank is not None or not self._is_rank_first or self._is_closed

    def is_superseded(self) -> bool:
        """Return whether work on the query that was taken is of no use to the newer one, whose text does not go on from it."""
        newest, taken = self._newest, self._taken
        if newest is None or taken is None:
            return self._is_closed
        return newest.query.offset != taken.query.offset or not newest.query.text.startswith(taken.query.text)

    def is_void(self, exploration: Exploration) -> bool:
        """Return whether an exploration that was taken is cancelled, or its asker has a newer one of its type."""
        return any(
            request.id == exploration.id
            if isinstance(request, StopRequest)
            else (type(request), request.asker) == (type(exploration), exploration.asker)
            for request in tuple(self._explorations)
        )

    def is_quiet_for(self, seconds: float) -> bool:
        """Wait so long for a newer request, and return whether none came."""
        with self._condition:
            return not self._condition.wait_for(self.is_waited_for, timeout=seconds)

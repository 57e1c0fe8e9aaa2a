"""What every question of the explorer has, how it is given up, and what is said where it has no answer."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Question:
    """What all requests of the explorer have.

    Attributes:
        id: Rises with each request of the explorer; every answer names it.
        asker: Which explorer asks, where there are several, as those of two windows; one knows nothing of another's requests.
    """

    id: int
    asker: int = field(default=0, kw_only=True)


@dataclass(frozen=True)
class StopRequest:
    """Give up an exploration, whether it waits or is under way; a sample that is stopped says so by its `SampleEnd`.

    Attributes:
        id: The exploration's.
    """

    type: ClassVar[str] = "stop"
    id: int


@dataclass(frozen=True)
class ExplorationFailure:
    """An exploration that cannot be answered.

    Attributes:
        id: The request's.
        sentence: For the user: why, and the way out.
    """

    type: ClassVar[str] = "exploration-failure"
    id: int
    sentence: str

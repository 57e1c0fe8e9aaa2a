"""Keys pressed and what they have put into a text."""

from dataclasses import dataclass
from itertools import zip_longest


@dataclass(frozen=True)
class KeyCounts:
    """What was counted of someone's typing.

    Attributes:
        keys: That changed the text, taps on suggestions among them.
        characters: That these have put in, spaces that came by themselves among them, less those that keys took back.
        taps: On each button, the first one first.
        slips: That a tap or the space has corrected, less those that Backspace took back.
    """

    keys: int = 0
    characters: int = 0
    taps: tuple[int, ...] = ()
    slips: int = 0

    def __add__(self, other: "KeyCounts") -> "KeyCounts":
        taps = tuple(one + more for one, more in zip_longest(self.taps, other.taps, fillvalue=0))
        return KeyCounts(self.keys + other.keys, self.characters + other.characters, taps, self.slips + other.slips)

    @property
    def saved(self) -> int:
        """The keys that were not needed; below 0 where more was corrected than saved."""
        return self.characters - self.keys

    @property
    def savings(self) -> float:
        """Keystroke savings in percent: 1 − keys / characters, the rule of `keyboard evaluate`; 0 where there is nothing."""
        return 100 * self.saved / self.characters if self.characters > 0 else 0.0

"""Keys pressed, and the characters that they have put into a text."""

from dataclasses import dataclass
from itertools import zip_longest


@dataclass(frozen=True)
class KeyCounts:
    """Counts of someone's typing."""

    keys: int = 0  # keys that changed the text, taps on suggestions included
    characters: int = 0  # inserted, automatic spaces included, less those removed
    taps: tuple[int, ...] = ()  # on each button, from the first
    slips: int = 0  # corrected by a tap or the space, less those that Backspace restored

    def __add__(self, other: "KeyCounts") -> "KeyCounts":
        taps = tuple(one + more for one, more in zip_longest(self.taps, other.taps, fillvalue=0))
        return KeyCounts(self.keys + other.keys, self.characters + other.characters, taps, self.slips + other.slips)

    @property
    def saved(self) -> int:
        return self.characters - self.keys

    @property
    def savings(self) -> float:
        """Keystroke savings in percent: 1 − keys / characters, the rule of `keyboard evaluate`; 0 where there is nothing."""
        return 100 * self.saved / self.characters if self.characters > 0 else 0.0

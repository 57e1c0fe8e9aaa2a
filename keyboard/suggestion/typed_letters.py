"""Which words may be meant by the letters typed: a beam of beginnings that grows by one letter at each key."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyboard.suggestion.letter_trie import Codes, LetterTrie, Nodes
from keyboard.suggestion.slips import FIRST_LETTER, MOVED, SWAPPED, ErrorModel

LogWeights = npt.NDArray[np.float32]

# A beginning that is this much less probable than the best one is given up, in nats; so are all but the best ones.
_WIDTH = 22.0
_MOST_BEGINNINGS = 600
# Letters that may be left out one after the other.
_MOST_LEFT_OUT = 2
_LONGEST_SOUND = 4


@dataclass(frozen=True)
class Beginnings:
    """The beginnings of words that the letters typed may stand for, the least probable first.

    Attributes:
        nodes: Nodes of the trie, (n,).
        log_weights: Log of the probability of the letters typed, given that the word begins so, (n,).
    """

    nodes: Nodes
    log_weights: LogWeights

    def above(self, floor: float) -> "Beginnings":
        """Return those that are more probable than this."""
        kept = self.log_weights > floor
        return Beginnings(self.nodes[kept], self.log_weights[kept])


class TypedLetters:
    """Reads the letters of one word after the other; those that the last word shares with it are read once.

    Attributes:
        trie: The words that may be meant.
    """

    def __init__(self, trie: LetterTrie, model: ErrorModel) -> None:
        self.trie = trie
        self._model = model
        self._typed = ""
        self._sounds = {typed: [(trie.codes_of(meant), rate) for meant, rate in sounds] for typed, sounds in model.sounds.items()}
        differs = ~np.eye(len(model.replaced), dtype=bool)
        self._likeliest_replacement = model.replaced.max(axis=1, where=differs, initial=-np.inf)
        self._likeliest_omission = float(model.left_out.max())
        self._place = np.zeros(len(trie.letter), dtype=np.intp)  # of each node in an order, for `_best`
        self._beams = [Beginnings(np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.float32))]
        # Each beam with the letters that may be left out after it.
        self._ends = [self._with_letters_left_out(self._beams[0])]

    def read(self, typed: str) -> Beginnings:
        """Return the beginnings that the letters of `typed` may stand for."""
        letters = self.trie.letters_of(typed)
        shared = 0
        while shared < min(len(letters), len(self._typed)) and letters[shared] == self._typed[shared]:
            shared += 1
        del self._beams[shared + 1 :], self._ends[shared + 1 :]
        codes = self.trie.codes_of(letters)
        for length in range(shared + 1, len(letters) + 1):
            self._beams.append(self._grown(letters[:length], codes[:length]))
            self._ends.append(self._with_letters_left_out(self._beams[-1]))
        self._typed = letters
        return self._beams[-1]

    def whole_words(self, typed: str) -> Beginnings:
        """Return the nodes at which a word may end, if it is typed as a whole."""
        self.read(typed)
        found = self._ends[-1]
        ends = self.trie.ends[found.nodes] > self.trie.start[found.nodes]
        return self._best(found.nodes[ends], found.log_weights[ends])

    def _grown(self, letters: str, codes: Codes) -> Beginnings:
        """Return the beginnings after one more letter; the beams of all shorter beginnings are known."""
        trie, model, before, spread = self.trie, self._model, self._beams[-1], self._ends[-1]
        typed = codes[-1]
        first = float(FIRST_LETTER) if len(codes) == 1 else 0.0
        added = Beginnings(before.nodes, before.log_weights + model.added[typed, trie.letter[before.nodes]] + np.float32(first))
        right = self._after(spread, codes[-1:], 0.0, -np.inf)
        # None of the others is the most probable one unless these are worse, so that all below are given up unseen.
        floor = max(float(part.log_weights.max(initial=-np.inf)) for part in (added, right)) - _WIDTH
        found = [added, right, self._replaced(spread, typed, first, floor)]
        if len(letters) > 1 and letters[-1] != letters[-2]:
            swap = FIRST_LETTER if len(codes) == 2 else 0.0
            found.append(self._after(self._beams[-2], codes[-1:-3:-1], SWAPPED + swap, floor))
        if len(letters) > 2 and len(set(letters[-3:])) == 3:
            moved = MOVED + (FIRST_LETTER if len(codes) == 3 else 0.0)
            found += [self._after(self._beams[-3], codes[order], moved, floor) for order in ([-1, -3, -2], [-2, -1, -3])]
        for length in range(1, min(_LONGEST_SOUND, len(letters)) + 1):
            sounds = self._sounds.get(letters[-length:], ())
            found += [self._after(self._beams[-length], meant, rate, floor) for meant, rate in sounds]
        return self._best(np.concatenate([part.nodes for part in found]), np.concatenate([part.log_weights for part in found]))

    def _replaced(self, beam: Beginnings, typed: int, first: float, floor: float) -> Beginnings:
        """Return a beam that has grown by a letter other than the typed one."""
        beam = beam.above(floor - float(self._likeliest_replacement[typed]) - first)
        places, children = self.trie.children(beam.nodes)
        weights = beam.log_weights[places] + self._model.replaced[typed, self.trie.letter[children]] + np.float32(first)
        return Beginnings(children, weights).above(floor)

    def _with_letters_left_out(self, beam: Beginnings) -> Beginnings:
        floor = float(beam.log_weights.max()) - _WIDTH
        parts = [beam]
        for _ in range(_MOST_LEFT_OUT):
            likely = parts[-1].above(floor - self._likeliest_omission)
            places, children = self.trie.children(likely.nodes)
            before = likely.nodes[places]
            costs = self._model.left_out[self.trie.letter[children], self.trie.letter[before]]
            costs = costs + np.where(before == 0, FIRST_LETTER, 0).astype(np.float32)
            parts.append(Beginnings(children, likely.log_weights[places] + costs).above(floor))
        return Beginnings(np.concatenate([part.nodes for part in parts]), np.concatenate([part.log_weights for part in parts]))

    def _after(self, beam: Beginnings, meant: Codes, rate: float, floor: float) -> Beginnings:
        """Return a beam that has grown by the letters that are meant, at the rate of their slip."""
        likely = beam.above(floor - rate)
        nodes, weights = likely.nodes, likely.log_weights
        for code in meant.tolist():
            places, nodes = self.trie.step(nodes, code)
            weights = weights[places]
        return Beginnings(nodes, weights + np.float32(rate))

    def _best(self, nodes: Nodes, log_weights: LogWeights) -> Beginnings:
        """Return the best weight of each node, of the best nodes only."""
        order = np.argsort(log_weights)
        nodes = nodes[order]
        places = np.arange(len(nodes))
        self._place[nodes] = places  # of a node that comes twice, its last place
        kept = np.flatnonzero(self._place[nodes] == places)[-_MOST_BEGINNINGS:]
        return Beginnings(nodes[kept], log_weights[order[kept]])

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
    """The beginnings of words that the letters typed may stand for.

    Attributes:
        nodes: Nodes of the trie, (n,).
        log_weights: Log of the probability of the letters typed, given that the word begins so, (n,).
    """

    nodes: Nodes
    log_weights: LogWeights


class TypedLetters:
    """Reads the letters of one word after the other; those that the last word shares with it are read once."""

    def __init__(self, trie: LetterTrie, model: ErrorModel) -> None:
        self._trie = trie
        self._model = model
        self._typed = ""
        self._beams = [Beginnings(np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.float32))]
        self._sounds = {typed: [(trie.codes_of(meant), rate) for meant, rate in sounds] for typed, sounds in model.sounds.items()}

    def read(self, typed: str) -> Beginnings:
        """Return the beginnings that the letters of `typed` may stand for."""
        letters = self._trie.letters_of(typed)
        shared = 0
        while shared < min(len(letters), len(self._typed)) and letters[shared] == self._typed[shared]:
            shared += 1
        del self._beams[shared + 1 :]
        codes = self._trie.codes_of(letters)
        for length in range(shared + 1, len(letters) + 1):
            self._beams.append(self._grown(letters[:length], codes[:length]))
        self._typed = letters
        return self._beams[-1]

    def whole_words(self, typed: str) -> Beginnings:
        """Return the nodes at which the word may end, if it is typed as a whole."""
        return _best(*self._with_letters_left_out(self.read(typed)))

    def _grown(self, letters: str, codes: Codes) -> Beginnings:
        """Return the beginnings after one more letter; the beams of all shorter beginnings are known."""
        trie, model, before = self._trie, self._model, self._beams[-1]
        typed = codes[-1]
        first = FIRST_LETTER if len(codes) == 1 else 0.0
        nodes, weights = self._with_letters_left_out(before)
        places, children = trie.children(nodes)
        costs = model.replaced[typed, trie.letter[children]]
        replaced = weights[places] + costs + np.where(costs < 0, first, 0)
        added = before.log_weights + model.added[typed, trie.letter[before.nodes]] + first
        found = [(children, replaced), (before.nodes, added)]
        if len(letters) > 1 and letters[-1] != letters[-2]:
            swap = FIRST_LETTER if len(codes) == 2 else 0.0
            found.append(self._after(self._beams[-2], codes[-1:-3:-1], SWAPPED + swap))
        if len(letters) > 2 and len(set(letters[-3:])) == 3:
            first_moved = FIRST_LETTER if len(codes) == 3 else 0.0
            found += [self._after(self._beams[-3], codes[moved], MOVED + first_moved) for moved in ([-1, -3, -2], [-2, -1, -3])]
        for length in range(1, min(_LONGEST_SOUND, len(letters)) + 1):
            found += [self._after(self._beams[-length], meant, rate) for meant, rate in self._sounds.get(letters[-length:], ())]
        return _best(np.concatenate([part[0] for part in found]), np.concatenate([part[1] for part in found]))

    def _with_letters_left_out(self, beam: Beginnings) -> tuple[Nodes, LogWeights]:
        nodes, weights = beam.nodes, beam.log_weights
        all_nodes, all_weights = [nodes], [weights]
        for _ in range(_MOST_LEFT_OUT):
            places, children = self._trie.children(nodes)
            costs = self._model.left_out[self._trie.letter[children], self._trie.letter[nodes[places]]]
            costs = costs + np.where(nodes[places] == 0, FIRST_LETTER, 0).astype(np.float32)
            weights = weights[places] + costs
            kept = weights > beam.log_weights.max(initial=-np.inf) - _WIDTH
            nodes, weights = children[kept], weights[kept]
            all_nodes.append(nodes)
            all_weights.append(weights)
        return np.concatenate(all_nodes), np.concatenate(all_weights)

    def _after(self, beam: Beginnings, meant: Codes, rate: float) -> tuple[Nodes, LogWeights]:
        """Return a beam that has grown by the letters that are meant, at the rate of their slip."""
        nodes, weights = beam.nodes, beam.log_weights
        for code in meant.tolist():
            places, nodes = self._trie.step(nodes, code)
            weights = weights[places]
        return nodes, weights + np.float32(rate)


def _best(nodes: Nodes, log_weights: LogWeights) -> Beginnings:
    """Return the best weight of each node, of the best nodes only."""
    order = np.argsort(-log_weights, kind="stable")
    _, first = np.unique(nodes[order], return_index=True)
    kept = order[np.sort(first)[:_MOST_BEGINNINGS]]
    weights = log_weights[kept]
    return Beginnings(nodes[kept], weights)

"""Which words may be meant by the letters typed: a beam of beginnings that grows by one letter at each key."""

from collections.abc import Sequence
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
# So many beginnings of words are kept as they were read; those of an ordinary text are half of the keys.
_MOST_KNOWN = 512


@dataclass(frozen=True)
class Beginnings:
    """The beginnings of words that the letters typed may stand for.

    Attributes:
        nodes: Nodes of the trie, (n,).
        log_weights: Log of the probability of the letters typed, given that the word begins so, (n,).
    """

    nodes: Nodes
    log_weights: LogWeights

    def above(self, floor: float) -> "Beginnings":
        """Return those that are more probable than this."""
        kept = (self.log_weights > floor).nonzero()[0]
        return Beginnings(self.nodes[kept], self.log_weights[kept])


@dataclass(frozen=True)
class _Read:
    """What is known of some letters: the beginnings they stand for, the least probable first.

    `end` has those with the letters too that may be left out after them, in no order.
    """

    beam: Beginnings
    end: Beginnings

    def best(self, floor: float) -> Beginnings:
        """Return the beginnings that are more probable than this, the least probable first."""
        first = self.beam.log_weights.searchsorted(floor, side="right")
        return Beginnings(self.beam.nodes[first:], self.beam.log_weights[first:])


class TypedLetters:
    """Reads the letters of one word after the other; letters that begin several words are read once.

    Attributes:
        trie: The words that may be meant.
    """

    def __init__(self, trie: LetterTrie, model: ErrorModel) -> None:
        self.trie = trie
        self._model = model
        self._sounds = {typed: [(trie.codes_of(meant), rate) for meant, rate in sounds] for typed, sounds in model.sounds.items()}
        differs = ~np.eye(len(model.replaced), dtype=bool)
        self._likeliest_replacement = model.replaced.max(axis=1, where=differs, initial=-np.inf)
        # What it costs to leave out the letter of each node, and the least that this costs at a child of each node.
        self._left_out = model.left_out[trie.letter, trie.letter[trie.parent]]
        self._left_out[trie.parent == 0] += np.float32(FIRST_LETTER)
        self._likeliest_omission = np.full(len(trie.letter), -np.inf, dtype=np.float32)
        np.maximum.at(self._likeliest_omission, trie.parent[1:], self._left_out[1:])
        self._last = np.zeros(max(len(trie.letter), len(trie.order)), dtype=np.intp)  # for `_last_of_each`
        root = Beginnings(np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.float32))
        self._root = _Read(root, self._with_letters_left_out(root))
        self._known: dict[str, _Read] = {}  # by the letters, those that were typed longest ago first

    def read(self, typed: str, width: float) -> Beginnings:
        """Return the beginnings that the letters may stand for, the least probable first, none less so than `width` nats."""
        read = self._read(typed)
        return read.best(float(read.beam.log_weights[-1]) - width)

    def whole_words(self, typed: str, width: float) -> Beginnings:
        """Return the nodes at which a word may end, if it is typed as a whole, as `read` returns beginnings."""
        nodes, log_weights = (end := self._read(typed).end).nodes, end.log_weights
        log_weights = np.where(self.trie.is_word[nodes], log_weights, -np.inf)
        likely = (log_weights > log_weights.max() - width).nonzero()[0]
        return self._best(nodes[likely], log_weights[likely])

    def words_of(self, start: Nodes, stop: Nodes, weights: LogWeights) -> tuple[Nodes, LogWeights]:
        """Return the places that some ranges of the trie's order have, each with the weight of the last range that has it."""
        counts = stop - start
        before = counts.cumsum()
        places = (stop - before).repeat(counts)
        places += np.arange(len(places))
        kept = self._last_of_each(places)
        return places[kept], weights.repeat(counts)[kept]

    def _read(self, typed: str) -> _Read:
        letters = self.trie.letters_of(typed)
        codes = self.trie.codes_of(letters)
        reads = [self._root]
        for length in range(1, len(letters) + 1):
            known = self._known.pop(letters[:length], None)
            if known is None:
                beam = self._grown(reads, letters[:length], codes[:length])
                known = _Read(beam, self._with_letters_left_out(beam))
            reads.append(known)
        for length in range(len(letters), 0, -1):  # the shortest, which begins most words, counts as the last one
            self._known[letters[:length]] = reads[length]
        while len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        return reads[-1]

    def _grown(self, reads: Sequence[_Read], letters: str, codes: Codes) -> Beginnings:
        """Return the beginnings after one more letter; `reads` are those of all shorter beginnings of the letters."""
        trie, model, before, end = self.trie, self._model, reads[-1].beam, reads[-1].end
        typed = int(codes[-1])
        first = np.float32(FIRST_LETTER if len(codes) == 1 else 0.0)
        added = Beginnings(before.nodes, before.log_weights + (model.added[typed] + first)[trie.letter[before.nodes]])
        right = self._stepped(end, codes[-1:], 0.0)
        # None of the others is the most probable one unless these are worse, so that all below are given up unseen.
        floor = max(float(part.log_weights.max(initial=-np.inf)) for part in (added, right)) - _WIDTH
        found = [added, right, self._replaced(end, typed, first, floor)]
        if len(letters) > 1 and letters[-1] != letters[-2]:
            swap = SWAPPED + (FIRST_LETTER if len(codes) == 2 else 0.0)
            found.append(self._stepped(reads[-2].best(floor - swap), codes[-1:-3:-1], swap))
        if len(letters) > 2 and len(set(letters[-3:])) == 3:
            moved = MOVED + (FIRST_LETTER if len(codes) == 3 else 0.0)
            likely = reads[-3].best(floor - moved)
            found += [self._stepped(likely, codes[order], moved) for order in ([-1, -3, -2], [-2, -1, -3])]
        for length in range(1, min(_LONGEST_SOUND, len(letters)) + 1):
            sounds = self._sounds.get(letters[-length:], ())
            found += [self._stepped(reads[-length].best(floor - rate), meant, rate) for meant, rate in sounds]
        return self._best(np.concatenate([part.nodes for part in found]), np.concatenate([part.log_weights for part in found]))

    def _replaced(self, beam: Beginnings, typed: int, first: np.float32, floor: float) -> Beginnings:
        """Return a beam that has grown by a letter other than the typed one."""
        beam = beam.above(floor - float(self._likeliest_replacement[typed] + first))
        counts, children = self.trie.children(beam.nodes)
        rates = (self._model.replaced[typed] + first)[self.trie.letter[children]]
        return Beginnings(children, beam.log_weights.repeat(counts) + rates).above(floor)

    def _with_letters_left_out(self, beam: Beginnings) -> Beginnings:
        floor = float(beam.log_weights.max()) - _WIDTH
        parts = [beam]
        for _ in range(_MOST_LEFT_OUT):
            nodes, weights = parts[-1].nodes, parts[-1].log_weights
            likely = (weights + self._likeliest_omission[nodes] > floor).nonzero()[0]
            counts, children = self.trie.children(nodes[likely])
            parts.append(Beginnings(children, weights[likely].repeat(counts) + self._left_out[children]).above(floor))
        return Beginnings(np.concatenate([part.nodes for part in parts]), np.concatenate([part.log_weights for part in parts]))

    def _stepped(self, beam: Beginnings, meant: Codes, rate: float) -> Beginnings:
        """Return a beam that has grown by the letters that are meant, at the rate of their slip."""
        nodes, weights = beam.nodes, beam.log_weights
        for code in meant.tolist():
            places, nodes = self.trie.step(nodes, code)
            weights = weights[places]
        return Beginnings(nodes, weights + np.float32(rate))

    def _best(self, nodes: Nodes, log_weights: LogWeights) -> Beginnings:
        """Return the best weight of each node, of the best nodes only, the least probable first."""
        order = log_weights.argsort()
        nodes = nodes[order]
        kept = self._last_of_each(nodes)[-_MOST_BEGINNINGS:]
        return Beginnings(nodes[kept], log_weights[order[kept]])

    def _last_of_each(self, numbers: Nodes) -> Nodes:
        """Return the last place of each number, in the order of the places."""
        places = np.arange(len(numbers))
        self._last[numbers] = places
        last: Nodes = (self._last[numbers] == places).nonzero()[0]
        return last

"""The words of a list as a tree of letters, in arrays, so that many beginnings of words can grow by a letter at once."""

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Nodes = npt.NDArray[np.intp]
Codes = npt.NDArray[np.uint8]

_ROOT = 0
# Children are marked by a bit each.
_MOST_LETTERS = 63
_NO_LETTER = 255


class LetterTrie:
    """A trie over the letters of words, without case and accents, except of letters that are `kept`.

    Node 0 is the root; a node stands for all words below it.

    Nodes are numbered level by level, so that the children of a node follow each other, in the order of their letters.

    Attributes:
        order: The indexes of the words, sorted by their letters, (n_words,); a node's words are a range of this.
        start: Where each node's words begin in `order`, (n_nodes,).
        ends: Where those end that end at the node; longer words follow, (n_nodes,).
        stop: Where all its words end, (n_nodes,).
        is_word: Whether a word ends at the node, (n_nodes,).
        letter: The code of the letter that leads to each node, (n_nodes,); 0 at the root.
        parent: The node before each node, (n_nodes,); the root's is itself.
        letters: The letter of each code; the first one stands for every letter that no word has.
    """

    def __init__(self, words: Sequence[str], kept: frozenset[str] = frozenset(), letters: str = "") -> None:
        """Index the words by their letters, or by those of another trie; all that these lack are one."""
        self._kept = kept
        keys = [self.letters_of(word) for word in words]
        self.letters = letters or "\0" + "".join(sorted(set("".join(keys)))[:_MOST_LETTERS])
        if letters:
            keys = ["".join(letter if letter in letters else "\0" for letter in key) for key in keys]
        self.order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.intp)
        self._codes = {letter: code for code, letter in enumerate(self.letters)}
        self._index([keys[index] for index in self.order.tolist()])

    def codes_of(self, text: str) -> Codes:
        """Return the codes of the letters of a text, (n_letters,)."""
        return np.array([self._codes.get(letter, 0) for letter in self.letters_of(text)], dtype=np.uint8)

    def letters_of(self, text: str) -> str:
        """Return the letters of a text that the trie has: in lower case, without accents, with straight apostrophes."""
        return letters_of(text, self._kept)

    def children(self, nodes: Nodes) -> tuple[Nodes, Nodes]:
        """Return the number of children of each node, and all children."""
        first = self._first_child[nodes]
        counts = self._first_child[nodes + 1] - first
        ends = counts.cumsum()
        children = (first - ends + counts).repeat(counts)
        children += np.arange(len(children))
        return counts, children

    def step(self, nodes: Nodes, code: int) -> tuple[Nodes, Nodes]:
        """Return the places in `nodes` that have a child by this letter, and these children."""
        children = self._child_letters[nodes]
        places = (children & np.uint64(1 << code)).nonzero()[0]
        before = children[places] & np.uint64((1 << code) - 1)
        return places, self._first_child[nodes[places]] + np.bitwise_count(before)

    def _index(self, keys: list[str]) -> None:
        table = np.zeros(max(map(ord, self.letters)) + 2, dtype=np.uint8)
        table[[ord(letter) for letter in self.letters]] = range(len(self.letters))
        width = max(map(len, keys), default=0) + 1
        points = np.array(keys, dtype=f"U{width}").view(np.uint32).reshape(len(keys), width)
        codes = table[np.minimum(points, len(table) - 1)]
        lengths = np.array([len(key) for key in keys], dtype=np.intp)
        codes[np.arange(width) >= lengths[:, np.newaxis]] = _NO_LETTER
        common = np.zeros(len(keys), dtype=np.intp)  # letters that each key shares with the one before it
        common[1:] = np.logical_and.accumulate(codes[1:] == codes[:-1], axis=1).sum(axis=1)
        if len(keys):
            common[0] = -1
        levels = [(np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp), np.array([len(keys)]), np.zeros(1, dtype=np.uint8))]
        parents = [np.zeros(1, dtype=np.intp)]
        n_nodes = 0
        for depth in range(1, width):
            cuts = np.append(np.flatnonzero(common < depth), len(keys))
            goes_on = lengths[cuts[:-1]] >= depth
            start, stop = cuts[:-1][goes_on], cuts[1:][goes_on]
            n_ended = np.concatenate([[0], np.cumsum(lengths == depth)])
            parents.append(n_nodes + np.searchsorted(levels[-1][0], start, side="right") - 1)
            n_nodes += len(levels[-1][0])
            levels.append((start, start + n_ended[stop] - n_ended[start], stop, codes[start, depth - 1]))
        self.start, self.ends, self.stop, self.letter = (np.concatenate(part) for part in zip(*levels, strict=True))
        self.is_word = self.ends > self.start
        self.parent = np.concatenate(parents)
        parent = self.parent[1:]
        self._first_child = np.searchsorted(parent, np.arange(len(self.start) + 1)) + 1
        # The letters of each node's children, a bit each.
        self._child_letters = np.zeros(len(self.start), dtype=np.uint64)
        np.bitwise_or.at(self._child_letters, parent, np.uint64(1) << self.letter[1:].astype(np.uint64))


def letters_of(text: str, kept: frozenset[str] = frozenset()) -> str:
    """Return a text in lower case and without accents, except of letters that are `kept`, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    if kept and not kept.isdisjoint(text.lower()):
        return "".join(letter if letter in kept else letters_of(letter) for letter in unicodedata.normalize("NFC", text.lower()))
    decomposed = unicodedata.normalize("NFD", text.replace("’", "'").lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))

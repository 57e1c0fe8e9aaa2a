"""Which words a writer may mean by the letters typed, and how well the letters fit each of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyboard.suggestion.letter_trie import LetterTrie
from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.sensitive import is_sensitive
from keyboard.suggestion.slips import LAYOUTS, LEFT_OUT_SPACE, WRONG_ACCENT, ErrorModel
from keyboard.suggestion.typed_letters import Beginnings, TypedLetters
from keyboard.suggestion.unknown_words import LetterSequences

# A word that no list has is a slip where a known word, by its frequency, makes its letters so many times more probable than the
# order of the letters does. Names resemble each other, and are far more often new than misspelt.
_WORD_RATHER = 0.03
_NAME_RATHER = 3.0
# Words that the letters fit so much worse than the best one, in nats, are left out. The first letters rule out no others than a
# neighbouring key, or a swap, makes likely: every word of the lexicon is some slip away from one letter.
_WIDTH = 14.0
_WIDTH_AT_FIRST = 9.0
_WIDTH_A_LETTER = 2.0
# Who looks at the buttons after a slip has often come to the word's end: unless the letters are a word themselves, one that they
# are a slip of as a whole counts so many times as one that goes on.
_FINISHED = 20.0
_SHORTEST_FINISHED = 3
_SHORTEST_JOINED = 4
# One of two words that are run together is so common; other words together are a compound that the lexicon lacks.
_COMMON = 1e-3


@dataclass(frozen=True)
class MeantForms:
    """The forms of a lexicon that may be meant.

    Attributes:
        indexes: The forms, each as it is written within a sentence, (n,).
        weights: The probability of the letters typed, given that the form is meant, (n,); 1 where they are the form's own.
        pairs: Two words that may be meant where a space was left out: their indexes, and the weight of both.
        unknown: The probability of the letters, given that a word is meant which the lexicon lacks.
    """

    indexes: npt.NDArray[np.intp]
    weights: npt.NDArray[np.float32]
    pairs: tuple[tuple[int, int, float], ...]
    unknown: float


class MeantWords:
    """Finds the words that may be meant. The letters of one word are read one by one, each at the same cost."""

    def __init__(self, forms: Forms) -> None:
        """Index the letters of the forms."""
        self._forms = forms
        own = np.flatnonzero(forms.uncapitalized == np.arange(len(forms.texts)))
        kept = frozenset(meant for _, meant in forms.language.spelt_out)
        self._trie = LetterTrie([forms.texts[index] for index in own.tolist()], kept)
        self._by_letters = own[self._trie.order]
        self._has_accent = np.array([not forms.texts[index].isascii() for index in self._by_letters.tolist()], dtype=bool)
        self._sequences = LetterSequences(self._trie)
        self._layout = LAYOUTS[0]
        self._judged: dict[str, bool] = {}
        self._letters = TypedLetters(self._trie, ErrorModel(self._trie.letters, self._layout, forms.language))
        self._judge = TypedLetters(self._trie, ErrorModel(self._trie.letters, self._layout, forms.language))

    def beginning_with(self, typed: str, layout: str) -> MeantForms:
        """Return the forms that may be meant where the letters `typed` are the beginning of a word."""
        beam = self._typed_on(layout).read(typed)
        return self._forms_at(beam, self._trie.stop, typed, ends=False)

    def whole(self, typed: str, layout: str) -> MeantForms:
        """Return the forms that may be meant where the letters `typed` are a whole word."""
        beam = self._typed_on(layout).whole_words(typed)
        return self._forms_at(beam, self._trie.ends, typed, ends=True)

    def is_slip(self, word: str) -> bool:
        """Return whether a word that no list has is rather a slip of a known word than a word of its own."""
        if word not in self._judged:
            meant = self._forms_at(self._judge.whole_words(word), self._trie.ends, word, ends=True)
            known = float((self._forms.frequencies[meant.indexes] * meant.weights).max(initial=0.0))
            self._judged[word] = not is_sensitive(word, self._forms.language) and known > meant.unknown * (
                _NAME_RATHER if word[:1].isupper() else _WORD_RATHER
            )
        return self._judged[word]

    def is_judged(self, word: str) -> bool:
        """Return whether `is_slip` knows the answer already; else it takes as long as to type the word."""
        return word in self._judged

    def is_known_slip(self, word: str) -> bool:
        """Return whether a word was judged to be a slip before."""
        return self._judged.get(word, False)

    def _typed_on(self, layout: str) -> TypedLetters:
        if layout != self._layout:
            self._layout = layout
            self._letters = TypedLetters(self._trie, ErrorModel(self._trie.letters, layout, self._forms.language))
        return self._letters

    def _forms_at(self, beam: Beginnings, stop: npt.NDArray[np.intp], typed: str, *, ends: bool) -> MeantForms:
        width = _WIDTH if ends else min(_WIDTH, _WIDTH_AT_FIRST + _WIDTH_A_LETTER * (len(typed) - 1))
        likely = beam.above(float(beam.log_weights.max(initial=-np.inf)) - width)
        nodes, weights = likely.nodes, np.exp(likely.log_weights)
        start, end, ended = self._trie.start[nodes], stop[nodes], self._trie.ends[nodes]
        is_word = bool((ended > start)[-1:].any()) and weights[-1] == 1
        finished = 1.0 if ends or is_word or len(typed) < _SHORTEST_FINISHED else _FINISHED
        if finished > 1:
            is_whole = ended > start
            start, end = np.concatenate([start, start[is_whole]]), np.concatenate([end, ended[is_whole]])
            weights = np.concatenate([weights, weights[is_whole] * np.float32(finished)])
            order = np.argsort(weights)
            start, end, weights = start[order], end[order], weights[order]
        fitting = np.zeros(len(self._by_letters), dtype=np.float32)
        # The best one comes last, so that each word has the weight of its best beginning.
        for first, last, weight in zip(start.tolist(), end.tolist(), weights.tolist(), strict=True):
            fitting[first:last] = weight
        if not typed.isascii():
            fitting[~self._has_accent] *= np.float32(WRONG_ACCENT)
        places = np.flatnonzero(fitting != 0)
        return MeantForms(
            indexes=self._by_letters[places],
            weights=fitting[places],
            pairs=tuple(self._pairs(typed, finished, ends=ends)),
            unknown=self._sequences.probability_of(self._trie.codes_of(typed), ends=ends),
        )

    def _pairs(self, typed: str, finished: float, *, ends: bool) -> Iterator[tuple[int, int, float]]:
        """Yield two words where the first one is typed as a whole, and the second one begins, or ends, with the rest."""
        if len(typed) < _SHORTEST_JOINED:
            return
        for place in range(1, len(typed)):
            second = typed[place:]
            first = self._forms.index_of(typed[:place])
            if first is None:
                continue
            weight = finished * LEFT_OUT_SPACE
            if (whole := self._forms.index_of(second)) is None:
                weight = LEFT_OUT_SPACE
                if ends or not (span := self._forms.with_prefix(second)):
                    continue
                whole = span.start + int(self._forms.frequencies[span.start : span.stop].argmax())
            frequency = float(self._forms.frequencies[whole])
            if max(frequency, float(self._forms.frequencies[first])) >= _COMMON:
                yield first, whole, weight * frequency

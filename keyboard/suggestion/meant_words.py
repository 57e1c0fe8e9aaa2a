"""Which words a writer may mean by the letters typed, and how well the letters fit each of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyboard.suggestion.letter_trie import LetterTrie
from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.slips import LEFT_OUT_SPACE, WRONG_ACCENT, ErrorModel
from keyboard.suggestion.typed_letters import Beginnings, TypedLetters
from keyboard.suggestion.unknown_words import LetterSequences

# The share of words within a sentence that no list has, in lower case and with a capital.
UNKNOWN_WORD = 0.003
UNKNOWN_NAME = 0.02
# Words that the letters fit so much worse than the best one, in nats, are left out.
_WIDTH = 14.0
_SHORTEST_SECOND_WORD = 2
_SHORTEST_JOINED = 4


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
        self._trie = LetterTrie([forms.texts[index] for index in own.tolist()])
        self._by_letters = own[self._trie.order]
        self._has_accent = np.array([not forms.texts[index].isascii() for index in self._by_letters.tolist()], dtype=bool)
        self._sequences = LetterSequences(self._trie)
        self._layout = ""
        self._letters = TypedLetters(self._trie, ErrorModel(self._trie.letters, self._layout))

    def beginning_with(self, typed: str, layout: str) -> MeantForms:
        """Return the forms that may be meant where the letters `typed` are the beginning of a word."""
        beam = self._typed_on(layout).read(typed)
        return self._forms_at(beam, self._trie.stop, typed, ends=False)

    def whole(self, typed: str, layout: str) -> MeantForms:
        """Return the forms that may be meant where the letters `typed` are a whole word."""
        beam = self._typed_on(layout).whole_words(typed)
        return self._forms_at(beam, self._trie.ends, typed, ends=True)

    def is_slip(self, word: str, layout: str) -> bool:
        """Return whether a word that no list has is rather a slip of one of the lexicon than a word of its own."""
        meant = self.whole(word, layout)
        known = float((self._forms.frequencies[meant.indexes] * meant.weights).max(initial=0.0))
        return known > meant.unknown * (UNKNOWN_NAME if word[:1].isupper() else UNKNOWN_WORD)

    def _typed_on(self, layout: str) -> TypedLetters:
        if layout != self._layout:
            self._layout = layout
            self._letters = TypedLetters(self._trie, ErrorModel(self._trie.letters, layout))
        return self._letters

    def _forms_at(self, beam: Beginnings, stop: npt.NDArray[np.intp], typed: str, *, ends: bool) -> MeantForms:
        best = beam.log_weights >= beam.log_weights.max() - _WIDTH
        nodes, weights = beam.nodes[best][::-1], np.exp(beam.log_weights[best][::-1])
        fitting = np.zeros(len(self._by_letters), dtype=np.float32)
        # The best one comes last, so that each word has the weight of its best beginning.
        for start, end, weight in zip(self._trie.start[nodes].tolist(), stop[nodes].tolist(), weights.tolist(), strict=True):
            fitting[start:end] = weight
        if not typed.isascii():
            fitting[~self._has_accent] *= np.float32(WRONG_ACCENT)
        places = np.flatnonzero(fitting)
        return MeantForms(
            indexes=self._by_letters[places],
            weights=fitting[places],
            pairs=tuple(self._pairs(typed, ends=ends)),
            unknown=self._sequences.probability_of(self._trie.codes_of(typed), ends=ends),
        )

    def _pairs(self, typed: str, *, ends: bool) -> Iterator[tuple[int, int, float]]:
        """Yield two words where the first one is typed as a whole, and the second one begins, or ends, with the rest."""
        if len(typed) < _SHORTEST_JOINED:
            return
        for place in range(1, len(typed) - _SHORTEST_SECOND_WORD + 1):
            second = typed[place:]
            first = self._forms.index_of(typed[:place])
            if first is None:
                continue
            if (whole := self._forms.index_of(second)) is not None:
                yield first, whole, LEFT_OUT_SPACE * float(self._forms.frequencies[whole])
            elif not ends and (span := self._forms.with_prefix(second)):
                frequencies = self._forms.frequencies[span.start : span.stop]
                yield first, span.start + int(frequencies.argmax()), LEFT_OUT_SPACE * float(frequencies.max())

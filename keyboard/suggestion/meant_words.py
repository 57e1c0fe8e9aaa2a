"""The words that a writer may mean by the letters typed, and how well the letters fit each of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keyboard.suggestion.letter_trie import Codes, LetterTrie
from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.sensitive import is_sensitive
from keyboard.suggestion.slips import LAYOUTS, LEFT_OUT_SPACE, REGULAR_FORM, WRONG_ACCENT, ErrorModel, of_several_slips
from keyboard.suggestion.typed_letters import TypedLetters
from keyboard.writing.capitals import is_in_capitals

# A word that no list has is a slip if a known word, by its frequency, makes its letters this many times more probable than the
# order of the letters does. Names resemble each other, and are far more often new than misspelt.
_WORD_RATHER = 0.03
_NAME_RATHER = 3.0
# A slip that is less probable, in nats, is not a single one.
_SINGLE_SLIP = -11.0
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
# One of two words that are run together is so common; other words together are rather a compound that the lexicon lacks.
COMMON = 1e-3
_BOTH_RARE = 0.1
# How much a capital within a word speaks for two words.
_CAPITAL_WITHIN = 100.0
# The number of words tried that continue with the letters after a left-out space.
_MOST_SECOND = 3
# A letter after two others counts as seen so often as the letter after one makes it probable; likewise for one and none.
_BACKOFF = 5.0


@dataclass(frozen=True)
class MeantForms:
    """The forms of a lexicon that may be meant."""

    indexes: npt.NDArray[np.intp]  # the forms, each as it is written within a sentence, (n,)
    # The probability of the letters typed, given that the form is meant, (n,); 1 if they are the form's own.
    weights: npt.NDArray[np.float32]
    # Two words that may be meant if a space was left out: their indexes, and the weight of both.
    pairs: tuple[tuple[int, int, float], ...]
    unknown: float  # the probability of the letters, given that the meant word is in no list
    others: Mapping[str, float]  # the weights of words that the text or the user has and the lexicon lacks


class MeantWords:
    """Finds the words that may be meant. The letters of one word are read one by one, each at the same cost."""

    def __init__(self, forms: Forms) -> None:
        """Index the letters of the forms."""
        self._forms = forms
        own = np.flatnonzero(forms.uncapitalized == np.arange(len(forms.texts)))
        kept = frozenset(meant for _, meant in forms.language.spelt_out)
        self._kept = kept
        self._trie = LetterTrie([forms.texts[index] for index in own.tolist()], kept)
        self._by_letters = own[self._trie.order]
        self._has_accent = np.array([not forms.texts[index].isascii() for index in self._by_letters.tolist()], dtype=bool)
        self._sequences = _LetterSequences(self._trie)
        self._irregular: dict[str, list[int]] = {}  # the forms that a regular one stands for
        for regular, right in forms.language.irregular:
            if (index := forms.index_of(right)) is not None:
                self._irregular.setdefault(regular, []).append(index)
        self._layout = LAYOUTS[0]
        self._judged: dict[str, bool] = {}
        self._beside: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}  # and the text's unknown words then
        self._unknown: tuple[str, ...] = ()
        self._model = ErrorModel(self._trie.letters, self._layout, forms.language)
        self._letters = TypedLetters(self._trie, self._model)
        self._letters_of_unknown = TypedLetters(LetterTrie((), kept, self._trie.letters), self._model)
        self._ahead: dict[tuple[str, bool], MeantForms] = {}  # of the letters read ahead, and whether the word ends there
        self._others: tuple[str, ...] = ()
        self._given: Collection[str] = ()  # the others at the last key
        self._letters_of_others: TypedLetters | None = None  # read when there are others

    def beginning_with(self, typed: str, layout: str, others: Collection[str] = ()) -> MeantForms:
        """Return the forms, and the `others` that the lexicon lacks, that may be meant where a word begins with the letters."""
        self._use(layout, others)
        return self._ahead.get((typed, False)) or self._meant(typed, ends=False)

    def whole(self, typed: str, layout: str, others: Collection[str] = ()) -> MeantForms:
        """Return the forms, and the `others` that the lexicon lacks, that may be meant where the letters are a whole word."""
        self._use(layout, others)
        return self._ahead.get((typed, True)) or self._meant(typed, ends=True)

    def read_ahead(self, letters: str) -> None:
        """Read letters that will probably be typed, so that no key waits for them."""
        self._ahead = {(letters, ends): self._meant(letters, ends=ends) for ends in (False, True)}

    def is_slip(self, word: str) -> bool:
        """Return whether a word that no list has is rather a slip of a known word than a word of its own."""
        if word not in self._judged:
            in_capitals = is_in_capitals(word)
            is_known = in_capitals and any(self._forms.index_of(case) is not None for case in (word.lower(), word.capitalize()))
            typed = word.lower() if in_capitals else word
            places, weights, _ = self._fitting(self._letters, typed, ends=True, together=False)
            known = float((self._forms.frequencies[self._by_letters[places]] * weights).max(initial=0.0))
            unknown = self._sequences.probability_of(self._trie.codes_of(typed), ends=True)
            is_no_slip = is_known or any(map(str.isdigit, word)) or is_sensitive(word, self._forms.language)
            self._judged[word] = not is_no_slip and known > unknown * (_NAME_RATHER if typed[:1].isupper() else _WORD_RATHER)
        return self._judged[word]

    def is_judged(self, word: str) -> bool:
        """Return whether `is_slip` knows the answer already; else it takes as long as to type the word."""
        return word in self._judged

    def judge(self, word: str, unknown: tuple[str, ...]) -> bool:
        """Find out whether a word is a slip, and which words are `beside` it; return whether either is new.

        `unknown` are the text's words that the lexicon lacks.
        """
        is_new = word not in self._judged
        self.is_slip(word)
        known, before = self._beside.get(word, (None, frozenset()))
        if known == unknown:
            return is_new
        if unknown != self._unknown:
            self._unknown = unknown
            self._letters_of_unknown = TypedLetters(LetterTrie(unknown, self._kept, self._trie.letters), self._model)
        near = {self._forms.texts[index] for index in self._by_letters[self._single_slips(self._letters, word)].tolist()}
        order = self._letters_of_unknown.trie.order
        near |= {unknown[index] for index in order[self._single_slips(self._letters_of_unknown, word)].tolist()}
        found = frozenset(
            one for one in near if one[0].isupper() == word[0].isupper() and one.removesuffix("s") != word.removesuffix("s")
        )
        self._beside[word] = unknown, found
        for one in found & self._beside.keys():
            self._beside[one] = self._beside[one][0], self._beside[one][1] | {word}
        return is_new or found != before

    def beside(self, word: str) -> frozenset[str]:
        """Return the words that a word may be a single slip away from, in the same case, as far as `judge` has found them."""
        return self._beside.get(word, ((), frozenset()))[1]

    def is_known_slip(self, word: str) -> bool:
        """Return whether a word was judged to be a slip before."""
        return self._judged.get(word, False)

    def _use(self, layout: str, others: Collection[str]) -> None:
        """Take the keyboard layout, and the words that the lexicon lacks; both seldom change."""
        if layout != self._layout or others is not self._given:
            self._ahead = {}
        if layout != self._layout:
            self._layout, self._others, self._given, self._letters_of_others = layout, (), (), None
            self._model = ErrorModel(self._trie.letters, layout, self._forms.language)
            self._letters = TypedLetters(self._trie, self._model)
        if others is self._given:
            return
        self._given = others
        if (words := tuple(sorted(others))) != self._others:
            self._others = words
            trie = LetterTrie(words, self._kept, self._trie.letters)
            self._letters_of_others = TypedLetters(trie, self._model) if words else None

    def _meant(self, typed: str, *, ends: bool) -> MeantForms:
        places, weights, finished = self._fitting(self._letters, typed, ends=ends)
        if not typed.isascii():
            weights[~self._has_accent[places]] *= np.float32(WRONG_ACCENT)
        others = {}
        if self._letters_of_others is not None:
            of_others, fitting, _ = self._fitting(self._letters_of_others, typed, ends=ends)
            order = self._letters_of_others.trie.order
            others = dict(zip([self._others[place] for place in order[of_others].tolist()], fitting.tolist(), strict=True))
        indexes = self._by_letters[places]
        if irregular := self._irregular.get(typed.lower()):
            is_other = ~np.isin(indexes, irregular)
            indexes = np.concatenate([indexes[is_other], np.array(irregular, dtype=np.intp)])
            weights = np.concatenate([weights[is_other], np.full(len(irregular), REGULAR_FORM * finished, dtype=np.float32)])
        return MeantForms(
            indexes=indexes,
            weights=weights,
            pairs=tuple(self._pairs(typed, finished, ends=ends)),
            unknown=self._sequences.probability_of(self._trie.codes_of(typed), ends=ends),
            others=others,
        )

    @staticmethod
    def _fitting(
        letters: TypedLetters, typed: str, *, ends: bool, together: bool = True
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32], float]:
        """Return the places in the trie's order of the words that may be meant, and how well the letters fit each.

        Returns also how many times a word that ends with the letters counts. Several slips in one are weighed `together`, or else
        each in full, as where nothing but the letters says that the word is a slip at all.
        """
        trie = letters.trie
        width = _WIDTH if ends else min(_WIDTH, _WIDTH_AT_FIRST + _WIDTH_A_LETTER * (len(typed) - 1))
        likely = letters.whole_words(typed, width) if ends else letters.read(typed, width)
        nodes, whole = likely.nodes, np.exp(of_several_slips(likely.log_weights) if together else likely.log_weights)
        weights = whole if ends else np.exp(likely.log_weights)
        start, ended = trie.start[nodes], trie.ends[nodes]
        stop = ended if ends else trie.stop[nodes]
        is_whole = ended > start
        is_word = bool(is_whole[-1:].any()) and weights[-1] == 1
        finished = 1.0 if ends or is_word or len(typed) < _SHORTEST_FINISHED else _FINISHED
        if finished > 1:
            start, stop = np.concatenate([start, start[is_whole]]), np.concatenate([stop, ended[is_whole]])
            weights = np.concatenate([weights, whole[is_whole] * np.float32(finished)])
            order = weights.argsort()
            start, stop, weights = start[order], stop[order], weights[order]
        places, weights = letters.words_of(start, stop, weights)
        return places, weights, finished

    def _single_slips(self, letters: TypedLetters, word: str) -> npt.NDArray[np.intp]:
        """Return the places in the trie's order of the words that a word is a single slip away from."""
        places, weights, _ = self._fitting(letters, word, ends=True, together=False)
        single: npt.NDArray[np.intp] = places[(weights > np.exp(_SINGLE_SLIP)) & (weights < 1)]
        return single

    def _pairs(self, typed: str, finished: float, *, ends: bool) -> Iterator[tuple[int, int, float]]:
        """Yield two words where the first one is typed as a whole, and the second one begins, or ends, with the rest."""
        if len(typed) < _SHORTEST_JOINED:
            return
        frequencies = self._forms.frequencies
        for place in range(1, len(typed)):
            second = typed[place:]
            first = self._forms.index_of(typed[:place])
            if first is None:
                continue
            capital = _CAPITAL_WITHIN if typed[place - 1].islower() and second[0].isupper() else 1.0
            whole = self._forms.index_of(second)
            seconds = [] if whole is None else [(whole, finished)]
            if not ends and (span := self._forms.with_prefix(second)):
                likely = frequencies[span.start : span.stop]
                n_best = min(_MOST_SECOND, len(likely))  # of a single letter, which begins many words, the best one is enough
                best = np.argpartition(likely, -n_best)[-n_best:] if len(second) > 1 else likely.argmax(axis=0, keepdims=True)
                seconds += [(index, 1.0) for index in (best + span.start).tolist() if index != whole]
            for index, weight in seconds:
                frequency = float(frequencies[index])
                is_common = capital > 1 or max(frequency, float(frequencies[first])) >= COMMON
                yield first, index, weight * capital * frequency * LEFT_OUT_SPACE * (1.0 if is_common else _BOTH_RARE)


class _LetterSequences:
    """How probable the letters of a word are that no list has, such as a name: by the order of letters in known words.

    A trigram model of letters (Witten-Bell-like interpolation), estimated from the words of a trie, each counted once.
    """

    def __init__(self, trie: LetterTrie) -> None:
        """Count the letters of the trie's words."""
        n = len(trie.letters)
        letter = trie.letter.astype(np.intp)
        parent = trie.parent
        one, two = letter[parent], letter[parent[parent]]
        counts = np.bincount((two * n + one) * n + letter, weights=(trie.stop - trie.start).astype(np.float64), minlength=n**3)
        counts[0] = 0  # the root follows nothing
        ends = np.bincount(one * n + letter, weights=(trie.ends - trie.start).astype(np.float64), minlength=n * n)
        table = counts.reshape(n, n, n)
        # Code 0, which no letter has, is the end of the word.
        table[:, :, 0] = ends.reshape(n, n)
        smooth = np.full(n, 1 / n)
        single = _mixed(table.sum(axis=(0, 1)), smooth)
        pairs = _mixed(table.sum(axis=0), single)
        self._log_probabilities: npt.NDArray[np.float32] = np.log(_mixed(table.astype(np.float64), pairs)).astype(np.float32)

    def probability_of(self, codes: Codes, *, ends: bool) -> float:
        """Return the probability that an unknown word begins with these letters, or has them alone."""
        padded = np.concatenate([[0, 0], codes, [0] * ends]).astype(np.intp)
        return float(np.exp(self._log_probabilities[padded[:-2], padded[1:-1], padded[2:]].sum()))


def _mixed(counts: npt.NDArray[np.float64], backoff: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray((counts + _BACKOFF * backoff) / (counts.sum(axis=-1, keepdims=True) + _BACKOFF))

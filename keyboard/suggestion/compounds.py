"""Compounds that the lexicon lacks, as German writes them in one word: "Haustürschlüssel", "Kaiserfamilie", "südasiatisch".

Which words can be the first part, and with which letters between the parts ("Arbeit-s-platz"), is learnt from the compounds that
the lexicon has: the letters before several of its words are a first part, and those after them a last one (as Koehn and
Knight 2003, "Empirical Methods for Compound Splitting", take the parts from a corpus).
"""

from bisect import bisect_left
from collections import defaultdict
from heapq import nlargest

from keyboard.suggestion.lexicon import Forms

# A shorter part is as often an ending or there by chance.
_SHORTEST_FIRST = 3
_SHORTEST_LAST = 4
# A string that is not a word, or hardly longer than an ending, is a first part if at least this many different words follow it.
_FEWEST_LAST = 4
# A last part that is rarer makes too many words by chance.
_RARE = 2e-7
_MOST_PARTS = 3
# The weight of a word's own frequency beside that of the compounds that have it as a part.
_WORD_SHARE = 0.01
# The share of a text's words that are compounds which the lexicon lacks.
_UNKNOWN_COMPOUNDS = 0.01


class Compounds:
    """Knows the compounds of a lexicon's words; there are none in a language that does not write them as one word."""

    def __init__(self, forms: Forms) -> None:
        """Learn the parts; takes a second or two."""
        self._nouns: frozenset[str] = frozenset()  # in lower case, as the parts are
        # How often each part is one: a first part with the letters that join it, and a last one.
        self._firsts: dict[str, float] = {}
        self._lasts: dict[str, float] = {}
        if forms.language.has_compounds:
            self._learn(forms)
        self._sorted_lasts = sorted(self._lasts)
        self._longest_first = max(map(len, self._firsts), default=0)

    def __contains__(self, word: str) -> bool:
        """Return whether a word is a compound; with a capital, that of a noun."""
        lower = word[:1].lower() + word[1:]
        return lower.islower() and self._is_compound(lower, _MOST_PARTS, is_noun=word[0].isupper())

    def beginning_with(self, typed: str, k: int) -> dict[str, float]:
        """Return the `k` most probable compounds whose first part and a letter more are typed; nouns have their capitals.

        The probability is that of any text, before its letters are typed.
        """
        lower = typed[:1].lower() + typed[1:]
        if not lower.islower():
            return {}
        found: defaultdict[str, float] = defaultdict(float)
        for end in range(_SHORTEST_FIRST, min(len(lower) - 1, self._longest_first) + 1):
            if share := self._firsts.get(lower[:end]):
                for last in self._lasts_with(lower[end:]):
                    if last in self._nouns or typed[0].islower():
                        word = lower[:end] + last
                        found[word[0].upper() + word[1:] if last in self._nouns else word] += share * self._lasts[last]
        return dict(nlargest(k, found.items(), key=lambda item: item[1]))

    def _is_compound(self, word: str, parts: int, *, is_noun: bool) -> bool:
        for end in range(_SHORTEST_FIRST, min(len(word) - _SHORTEST_LAST, self._longest_first) + 1):
            if word[:end] in self._firsts:
                rest = word[end:]
                if rest in self._lasts and (rest in self._nouns) is is_noun:
                    return True
                if parts > 2 and self._is_compound(rest, parts - 1, is_noun=is_noun):
                    return True
        return False

    def _lasts_with(self, beginning: str) -> list[str]:
        start = bisect_left(self._sorted_lasts, beginning)
        return self._sorted_lasts[start : bisect_left(self._sorted_lasts, beginning + "\U0010ffff", lo=start)]

    def _learn(self, forms: Forms) -> None:
        words = {
            text: float(frequency)
            for own, (index, text, frequency) in enumerate(
                zip(forms.uncapitalized.tolist(), forms.texts, forms.frequencies.tolist(), strict=True)
            )
            if own == index and text.isalpha() and text[1:].islower()
        }
        self._nouns = frozenset(text.lower() for text in words if text[0].isupper())
        self._lasts = {
            text.lower(): frequency * _WORD_SHARE
            for text, frequency in words.items()
            if len(text) >= _SHORTEST_LAST and frequency >= _RARE
        }
        followed: defaultdict[str, set[str]] = defaultdict(set)
        shares: defaultdict[str, float] = defaultdict(float)
        for noun in self._nouns:
            frequency = words[noun[0].upper() + noun[1:]]
            if len(noun) > _SHORTEST_FIRST:
                self._firsts[noun] = frequency * _WORD_SHARE
            for end in range(_SHORTEST_FIRST, len(noun) - _SHORTEST_LAST + 1):
                first, last = noun[:end], noun[end:]
                if last in self._nouns and last in self._lasts:
                    followed[first].add(last[:_SHORTEST_LAST])
                    shares[first] += frequency
                    self._lasts[last] += frequency
        for first, lasts in followed.items():
            is_short = len(first) == _SHORTEST_FIRST
            is_word = first in self._nouns or (first in words and not is_short)
            if (is_word and not is_short) or (len(lasts) >= _FEWEST_LAST and (is_word or not is_short)):
                self._firsts[first] = self._firsts.get(first, 0.0) + shares[first]
        scale = _UNKNOWN_COMPOUNDS / (sum(self._firsts.values()) * sum(self._lasts.values()))
        self._firsts = {first: share * scale for first, share in self._firsts.items()}

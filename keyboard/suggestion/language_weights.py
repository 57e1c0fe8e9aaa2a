"""Which language a text is written in, word by word: by how often its last words are written in each.

A forward filter over a hidden language (Rabiner 1989, "A Tutorial on Hidden Markov Models"): each word multiplies the weight of a
language by its frequency there, and between two words the writer may change the language, which is rare within a paragraph.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import islice

from keyboard.language_model.kv_cache import AbortWhen
from keyboard.storage.languages import FOLDER, language_codes
from keyboard.suggestion.lexicon import Forms
from keyboard.writing.words import WORD

# So many words of each language are told apart; all others say nothing.
_WORDS = 20_000
_PER_BILLION = 1e-9
# The share of a word that is none of these, and of a beginning of a word.
_UNKNOWN = 2e-6
# Letters that are looked at of the word that is being typed.
_LETTERS = 4
# How probable it is that a writer changes the language before a word, and before a paragraph.
_CHANGES = 0.002
_CHANGES_AT_PARAGRAPH = 0.25
# The weight of the languages but the first one where nothing is written yet.
_OTHER_AT_START = 0.03
# How probable it is that a new text is in the language of the last one, whatever the first language is.
_GOES_ON = 0.5
_LOOKED_AT = 1000


class LanguageWeights:
    """The probability of each language at the cursor, by the text before it."""

    def __init__(self) -> None:
        self._last: tuple[str, tuple[str, ...]] = "", ()
        self._weights: dict[str, float] = {}
        self._in_last_text: dict[str, float] = {}

    def prepare(self, abort_when: AbortWhen) -> None:
        """Read the frequent words of all languages, so that no key waits for them; meant for idle time."""
        for code in language_codes():
            if abort_when():
                return
            _frequencies(code)

    def at(self, context: str, prefix: str, codes: Sequence[str] = ()) -> dict[str, float]:
        """Return the weight of each of the languages `codes`, or of all that ship; the weights add up to 1.

        A new text is probably in the first one, or in the language of the last text. The letters of `prefix`, which begin a word
        after the text `context`, count too.
        """
        codes = tuple(code for code in codes if code in language_codes()) or language_codes()
        if (context, codes) != self._last:
            if not WORD.search(context) and WORD.search(self._last[0]):
                self._in_last_text = self._weights
            self._last = context, codes
            self._weights = _weights(context[-_LOOKED_AT:], codes, self._in_last_text)
        return _after(self._weights, prefix[:_LETTERS].lower(), 1) if prefix and len(codes) > 1 else self._weights


def is_foreign(word: str, forms: Forms) -> bool:
    """Return whether a word without a capital is a frequent one of another language, and none of that of the forms."""
    code = forms.language.code
    if not code or not word.islower() or forms.index_of(word) is not None:
        return False
    return any(word in _frequencies(other)[0] for other in language_codes() if other != code)


def _weights(text: str, codes: tuple[str, ...], in_last_text: dict[str, float]) -> dict[str, float]:
    n_others = len(codes) - 1
    if not n_others:
        return {codes[0]: 1.0}
    prior = {code: _OTHER_AT_START / n_others if place else 1 - _OTHER_AT_START for place, code in enumerate(codes)}
    known = sum(in_last_text.get(code, 0.0) for code in codes)
    if known:
        prior = _mixed(prior, {code: in_last_text.get(code, 0.0) / known for code in codes}, _GOES_ON)
    weights, seen = prior, prior
    for place, paragraph in enumerate(filter(None, text.split("\n"))):
        if place:
            weights, seen = _at_paragraph(weights, seen, place)
        for word in WORD.findall(paragraph):
            weights = _mixed(_after(weights, word.lower(), 0), dict.fromkeys(codes, 1 / len(codes)), _CHANGES)
    if text.endswith("\n"):
        weights, _ = _at_paragraph(weights, seen, text.count("\n"))
    return weights


def _at_paragraph(
    weights: dict[str, float], seen: dict[str, float], n_paragraphs: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the weights before a paragraph, which may be in any language seen so far, and the mean of those seen."""
    seen = _mixed(seen, weights, 1 / (n_paragraphs + 1))
    return _mixed(weights, seen, _CHANGES_AT_PARAGRAPH), seen


def _after(weights: dict[str, float], letters: str, kind: int) -> dict[str, float]:
    """Return the weights after a word (kind 0) or the beginning of one (kind 1)."""
    letters = letters.replace("'", "").replace("’", "")
    found = {code: weight * (_frequencies(code)[kind].get(letters, 0.0) + _UNKNOWN) for code, weight in weights.items()}
    total = sum(found.values())
    return {code: weight / total for code, weight in found.items()}


def _mixed(weights: dict[str, float], others: dict[str, float], share: float) -> dict[str, float]:
    return {code: (1 - share) * weight + share * others[code] for code, weight in weights.items()}


@cache
def _frequencies(code: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return the shares of a language's most frequent words, and those of their first letters; all in lower case."""
    words: defaultdict[str, float] = defaultdict(float)
    beginnings: defaultdict[str, float] = defaultdict(float)
    with (FOLDER / code / "lexicon.tsv").open(encoding="utf-8") as lines:
        for line in islice(lines, _WORDS):
            word, _, count = line.lower().replace("'", "").partition("\t")  # many a writer leaves apostrophes out
            share = int(count) * _PER_BILLION
            words[word] += share
            for length in range(1, min(len(word), _LETTERS) + 1):
                beginnings[word[:length]] += share
    return dict(words), dict(beginnings)

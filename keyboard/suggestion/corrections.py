"""Whether the word at the cursor, taken as it stands, is a slip, and what was meant."""

import re

from keyboard.suggestion.meant_words import COMMON, MeantForms, MeantWords
from keyboard.suggestion.sensitive import is_sensitive
from keyboard.suggestion.slips import ADDED_SPACE
from keyboard.suggestion.word_distribution import WordDistribution
from keyboard.writing.capitals import is_in_capitals
from keyboard.writing.cursor import CursorSplit
from keyboard.writing.query import Correction, Query
from keyboard.writing.words import WORD

# More letters than this are no word.
_LONGEST_WORD = 40
# A correction that is less probable is not worth a question.
_LEAST_PROBABILITY = 0.3
# A word follows a space, a line's start, or marks that open something there.
_WORD_BEGINS = re.compile(r"(?:^|[\s(\[\"“‘'«—–])\Z")
# Marks that a line of prose does not have; it may have amounts, as in "$26" and "~50", and "item(s)".
_CODE = re.compile(r"[{}<>=\\|`^_]|[$#~](?! ?\d)|::|//|\w\((?!s\))")
# The share of words within a sentence that no list has, in lower case and with a capital. In lower case the last words of the
# text count too, beside so many usual ones.
_UNKNOWN_WORD = 0.003
_UNKNOWN_NAME = 1.0
_USUAL_WORDS = 20
_RECENT_WORDS = 15
_RECENT_CHARACTERS = 200
# A word is so often a plural or a possessive that the lexicon lacks, though it has the word; of a frequent word it has all.
_PLURAL = 0.005
_POSSESSIVE = 0.05
_FREQUENT = 1e-3
# A word is rarely one that is derived from a known one: a slip of a single letter is likelier, as in "truely".
_DERIVED = 5e-6
_ENDING = re.compile(r"(?<=\w{4})(?:[eo]rs?|ed|ing|ly|ness|less)\Z")
_AFTER_SIBILANT = re.compile(r"(?:(?<=[sxz])|(?<=[cs]h))es\Z")
# Fewer letters are rather an abbreviation than a slip that may be corrected unasked.
_SHORTEST_SURE = 3
_WELL_KNOWN_NAME = 2e-5
# A name that is expected with a probability of one in a hundred is as good as such a well-known one.
_EXPECTED_NAME = 2e-3
# A single letter after a space is rather the beginning of a word than the end of one.
_SHORTEST_TORN = 2
# A previous word that is rarer, or unknown, says no more than this.
_RARE = 1e-6
# A word that the lexicon has is meant at least so often as this part of its frequency, whatever the model says.
_LEAST_SHARE = 0.02


def meant_at_cursor(
    distribution: WordDistribution, split: CursorSplit, query: Query, meant_words: MeantWords
) -> MeantForms | None:
    """Return the words that may be meant by the letters typed; None where these only filter: none are, or others follow."""
    if not _has_letters(split, query):
        return None
    return meant_words.beginning_with(split.prefix, query.layout, distribution.others)


def correction_of(
    distribution: WordDistribution,
    split: CursorSplit,
    query: Query,
    meant_words: MeantWords,
    earlier: WordDistribution | None = None,
) -> Correction | None:
    """Return what was probably meant by the letters before the cursor, if the word ends there; None if they are right.

    `earlier` is the distribution at the word before, if it is known.
    """
    typed = split.prefix
    if not _has_letters(split, query) or not is_prose(split) or not typed.replace("'", "").isalpha():
        return None
    if typed in query.left_alone or is_sensitive(typed, distribution.language) or (is_in_capitals(typed) and typed != "I"):
        return None
    letters = meant_words.whole(typed, query.layout, distribution.others)
    meant = distribution.weighed(typed, letters, ends=True)
    right = max(meant.words.pop(typed, 0.0), distribution.frequency_of(typed) * _LEAST_SHARE, _derived(typed, distribution))
    if query.lower_case or split.starts_sentence:
        meant.words.pop(typed.capitalize(), None)
    alternatives = dict(meant.words)
    torn = torn_apart(split, distribution)
    if torn:
        as_one, apart = (
            earlier.probability_here(word) if earlier else distribution.frequency_of(word) for word in (torn, split.previous_word)
        )
        alternatives[torn] = ADDED_SPACE * as_one / max(apart, _RARE)
    if not alternatives:
        return None
    word = max(alternatives, key=alternatives.__getitem__)
    known = max(sum(alternatives.values()) + right, 1e-30)
    if alternatives[word] < _LEAST_PROBABILITY * known:  # as for most words that are right; no unknown word is needed then
        return None
    probability = alternatives[word] / (known + letters.unknown * unknown_share(split, distribution, meant_words))
    if probability < _LEAST_PROBABILITY:
        return None
    replace = len(typed) + (len(split.previous_word) + 1 if word == torn else 0)
    is_only_offered = word != torn and not _is_done_unasked(word, split, distribution)
    return Correction(split.as_written(word), probability, replace, is_only_offered)


def probability_as_slip(word: str, distribution: WordDistribution, query: Query, meant_words: MeantWords) -> float:
    """Return how probable it is that another word follows and is typed as `word`: the most that any one has."""
    meant = distribution.weighed(word, meant_words.whole(word, query.layout, distribution.others), ends=True)
    return max((p for other, p in meant.words.items() if other != word), default=0.0)


def _has_letters(split: CursorSplit, query: Query) -> bool:
    return not query.rest and not query.instead_of and 0 < len(split.prefix) <= _LONGEST_WORD


def _is_done_unasked(word: str, split: CursorSplit, distribution: WordDistribution) -> bool:
    """Return whether the letters before the cursor may become a word unasked.

    Of two spellings that the lexicon lacks, the one in the text may be the slip; two rare words are rather a compound; names
    resemble each other; and a word that the lexicon has may be right although it is unlikely here.
    """
    typed, parts = split.prefix, word.split()
    if typed[:2].isupper() and typed.lower() == word.lower():
        return True  # a second capital
    if word in distribution.others or distribution.frequency_of(typed) or (len(typed) < _SHORTEST_SURE and word[0] != "I"):
        return False
    if len(parts) > 1 and typed.islower() and max(map(distribution.frequency_of, parts)) < COMMON:
        return False
    if not typed[:1].isupper() or split.starts_sentence:
        return True
    frequency = max(map(distribution.frequency_of, (word, word.lower())))
    return max(frequency, distribution.probability_here(word) * _EXPECTED_NAME) >= _WELL_KNOWN_NAME


def _derived(typed: str, distribution: WordDistribution) -> float:
    """Return the probability of a plural, a possessive or a derived word that the lexicon lacks, of a word that it has."""
    for stem in (typed.removesuffix("s").removesuffix("'"), _AFTER_SIBILANT.sub("", typed)):
        frequency = distribution.frequency_of(stem)
        if stem != typed and frequency < _FREQUENT and not typed.endswith("ss"):
            rate = _POSSESSIVE if typed == stem + "'s" else _PLURAL
            if plural := max(frequency, distribution.probability_here(stem)) * rate:
                return plural
    ending = _ENDING.search(typed)
    stems = (typed[: ending.start()], typed[: ending.start()] + "e") if ending else ()
    return _DERIVED * sum(max(distribution.frequency_of(stem), distribution.probability_here(stem)) for stem in stems)


def is_prose(split: CursorSplit) -> bool:
    """Return whether an ordinary word stands at the cursor, and not a part of an address, of code or of a compound."""
    line = split.context[split.context.rfind("\n") + 1 :]
    return (split.has_space or _WORD_BEGINS.search(line) is not None) and _CODE.search(line) is None


def unknown_share(split: CursorSplit, distribution: WordDistribution, meant_words: MeantWords) -> float:
    """Return the share of words like the one at the cursor, by its case and the last words of the text, that no list has."""
    if split.prefix[:1].isupper() and not split.starts_sentence:
        return _UNKNOWN_NAME
    last = WORD.findall(split.context[-_RECENT_CHARACTERS:])[-_RECENT_WORDS:]
    unknown = sum(word.islower() and not distribution.contains(word) and not meant_words.is_known_slip(word) for word in last)
    return float(unknown + _UNKNOWN_WORD * _USUAL_WORDS) / (len(last) + _USUAL_WORDS)


def torn_apart(split: CursorSplit, distribution: WordDistribution) -> str:
    """Return the word that the last two are if they are written as one, or "" if they are none."""
    if len(split.prefix) < _SHORTEST_TORN or not split.previous_word or split.owes_space:
        return ""
    joined = split.previous_word + split.prefix
    return joined if distribution.contains(joined) else ""

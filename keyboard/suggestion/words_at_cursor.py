"""Chooses the words of a distribution for the buttons, given the text around the cursor and the writer's settings."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from keyboard.suggestion.meant_words import MeantForms
from keyboard.suggestion.word_distribution import WordDistribution, WordProbability
from keyboard.writing.capitals import begins_sentence, is_in_capitals
from keyboard.writing.cursor import CursorSplit
from keyboard.writing.language import Language
from keyboard.writing.query import Correction, Query

# The number of further words that are searched for those that end in the letters after the cursor.
_MORE_WORDS = 200
# A correction with at least this probability, if the word ends here, comes before completions that are at most this much
# likelier.
_PROBABLE = 0.5
_MUCH_LESS = 0.2
# The words whose noise is kept: some that may stand on the buttons while a word is typed.
_WORDS_OF_A_CONTEXT = 256


def words_at_cursor(
    distribution: WordDistribution, split: CursorSplit, query: Query, meant: MeantForms | None = None
) -> tuple[WordProbability, ...]:
    """Return the words for the buttons, best first. `meant` are those that the letters typed may stand for, if any.

    Within a word, those that end in its rest come first, and the word that is there is left out. A writer who begins
    sentences in lower case gets words in lower case; where the editor capitalizes automatically, the first word of a sentence has
    its capital on the button too. Words that would replace another one follow its case.
    """
    if query.instead_of:
        return _words_instead(distribution, split, query)
    if query.lower_case and split.starts_sentence and not split.prefix:
        distribution = distribution.in_lower_case()
    if not split.prefix or not query.rest:
        has_capital = query.automatic_capital and not split.prefix and _begins_sentence(split, distribution.language)
        pool = distribution.most_probable(split.prefix, query.top_k, capital=has_capital, meant=meant)
        chosen = choose_words(pool, query.count, seed=split.context)
        is_right = bool(split.prefix) and (distribution.contains(split.prefix) or split.prefix in query.left_alone)
        return _with_completion_first(chosen, split.prefix) if is_right else chosen
    rest = query.rest.replace("’", "'")
    standing = split.prefix + rest
    others = [item for item in distribution.most_probable(split.prefix, query.top_k + _MORE_WORDS) if item.word != standing]
    return choose_words_around(others, rest, query.top_k, query.count, seed=split.context)


def with_correction(
    words: tuple[WordProbability, ...],
    correction: Correction | None,
    distribution: WordDistribution,
    split: CursorSplit,
    query: Query,
) -> tuple[WordProbability, ...]:
    """Return the words with a probable correction before completions that are not much likelier, unless the letters are a word.

    A correction that the letters begin is a completion too, as "for" is of "fo", so that "forward" may stay before it. If the
    correction joins the word before the cursor to the one at it, it takes the last place.
    """
    if correction is None:
        return words
    before = correction.replace - len(split.prefix)
    if before:
        others = [item for item in words if item.word != correction.word][: min(query.count, query.top_k) - 1]
        return (*others, WordProbability(correction.word, correction.probability, before))
    found = next((item for item in words if split.as_written(item.word) == correction.word), None)
    if found is None or correction.probability < _PROBABLE or distribution.contains(split.prefix):
        return words
    if _is_begun(found, split.prefix) and _is_begun(words[0], split.prefix):
        return words
    is_near = found.probability >= words[0].probability * _MUCH_LESS
    return (found, *(item for item in words if item is not found)) if is_near else words


def _with_completion_first(words: tuple[WordProbability, ...], typed: str) -> tuple[WordProbability, ...]:
    """Return the words with one that continues the letters typed in the first place, or else the typed word itself."""
    if not words:
        return words
    completions = (item for item in words if _is_begun(item, typed) and len(item.word) > len(typed))
    first = next(completions, WordProbability(typed, 0.0))
    return (first, *(item for item in words if item is not first))[: len(words)]


def _is_begun(item: WordProbability, typed: str) -> bool:
    return item.word.lower().startswith(typed.lower())


def _words_instead(distribution: WordDistribution, split: CursorSplit, query: Query) -> tuple[WordProbability, ...]:
    present = query.instead_of
    if split.starts_sentence and present[0].islower():
        distribution = distribution.in_lower_case()
    has_capital = _begins_sentence(split, distribution.language) and present[0].isupper()
    # `most_probable` returns one case of each word, so that one more than the pool is enough.
    found = distribution.most_probable("", query.top_k + 1, capital=has_capital)
    others = [item for item in found if item.word.lower() != present.lower()][: query.top_k]
    if is_in_capitals(present):
        others = [replace(item, word=item.word.upper()) for item in others]
    return choose_words(others, query.count, seed=split.context)


def _begins_sentence(split: CursorSplit, language: Language) -> bool:
    return begins_sentence(split.context + " " * split.has_space, language)


def choose_words(pool: Sequence[WordProbability], count: int, seed: str) -> tuple[WordProbability, ...]:
    """Return `count` words of a pool of the k most probable ones, best first.

    A pool that is no larger than `count` is returned whole. From a larger one words are drawn without replacement, in proportion
    to their probability, by the Gumbel-top-k trick (Kool, van Hoof and Welling 2019, "Stochastic Beams and Where to Find Them"):
    the seed fixes the noise of each word, so that the same context shows the same words and a typed letter removes only the words
    that it rules out.
    """
    ranked = sorted(pool, key=lambda item: -item.probability)
    if len(ranked) <= count:
        return tuple(ranked)
    drawn = sorted(ranked, key=lambda item: -_perturbed(item, seed))[:count]
    return tuple(sorted(drawn, key=lambda item: -item.probability))


def choose_words_around(pool: Sequence[WordProbability], rest: str, k: int, count: int, seed: str) -> tuple[WordProbability, ...]:
    """Return `count` words of the `k` best of a larger pool, those that end in `rest` before all others."""
    fitting = [item for item in pool if item.word.endswith(rest)]
    others = [item for item in pool if not item.word.endswith(rest)]
    chosen = choose_words(fitting[:k], count, seed)
    return chosen + choose_words(others[: max(k - len(fitting), 0)], count - len(chosen), seed)


def _perturbed(item: WordProbability, seed: str) -> float:
    return math.log(max(item.probability, 1e-30)) + _noise(item.word, seed)


@lru_cache(_WORDS_OF_A_CONTEXT)
def _noise(word: str, seed: str) -> float:
    digest = hashlib.blake2b(f"{seed}\0{word}".encode("utf-8", "replace"), digest_size=8).digest()
    uniform = (int.from_bytes(digest) + 0.5) / 2**64
    return -math.log(-math.log(uniform))

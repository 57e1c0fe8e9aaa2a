"""The words for the buttons, as the cursor's surroundings and the writer's habits want them."""

from dataclasses import replace

from keyboard.suggestion.word_distribution import WordDistribution, WordProbability, choose_words, choose_words_around
from keyboard.writing.capitals import begins_sentence
from keyboard.writing.cursor import CursorSplit
from keyboard.writing.query import Query

# Among so many words more those are looked for that end in the letters after the cursor.
_MORE_WORDS = 200


def words_at_cursor(distribution: WordDistribution, split: CursorSplit, query: Query) -> tuple[WordProbability, ...]:
    """Return the words for the buttons, best first.

    Within a word those that end in its rest come first, and the word that stands there is none of them. Who begins sentences in
    lower case is offered such words; where a capital comes by itself, a sentence's first word has it on the buttons too. Words in
    the place of another one are written as it is.
    """
    if query.instead_of:
        return _words_instead(distribution, split, query)
    if query.lower_case and split.starts_sentence and not split.prefix:
        distribution = distribution.in_lower_case()
    if not split.prefix or not query.rest:
        has_capital = query.automatic_capital and not split.prefix and _begins_sentence(split)
        pool = distribution.most_probable(split.prefix, query.top_k, capital=has_capital)
        return choose_words(pool, query.count, seed=split.context)
    rest = query.rest.replace("’", "'")
    standing = split.prefix + rest
    others = [item for item in distribution.most_probable(split.prefix, query.top_k + _MORE_WORDS) if item.word != standing]
    return choose_words_around(others, rest, query.top_k, query.count, seed=split.context)


def _words_instead(distribution: WordDistribution, split: CursorSplit, query: Query) -> tuple[WordProbability, ...]:
    present = query.instead_of
    if split.starts_sentence and present[0].islower():
        distribution = distribution.in_lower_case()
    has_capital = _begins_sentence(split) and present[0].isupper()
    # Two cases of a word are one word here, so that one more than the pool is enough.
    found = distribution.most_probable("", query.top_k + 1, capital=has_capital)
    others = [item for item in found if item.word.lower() != present.lower()][: query.top_k]
    if len(present) > 1 and present.isupper():
        others = [replace(item, word=item.word.upper()) for item in others]
    return choose_words(others, query.count, seed=split.context)


def _begins_sentence(split: CursorSplit) -> bool:
    return begins_sentence(split.context + " " * split.has_space)

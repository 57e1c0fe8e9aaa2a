"""The words for the buttons, as the cursor's surroundings and the writer's habits want them."""

from keyboard.capitals import begins_sentence
from keyboard.suggestion.cursor_split import CursorSplit
from keyboard.suggestion.prediction import Query
from keyboard.suggestion.selection import WordProbability, choose_words, choose_words_around
from keyboard.suggestion.word_distribution import WordDistribution

# Among so many words more those are looked for that end in the letters after the cursor.
_MORE_WORDS = 200


def words_at_cursor(distribution: WordDistribution, split: CursorSplit, query: Query) -> tuple[WordProbability, ...]:
    """Return the words for the buttons, best first.

    Within a word those that end in its rest come first, and the word that stands there is none of them. Who begins sentences in
    lower case is offered such words; where a capital comes by itself, a sentence's first word has it on the buttons too.
    """
    if query.lower_case and split.starts_sentence and not split.prefix:
        distribution = distribution.in_lower_case()
    if not split.prefix or not query.rest:
        has_capital = query.automatic_capital and not split.prefix and begins_sentence(split.context + " " * split.has_space)
        pool = distribution.most_probable(split.prefix, query.top_k, capital=has_capital)
        return choose_words(pool, query.count, seed=split.context)
    rest = query.rest.replace("’", "'")
    standing = split.prefix + rest
    others = [item for item in distribution.most_probable(split.prefix, query.top_k + _MORE_WORDS) if item.word != standing]
    return choose_words_around(others, rest, query.top_k, query.count, seed=split.context)

"""The words for the buttons, as the cursor's surroundings and the writer's habits want them."""

from keyboard.suggestion.cursor_split import CursorSplit
from keyboard.suggestion.prediction import Query
from keyboard.suggestion.selection import WordProbability, choose_words, choose_words_around
from keyboard.suggestion.word_distribution import WordDistribution

# Among so many words more those are looked for that end in the letters after the cursor.
_MORE_WORDS = 200


def words_at_cursor(distribution: WordDistribution, split: CursorSplit, query: Query) -> tuple[WordProbability, ...]:
    """Return the words for the buttons, best first.

    Within a word those that end in its rest come first, and the word that stands there is none of them. Who begins sentences in
    lower case is offered such words.
    """
    if query.lower_case and split.starts_sentence and not split.prefix:
        distribution = distribution.in_lower_case()
    if not split.prefix or not query.rest:
        return choose_words(distribution.most_probable(split.prefix, query.top_k), query.count, seed=split.context)
    standing = split.prefix + query.rest
    pool = [item for item in distribution.most_probable(split.prefix, query.top_k + _MORE_WORDS) if item.word != standing]
    return choose_words_around(pool, query.rest, query.top_k, query.count, seed=split.context)

"""How probable given words are after a text: which of several corrections a writer meant."""

from collections.abc import Sequence

import numpy as np

from keyboard.language_model.kv_cache import AbortWhen
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.probabilities import log_softmax
from keyboard.suggestion.cursor_split import split_at_cursor

# Eight words of at most eight tokens fill one batch of the KV cache.
_WORDS_AT_ONCE = 8
LONGEST_PATH = 8
# Of a word that no token can write.
_IMPOSSIBLE = -1e9


def log_probabilities_of(
    language_model: LanguageModel, text: str, offset: int, words: Sequence[str], abort_when: AbortWhen
) -> tuple[float, ...]:
    """Return the log-probability of each word after a text that stands `offset` characters into its document, in nats.

    It is that of the word's tokens, the first eight of them, and of its end after them. After a jump a short context must do.
    """
    split = split_at_cursor(text)
    first = log_softmax(language_model.read(split.context, offset, abort_when, has_space=split.has_space).logits)
    start = (" " if split.has_space and not split.owes_space else "") + split.prefix
    paths = [tuple(language_model.encoding.encode(start + word)[:LONGEST_PATH]) for word in words]
    scores: list[float] = []
    for place in range(0, len(paths), _WORDS_AT_ONCE):
        some = paths[place : place + _WORDS_AT_ONCE]
        language_model.look_ahead([path for path in some if path], abort_when)
        after = {path: log_softmax(logits) for path, logits in language_model.evaluated_ahead()}
        for path in some:
            if not path:
                scores.append(_IMPOSSIBLE)
                continue
            rest = sum(float(after[path[:end]][path[end]]) for end in range(1, len(path)))
            word_ends = float(np.log(np.exp(after[path][language_model.ends_word]).sum()))
            scores.append(float(first[path[0]]) + rest + word_ends)
    return tuple(scores)

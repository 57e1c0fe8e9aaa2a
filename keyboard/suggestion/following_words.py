"""The words that probably follow those on the buttons, from the tokens that are evaluated after them anyway.

If a word was evaluated ahead, the next token's probabilities after it are known, and so is its most probable next word. If that
one is probable enough, the words after it cost a decode step each.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod

import numpy as np
from msgspec import structs

from keyboard.language_model.kv_cache import AbortWhen, Logits
from keyboard.language_model.language_model import LONGEST_PATH, LanguageModel
from keyboard.language_model.look_ahead import TokenPath
from keyboard.suggestion.word_distribution import WordDistribution
from keyboard.suggestion.words_at_cursor import words_at_cursor
from keyboard.writing.cursor import CursorSplit, split_at_cursor
from keyboard.writing.query import FollowingWord, Query

# The most words, and the least probability of each, that a setting may show.
_MOST_WORDS = 4
_LEAST_PROBABILITY = 0.3

# Returns the words after a path of tokens, by the log-probabilities, (n_vocab,), of the token after it, and the probability that
# such a token begins a word.
DistributionAfter = Callable[[CursorSplit, Logits, TokenPath], tuple[WordDistribution, float]]


@dataclass(frozen=True)
class _Next:
    """The word or the mark that is most probable after a path, and the path that it ends."""

    word: FollowingWord
    path: TokenPath


class FollowingWords:
    """The most probable next word after each evaluated path, until the text continues otherwise."""

    def __init__(self, language_model: LanguageModel, distribution_after: DistributionAfter) -> None:
        self._language_model = language_model
        self._distribution_after = distribution_after
        self._next: dict[TokenPath, _Next] = {}

    @property
    def is_empty(self) -> bool:
        return not self._next

    def clear(self) -> None:
        """Forget all paths, which have followed another text."""
        self._next.clear()

    def known(self, path: TokenPath) -> tuple[FollowingWord, ...]:
        """Return the known words after a path; computes nothing."""
        return tuple(one.word for one in self._chain(path))

    def find(self, text: str, path: TokenPath, query: Query) -> None:
        """Find the next word after `text`, which ends in the tokens of `path`, if these are evaluated."""
        after = self._language_model.ahead.log_probabilities_after(path)
        if path not in self._next and after is not None and (found := self._most_probable(text, path, after, query)):
            self._next[path] = found

    def find_all(self, text: str, path: TokenPath, probability: float, query: Query, abort_when: AbortWhen) -> None:
        """Find the words after `text` and evaluate them, as long as all of it is probable enough; meant for idle time.

        The last word of `text` has this `probability`.
        """
        self.find(text, path, query)
        while chain := self._chain(path):
            last = chain[-1].path
            of_all = probability * prod(one.word.probability for one in chain)
            if len(chain) == _MOST_WORDS or len(last) > LONGEST_PATH or of_all < _LEAST_PROBABILITY:
                return
            self._language_model.look_ahead([last], abort_when)
            self.find(text + "".join(_written(one.word.word) for one in chain), last, query)
            if last not in self._next:
                return

    def _chain(self, path: TokenPath) -> list[_Next]:
        return list(self._links(path))

    def _links(self, path: TokenPath) -> Iterator[_Next]:
        for _ in range(_MOST_WORDS):
            if (found := self._next.get(path)) is None:
                return
            yield found
            path = found.path

    def _most_probable(self, text: str, path: TokenPath, after: Logits, query: Query) -> _Next | None:
        """Return the next word or mark, if it is probable enough; `after`, (n_vocab,), are the tokens' log-probabilities."""
        model = self._language_model
        word_ends = float(np.exp(model.log_word_end(path)))
        marks = model.tokenizer.marks
        mark = int(marks[after[marks].argmax()])
        split = split_at_cursor(text + " ")
        distribution, begins_word = self._distribution_after(split, after, path)
        best = words_at_cursor(distribution, split, structs.replace(query, count=1, top_k=1))
        p_mark = float(np.exp(after[mark])) / word_ends
        p_word = best[0].probability * begins_word / word_ends if best else 0.0
        if max(p_mark, p_word) < _LEAST_PROBABILITY:
            return None
        if p_mark > p_word:
            return _Next(FollowingWord(model.tokenizer.pieces[mark].decode(), min(p_mark, 1.0)), (*path, mark))
        return _Next(FollowingWord(best[0].word, min(p_word, 1.0)), (*path, *model.path_of(" " + best[0].word)))


def _written(word: str) -> str:
    return f" {word}" if word[0].isalnum() else word

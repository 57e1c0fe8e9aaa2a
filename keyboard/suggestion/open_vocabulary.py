"""Words that the lexicon lacks: a beam search through the model's tokens, from the letters typed to the end of the word."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np

from keyboard.language_model.kv_cache import AbortWhen, Logits
from keyboard.language_model.language_model import LONGEST_PATH, LanguageModel
from keyboard.language_model.look_ahead import TokenPath
from keyboard.language_model.probabilities import log_softmax
from keyboard.suggestion.sensitive import is_sensitive
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.language import Language
from keyboard.writing.words import is_spelt_out

_BEAM = 3
_LONGEST_PATH = 6
# The beginnings of known words that are followed at once.
_MOST_BEGINNINGS = 4
# A word is returned if its probability, given the letters typed, is at least this.
_LEAST_PROBABILITY = 0.1


@dataclass(frozen=True)
class _Start:
    """The beginning of a word."""

    path: TokenPath  # its tokens
    text: bytes  # their bytes
    log_probability: float  # by the model
    after: Logits  # the log-probabilities, (n_vocab,), of the next token


class OpenVocabulary:
    """Completes words that the lexicon lacks, such as names, with a few evaluations in idle time."""

    def __init__(self, language_model: LanguageModel) -> None:
        """Sort the tokens of the model by their bytes."""
        self._language_model = language_model
        pieces = language_model.tokenizer.pieces
        self._ids = sorted(range(len(pieces)), key=lambda token: pieces[token])
        self._pieces = [pieces[token] for token in self._ids]

    def complete(self, typed: str, log_probabilities: Logits, language: Language, abort_when: AbortWhen) -> dict[str, float]:
        """Return words that begin with `typed` (and its space, where it has one), each with P(word | the context).

        `log_probabilities`, (n_vocab,), are those of the next token. Returns only words that the model considers likely, and none
        that is never offered in the language.
        """
        wanted = typed.encode("utf-8", "replace")
        beam = [_Start((), b"", 0.0, log_probabilities)]
        found: dict[str, float] = {}
        reached = 0.0
        for _ in range(_LONGEST_PATH):
            grown = [longer for start in beam for longer in self._grow(start, wanted)]
            likeliest = sorted(grown, key=lambda longer: -longer[2])[:_BEAM]
            if not likeliest:
                break
            self._language_model.look_ahead([path for path, _, _ in likeliest], abort_when)
            beam = [
                _Start(path, text, log_probability, after)
                for path, text, log_probability in likeliest
                if (after := self._language_model.ahead.log_probabilities_after(path)) is not None
            ]
            whole = [start for start in beam if len(start.text) >= len(wanted)]
            reached = max(reached, sum(np.exp(start.log_probability) for start in whole))
            self._add_ended(whole, found)
        return {
            word: p
            for word, p in found.items()
            if p >= _LEAST_PROBABILITY * reached and len(word) > len(typed.strip()) and not is_sensitive(word, language)
        }

    def best_of(self, words: Iterable[str], space: str, log_probabilities: Logits, abort_when: AbortWhen) -> dict[str, float]:
        """Return the likeliest of some words, after a `space` or at once, each with P(word | the context).

        `log_probabilities`, (n_vocab,), are those of the next token. Follows the tokens of all words at once, the likeliest
        beginnings only.
        """
        paths = {word: self._language_model.path_of(space + word) for word in words}
        beginnings: dict[TokenPath, tuple[float, Logits]] = {(): (0.0, log_probabilities)}
        found: dict[str, float] = {}
        for length in range(1, LONGEST_PATH + 1):
            longer = {path[:length] for path in paths.values() if len(path) >= length and path[: length - 1] in beginnings}
            reached = {path: beginnings[path[:-1]][0] + float(beginnings[path[:-1]][1][path[-1]]) for path in longer}
            best = nlargest(_MOST_BEGINNINGS, reached, key=reached.__getitem__)
            self._language_model.look_ahead(best, abort_when)
            ahead = self._language_model.ahead
            beginnings = {path: (reached[path], row) for path in best if (row := ahead.log_probabilities_after(path)) is not None}
            for word, path in paths.items():
                if path in beginnings:
                    found[word] = float(np.exp(beginnings[path][0] + self._language_model.log_word_end(path)))
        return found

    def _grow(self, start: _Start, wanted: bytes) -> Iterable[tuple[TokenPath, bytes, float]]:
        """Yield path, bytes and log-probability of beginnings that are one token longer: up to the letters typed, or beyond."""
        rest = wanted[len(start.text) :]
        tokens = self._fitting(rest) if rest else self._likeliest_within_word(start.after)
        pieces = self._language_model.tokenizer.pieces
        for token in tokens:
            yield (*start.path, token), start.text + pieces[token], start.log_probability + float(start.after[token])

    def _fitting(self, rest: bytes) -> list[int]:
        """Return the tokens that begin with `rest`, and those that `rest` begins with."""
        tokens = []
        place = bisect_left(self._pieces, rest)
        while place < len(self._pieces) and self._pieces[place].startswith(rest):
            tokens.append(self._ids[place])
            place += 1
        for length in range(1, len(rest)):
            place = bisect_left(self._pieces, rest[:length])
            while place < len(self._pieces) and self._pieces[place] == rest[:length]:  # a letter may be a byte's token too
                tokens.append(self._ids[place])
                place += 1
        return tokens

    def _likeliest_within_word(self, log_probabilities: Logits) -> list[int]:
        within = np.where(self._language_model.tokenizer.ends_word, -np.inf, log_probabilities)
        best: list[int] = np.argpartition(within, -_BEAM)[-_BEAM:].tolist()
        return best

    def _add_ended(self, whole: Sequence[_Start], found: dict[str, float]) -> None:
        """Add the beginnings that may be whole words to `found`, with the probability that they end here."""
        for start in whole:
            word = start.text.decode("utf-8", "replace").strip()
            if is_spelt_out(word):
                log_probability = start.log_probability + self._language_model.log_word_end(start.path)
                found[word] = found.get(word, 0.0) + float(np.exp(log_probability))


# Eight words of at most eight tokens fill one batch of the KV cache.
_WORDS_AT_ONCE = 8
# The log-probability of a word that has no tokens.
_IMPOSSIBLE = -1e9


def log_probabilities_of(
    language_model: LanguageModel, text: str, offset: int, words: Sequence[str], abort_when: AbortWhen
) -> tuple[float, ...]:
    """Return the log-probability of each word after a text that stands `offset` characters into its document, in nats.

    It is the sum over the first eight tokens of the word and the end of the word after them. After a jump, a short context is
    read.
    """
    split = split_at_cursor(text)
    first = log_softmax(language_model.read(split.context, offset, abort_when, has_space=split.has_space).logits)
    start = (" " if split.has_space and not split.owes_space else "") + split.prefix
    paths = [language_model.path_of(start + word) for word in words]
    scores: list[float] = []
    for place in range(0, len(paths), _WORDS_AT_ONCE):
        some = paths[place : place + _WORDS_AT_ONCE]
        language_model.look_ahead([path for path in some if path], abort_when)
        scores += [_log_probability_of(path, first, language_model) if path else _IMPOSSIBLE for path in some]
    return tuple(scores)


def _log_probability_of(path: TokenPath, first: Logits, language_model: LanguageModel) -> float:
    """Return the log-probability of a word that was evaluated ahead; `first`, (n_vocab,), are those of its first token."""
    total, after = 0.0, first
    for end, token in enumerate(path, start=1):
        total += float(after[token])
        following = language_model.ahead.log_probabilities_after(path[:end])
        assert following is not None  # noqa: S101 - it was evaluated just now
        after = following
    return total + language_model.log_word_end(path)

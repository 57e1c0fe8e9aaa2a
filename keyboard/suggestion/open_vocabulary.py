"""Words that no list has, followed token by token through the model: a beam search from the letters typed to the word's end."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from keyboard.language_model.kv_cache import AbortWhen, Logits
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.look_ahead import TokenPath
from keyboard.language_model.probabilities import log_softmax
from keyboard.writing.cursor import split_at_cursor

_BEAM = 3
_LONGEST_PATH = 6
# A word is offered where, given its letters so far, the model gives it at least this probability.
_LEAST_PROBABILITY = 0.1


@dataclass(frozen=True)
class _Start:
    """The beginning of a word: its tokens, its bytes and its log-probability."""

    path: TokenPath
    text: bytes
    log_probability: float


class OpenVocabulary:
    """Completes words that are in no lexicon, such as names, at the cost of a few evaluations in idle time."""

    def __init__(self, language_model: LanguageModel) -> None:
        """Index the model's pieces by their bytes."""
        self._language_model = language_model
        pieces = language_model.encoding.pieces
        self._ids = sorted(range(len(pieces)), key=lambda token: pieces[token])
        self._pieces = [pieces[token] for token in self._ids]

    def complete(self, typed: str, log_probabilities: Logits, abort_when: AbortWhen) -> dict[str, float]:
        """Return words that begin with `typed` (and its space, where it has one), each with P(word | the context).

        `log_probabilities`, (n_vocab,), are those of the next token. Only words that the model is fairly sure of are returned.
        """
        wanted = typed.encode("utf-8", "replace")
        beam = [_Start((), b"", 0.0)]
        after: dict[TokenPath, Logits] = {(): log_probabilities}
        found: dict[str, float] = {}
        reached = 0.0
        for _ in range(_LONGEST_PATH):
            grown = [longer for start in beam for longer in self._grow(start, wanted, after[start.path])]
            beam = sorted(grown, key=lambda start: -start.log_probability)[:_BEAM]
            if not beam:
                break
            self._language_model.look_ahead([start.path for start in beam], abort_when)
            after = {path: log_softmax(logits) for path, logits in self._language_model.evaluated_ahead()}
            beam = [start for start in beam if start.path in after]
            whole = [start for start in beam if len(start.text) >= len(wanted)]
            reached = max(reached, sum(np.exp(start.log_probability) for start in whole))
            self._take_ended(whole, after, found)
        return {word: p for word, p in found.items() if p >= _LEAST_PROBABILITY * reached and len(word) > len(typed.strip())}

    def _grow(self, start: _Start, wanted: bytes, log_probabilities: Logits) -> Iterable[_Start]:
        """Return the beginnings that are one token longer: towards the letters typed, or on from them."""
        rest = wanted[len(start.text) :]
        tokens = self._fitting(rest) if rest else self._going_on(log_probabilities)
        pieces = self._language_model.encoding.pieces
        for token in tokens:
            log_probability = start.log_probability + float(log_probabilities[token])
            yield _Start((*start.path, token), start.text + pieces[token], log_probability)

    def _fitting(self, rest: bytes) -> list[int]:
        """Return the tokens that begin with these bytes, and those that these bytes begin with."""
        tokens = []
        place = bisect_left(self._pieces, rest)
        while place < len(self._pieces) and self._pieces[place].startswith(rest):
            tokens.append(self._ids[place])
            place += 1
        for length in range(1, len(rest)):
            place = bisect_left(self._pieces, rest[:length])
            if place < len(self._pieces) and self._pieces[place] == rest[:length]:
                tokens.append(self._ids[place])
        return tokens

    def _going_on(self, log_probabilities: Logits) -> list[int]:
        """Return the most probable tokens that go on with a word."""
        within = np.where(self._language_model.ends_word, -np.inf, log_probabilities)
        best: list[int] = np.argpartition(within, -_BEAM)[-_BEAM:].tolist()
        return best

    def _take_ended(self, whole: Sequence[_Start], after: dict[TokenPath, Logits], found: dict[str, float]) -> None:
        """Keep, of the beginnings that have all letters typed, those that may be whole words."""
        for start in whole:
            word = start.text.decode("utf-8", "replace").strip()
            ends = float(np.exp(after[start.path][self._language_model.ends_word]).sum())
            if word.isalpha():
                found[word] = found.get(word, 0.0) + float(np.exp(start.log_probability)) * ends


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

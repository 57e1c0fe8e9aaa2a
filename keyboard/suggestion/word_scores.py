"""How probable each word of the lexicon is: the language model's tokens, and within a token the lexicon's frequencies.

Every form of the lexicon begins with one token, so P(word) = P(first token) × P(the rest | first token). The first factor is the
model's. The second comes from the lexicon's frequencies, with no evaluation, until the first token has been evaluated ahead; then
it is the model's too. Words of one token then have P(the word ends here), the probability that the next token begins something
new.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from keyboard.language_model.kv_cache import Logits
from keyboard.language_model.language_model import LanguageModel
from keyboard.language_model.look_ahead import TokenPath
from keyboard.language_model.tokenizer import Tokenizer
from keyboard.storage.array_cache import load_arrays, save_arrays
from keyboard.suggestion.lexicon import Forms
from keyboard.suggestion.query import expects_capital
from keyboard.suggestion.word_distribution import Probabilities
from keyboard.writing.cursor import CursorSplit
from keyboard.writing.words import WORD

LogProbabilities = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.int32]
LogShares = npt.NDArray[np.float32]

# First tokens that several words share are looked into where at least this much probability is undecided among them.
_UNDECIDED = 0.01
_MOST_UNDECIDED_TOKENS = 2
# Of longer words the lexicon guesses the rest, until they are evaluated to their end.
_TOKENS_WEIGHED = 2
# What the text says of a word counts so much beside the lexicon's frequencies, which come from far more text.
_UNKNOWN_WORD_WEIGHT = 0.1


class WordScores:
    """Scores every form of the lexicon by one model; the probabilities of the next token are the caller's."""

    def __init__(self, language_model: LanguageModel, forms: Forms, cache_folder: Path) -> None:
        """Index the forms in the model's tokens, or read the index that an earlier start left in the cache folder."""
        self.forms = forms  # the lexicon's
        self._language_model = language_model
        self._with_space, self._without_space = _load_index(forms, language_model.tokenizer, cache_folder)

    def log_probabilities(self, log_probabilities: Logits, split: CursorSplit, after_path: TokenPath = ()) -> LogProbabilities:
        """Return the log-probability of each form at the cursor, (n_forms,), by those of the next token, (n_vocab,).

        The cursor stands `after_path`, tokens that are evaluated ahead of the text.
        """
        tokens = self._tokens(split)
        case = int(expects_capital(split, self.forms.language))
        scores: LogProbabilities = np.add(log_probabilities[tokens.first], tokens.log_share[case])
        for path in self._language_model.ahead.logits:
            *before, token = path
            if tuple(before) == after_path and (after := self._language_model.ahead.log_probabilities_after(path)) is not None:
                forms = tokens.beginning_with(token)
                scores[forms] = log_probabilities[token] + self._log_rest(tokens, forms, path, after, case)
        for index, score in self._evaluated_words(log_probabilities, split, after_path):
            scores[index] = score
        return scores

    def long_words(self, words: Iterable[str], split: CursorSplit) -> list[str]:
        """Return those of some forms that have tokens whose probability is the lexicon's guess: a third one, or more."""
        before = " " * split.has_space
        return [word for word in words if len(self._language_model.path_of(before + word)) > _TOKENS_WEIGHED]

    def _evaluated_words(
        self, log_probabilities: Logits, split: CursorSplit, after_path: TokenPath
    ) -> Iterator[tuple[int, float]]:
        """Yield the words of more than two tokens that are evaluated to their end, each with its log-probability."""
        model, length = self._language_model, len(after_path)
        for path in model.ahead.logits:
            if len(path) - length <= _TOKENS_WEIGHED or path[:length] != after_path:
                continue
            text = model.tokenizer.decode(list(path[length:])).removeprefix(" " * split.has_space)
            index = self.forms.index_of(text)
            if index is None or model.path_of(" " * split.has_space + text) != path[length:]:
                continue
            score, row = 0.0, log_probabilities
            for end in range(length, len(path)):
                score += float(row[path[end]])
                following = model.ahead.log_probabilities_after(path[: end + 1])
                if following is None:
                    break
                row = following
            else:
                yield index, score + model.log_word_end(path)

    def make_room_for(
        self,
        word: str,
        share: float,
        probabilities: Probabilities,
        log_probabilities: Logits,
        split: CursorSplit,
        after_path: TokenPath = (),
    ) -> float:
        """Return the probability of a word that only the text has, and take it from the forms that begin with the same tokens.

        These are its first token, or its first two where the first is evaluated ahead. `share` is the word's part of the text,
        `probabilities`, (n_forms,), are those of the forms, which are changed, and `log_probabilities`, (n_vocab,), those of the
        next token. The cursor stands `after_path`.
        """
        path = self._language_model.path_of(" " * split.has_space + word)
        tokens = self._tokens(split)
        alike = tokens.beginning_with(path[0])
        probability = float(np.exp(log_probabilities[path[0]]))
        first = (*after_path, path[0])
        if len(path) > 1 and (after := self._language_model.ahead.log_probabilities_after(first)) is not None:
            alike = alike[tokens.second[alike] == path[1]]
            probability *= float(np.exp(after[path[1]]))
        frequency = _UNKNOWN_WORD_WEIGHT * share
        part = frequency / (frequency + float(self.forms.frequencies[alike].sum()))
        probabilities[alike] *= 1 - part
        return probability * part

    def undecided(self, log_probabilities: Logits, split: CursorSplit) -> list[TokenPath]:
        """Return the first tokens that leave open which word it is, of those that fit the letters typed."""
        span = self.forms.with_prefix(split.prefix)
        if not span:
            return []
        scores = np.exp(self.log_probabilities(log_probabilities, split)[span.start : span.stop])
        first = self._tokens(split).first[span.start : span.stop]
        best = np.zeros(len(log_probabilities), dtype=np.float32)
        np.maximum.at(best, first, scores)
        undecided = np.bincount(first, weights=scores, minlength=len(best)) - best
        found = (undecided > _UNDECIDED * max(float(scores.sum()), 1e-30)).nonzero()[0]
        return [(token,) for token in found[np.argsort(-undecided[found])][:_MOST_UNDECIDED_TOKENS].tolist()]

    def _tokens(self, split: CursorSplit) -> "_TokenizedForms":
        return self._with_space if split.has_space else self._without_space

    def _log_rest(
        self, tokens: "_TokenizedForms", forms: npt.NDArray[np.int64], path: TokenPath, after: Logits, case: int
    ) -> npt.NDArray[np.float32]:
        """Return the log-probability of what follows a path, the first token of these forms, by what comes `after` it."""
        second = tokens.second[forms]
        rest = after[second] + tokens.log_share_of_second[case, forms]
        word_ends = self._language_model.log_word_end(path)
        return np.asarray(np.where(second == _NO_TOKEN, word_ends, rest), dtype=np.float32)


# The part of the frequencies if the model does not know the language.
_PART = 0.3
# The part if it does, for the comparison of the two: it limits what a word that the model rules out says against the model.
_FLOOR = 0.02
# The logarithm of the odds that the model does not know a language, before a word of it is written.
_PRIOR_LOG_ODDS = -3.0
# The evidence of a word fades with each word after it, so that about the last hundred decide.
_FADES = 0.99
# A smaller part of the frequencies changes no button for the better.
_LEAST_PART = 0.1


class Interpolation:
    """The model's probabilities of the words of one language, mixed with the words' frequencies if it does not know it.

    Both have predicted the words that are already written. By Bayes' rule, the frequencies get weight to the degree that the
    mixture of the two would have predicted these words better than the model alone (Jelinek and Mercer 1980, "Interpolated
    estimation of Markov source parameters from sparse data").
    """

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._log_odds = _PRIOR_LOG_ODDS
        # The last context, and what both expect after it.
        self._expected: tuple[str, Probabilities, Probabilities] | None = None

    @property
    def part(self) -> float:
        """The part of the frequencies in the mixture, 0 where the model knows the language."""
        part = _PART / (1 + math.exp(-self._log_odds))
        return part if part >= _LEAST_PART else 0.0

    def expect(self, context: str, probabilities: Probabilities, frequencies: Probabilities) -> None:
        """Note what the model and the words' frequencies expect after a context, (n_forms,) each."""
        self._expected = context, probabilities, frequencies

    def learn(self, context: str) -> None:
        """Weigh the two by the word that this context adds to the last one, if it is a known word."""
        if self._expected is None or not context.startswith(self._expected[0]):
            return
        before, probabilities, frequencies = self._expected
        self._expected = None
        added = WORD.match(context, len(before) + (context[len(before) : len(before) + 1] == " "))
        index = self._forms.index_of(added[0]) if added else None
        if index is None:
            return
        by_model, by_frequency = float(probabilities[index]), float(frequencies[index])
        mixed = (1 - _PART) * by_model + _PART * by_frequency
        alone = (1 - _FLOOR) * by_model + _FLOOR * by_frequency
        self._log_odds = _FADES * self._log_odds + math.log(mixed / alone)

    def mixed(self, probabilities: Probabilities, frequencies: Probabilities) -> Probabilities:
        """Return the probabilities of the forms, (n_forms,), by those of the model and by their shares in ordinary text."""
        part = np.float32(self.part)
        return (1 - part) * probabilities + part * frequencies if part else probabilities

    def mixed_others(self, probabilities: Mapping[str, float], frequencies: Mapping[str, float]) -> dict[str, float]:
        """Return the same of words that the lexicon lacks; a word that only one of the two knows has 0 from the other."""
        part = self.part
        others = {word: (1 - part) * p for word, p in probabilities.items()}
        for word, share in frequencies.items() if part else ():
            others[word] = others.get(word, 0.0) + part * share
        return others


_VERSION = 1
_NO_TOKEN = -1


@dataclass(frozen=True)
class _TokenizedForms:
    """The forms in tokens, either with a space before them or without.

    A share is the form's part of the frequency of all forms that begin with the same tokens: what the lexicon knows about the
    rest of a word before the model is asked.
    """

    first: Tokens  # first token of each form, (n_forms,)
    second: Tokens  # second token, or `_NO_TOKEN`, (n_forms,)
    # Log of the share among forms with the same first token, (2, n_forms): within a sentence, and where a capital is expected.
    log_share: LogShares
    log_share_of_second: LogShares  # the same among forms with the same first two tokens, (2, n_forms)
    by_first: npt.NDArray[np.int64]  # the forms' indexes ordered by first token, (n_forms,)

    def beginning_with(self, token: int) -> npt.NDArray[np.int64]:
        """Return the indexes of the forms whose first token it is."""
        start, end = np.searchsorted(self.first, [token, token + 1], sorter=self.by_first)
        return self.by_first[start:end]


def _load_index(forms: Forms, tokenizer: Tokenizer, cache_folder: Path) -> tuple[_TokenizedForms, _TokenizedForms]:
    """Return the forms in tokens, with a space before them and without."""
    file = cache_folder / f"words-{_key(forms, tokenizer)}.npz"
    if (arrays := load_arrays(file)) is not None:
        return _from_arrays(arrays, "with_space"), _from_arrays(arrays, "without_space")
    with_space, without_space = _tokenize(forms, tokenizer, " "), _tokenize(forms, tokenizer, "")
    save_arrays(file, _to_arrays(with_space, "with_space") | _to_arrays(without_space, "without_space"))
    return with_space, without_space


def _tokenize(forms: Forms, tokenizer: Tokenizer, before: str) -> _TokenizedForms:
    tokens = [tokenizer.encode_continuation(before + text)[:2] for text in forms.texts]
    first = np.array([word[0] for word in tokens], dtype=np.int32)
    second = np.array([word[1] if len(word) > 1 else _NO_TOKEN for word in tokens], dtype=np.int32)
    return _TokenizedForms(
        first=first,
        second=second,
        log_share=_log_shares(forms, [first]),
        log_share_of_second=_log_shares(forms, [first, second]),
        by_first=np.argsort(first, kind="stable"),
    )


def _log_shares(forms: Forms, tokens: Sequence[Tokens]) -> LogShares:
    _, group = np.unique(np.stack(tokens), axis=1, return_inverse=True)
    shares = [
        frequencies / np.bincount(group.ravel(), weights=frequencies)[group.ravel()]
        for frequencies in (forms.frequencies, forms.capital_frequencies)
    ]
    return np.log(np.maximum(shares, 1e-12)).astype(np.float32)


def _key(forms: Forms, tokenizer: Tokenizer) -> str:
    digest = hashlib.blake2b(f"{_VERSION}{tokenizer.fingerprint}".encode(), digest_size=12)
    digest.update("\n".join(forms.texts).encode())
    digest.update(forms.frequencies.tobytes())
    return digest.hexdigest()


def _to_arrays(half: _TokenizedForms, name: str) -> dict[str, npt.NDArray[Any]]:
    return {f"{name}.{field.name}": getattr(half, field.name) for field in fields(_TokenizedForms)}


def _from_arrays(arrays: dict[str, npt.NDArray[Any]], name: str) -> _TokenizedForms:
    return _TokenizedForms(**{field.name: arrays[f"{name}.{field.name}"] for field in fields(_TokenizedForms)})

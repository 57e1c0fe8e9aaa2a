"""The lexicon in a model's tokens: which token each word begins with, and how likely the word is after that token."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from keyboard.language_model.tokenizer import ModelEncoding
from keyboard.storage.array_cache import load_arrays, save_arrays
from keyboard.suggestion.lexicon import Forms

_VERSION = 1
NO_TOKEN = -1

Tokens = npt.NDArray[np.int32]
LogShares = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TokenizedForms:
    """The forms in tokens, either with a space before them or without.

    A share is the form's part of the frequency of all forms that begin with the same tokens: what the lexicon knows about the
    rest of a word before the model is asked.

    Attributes:
        first: First token of each form, (n_forms,).
        second: Second token, or `NO_TOKEN`, (n_forms,).
        log_share: Log of the share among forms with the same first token, (2, n_forms): within a sentence, and where a
            capital is expected.
        log_share_of_second: The same among forms with the same first two tokens, (2, n_forms).
        by_first: The forms' indexes ordered by first token, (n_forms,).
    """

    first: Tokens
    second: Tokens
    log_share: LogShares
    log_share_of_second: LogShares
    by_first: npt.NDArray[np.int64]

    def beginning_with(self, token: int) -> npt.NDArray[np.int64]:
        """Return the indexes of the forms whose first token it is."""
        start, end = np.searchsorted(self.first, [token, token + 1], sorter=self.by_first)
        return self.by_first[start:end]


@dataclass(frozen=True)
class WordIndex:
    """Every form of the lexicon in the tokens of one model."""

    forms: Forms
    with_space: TokenizedForms
    without_space: TokenizedForms


def load_word_index(forms: Forms, encoding: ModelEncoding, cache_folder: Path) -> WordIndex:
    """Return the index, from the cache folder where an earlier start left it."""
    file = cache_folder / f"words-{_key(forms, encoding)}.npz"
    if (arrays := load_arrays(file)) is not None:
        return WordIndex(forms, *(_from_arrays(arrays, half) for half in ("with_space", "without_space")))
    index = WordIndex(forms, _tokenize(forms, encoding, " "), _tokenize(forms, encoding, ""))
    save_arrays(file, _to_arrays(index.with_space, "with_space") | _to_arrays(index.without_space, "without_space"))
    return index


def _tokenize(forms: Forms, encoding: ModelEncoding, before: str) -> TokenizedForms:
    tokens = [encoding.encode(before + text)[:2] for text in forms.texts]
    first = np.array([word[0] for word in tokens], dtype=np.int32)
    second = np.array([word[1] if len(word) > 1 else NO_TOKEN for word in tokens], dtype=np.int32)
    return TokenizedForms(
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


def _key(forms: Forms, encoding: ModelEncoding) -> str:
    digest = hashlib.blake2b(f"{_VERSION}{encoding.fingerprint}".encode(), digest_size=12)
    digest.update("\n".join(forms.texts).encode())
    digest.update(forms.frequencies.tobytes())
    return digest.hexdigest()


def _to_arrays(half: TokenizedForms, name: str) -> dict[str, npt.NDArray[Any]]:
    return {f"{name}.{field.name}": getattr(half, field.name) for field in fields(TokenizedForms)}


def _from_arrays(arrays: dict[str, npt.NDArray[Any]], name: str) -> TokenizedForms:
    return TokenizedForms(**{field.name: arrays[f"{name}.{field.name}"] for field in fields(TokenizedForms)})

"""The vocabulary of a GPT-2 checkpoint, from vocab.json and merges.txt or from tokenizer.json."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gguf import TokenType

from keyboard.model_store.checkpoint import read_json
from keyboard.model_store.errors import ModelStoreError

END_OF_TEXT = "<|endoftext|>"


@dataclass(frozen=True)
class Tokenizer:
    """A byte-level BPE vocabulary, as GGUF has it.

    Attributes:
        tokens: Each token in GPT-2's printable form, (n_vocab,).
        kinds: Whether each is normal, control, user-defined or unused, (n_vocab,).
        merges: The pairs that are merged, each with a space between, the one to prefer first.
    """

    tokens: tuple[str, ...]
    kinds: tuple[TokenType, ...]
    merges: tuple[str, ...]


def read_tokenizer(folder: Path, n_vocab: int) -> Tokenizer:
    """Return a checkpoint's tokenizer with as many tokens as its embedding has rows; those beyond the vocabulary are unused.

    Raises `ModelStoreError` where there is none, it is of another kind, or it has more tokens than the embedding.
    """
    vocabulary, merges, added = _from_two_files(folder) if (folder / "vocab.json").exists() else _from_one_file(folder)
    tokens = [f"[PAD{place}]" for place in range(n_vocab)]
    kinds = [TokenType.UNUSED] * n_vocab
    for token, place, kind in _entries(vocabulary, added):
        if not isinstance(place, int) or not 0 <= place < n_vocab:
            raise ModelStoreError(f"{folder} is not converted: its token {token!r} has the id {place} of {n_vocab} embeddings.")
        tokens[place], kinds[place] = token, kind
    return Tokenizer(tuple(tokens), tuple(kinds), tuple(merges))


def _entries(vocabulary: dict[str, int], added: dict[str, tuple[int, bool]]) -> Iterator[tuple[str, int, TokenType]]:
    for token, place in vocabulary.items():
        yield token, place, TokenType.CONTROL if token == END_OF_TEXT else TokenType.NORMAL
    for token, (place, is_special) in added.items():
        yield token, place, TokenType.CONTROL if is_special or token == END_OF_TEXT else TokenType.USER_DEFINED


def _from_two_files(folder: Path) -> tuple[dict[str, int], list[str], dict[str, tuple[int, bool]]]:
    """Return tokens, merges and the tokens that were added later, each with its id and whether it is a control token."""
    try:
        lines = (folder / "merges.txt").read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelStoreError(f"{folder / 'merges.txt'} is missing or damaged; fetch it again.") from error
    merges = [line for line in lines if line and not line.startswith("#version")]
    added = read_json(folder / "added_tokens.json") if (folder / "added_tokens.json").exists() else {}
    return read_json(folder / "vocab.json"), merges, {token: (place, False) for token, place in added.items()}


def _from_one_file(folder: Path) -> tuple[dict[str, int], list[str], dict[str, tuple[int, bool]]]:
    file = folder / "tokenizer.json"
    if not file.exists():
        raise ModelStoreError(f"{folder} has neither vocab.json and merges.txt nor tokenizer.json; fetch them too.")
    values = read_json(file)
    model = values.get("model") or {}
    if model.get("type", "BPE") != "BPE" or not _is_byte_level(values.get("pre_tokenizer")):
        raise ModelStoreError(f"{file} is no tokenizer of GPT-2's kind; only GPT-2 is converted.")
    try:
        merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
        added = {token["content"]: (token["id"], bool(token.get("special"))) for token in values.get("added_tokens", [])}
        return dict(model["vocab"]), merges, added
    except (KeyError, TypeError) as error:
        raise ModelStoreError(f"{file} is damaged: {error} is missing or wrong; fetch it again.") from error


def _is_byte_level(pre_tokenizer: Any) -> bool:
    return isinstance(pre_tokenizer, dict) and pre_tokenizer.get("type") == "ByteLevel"

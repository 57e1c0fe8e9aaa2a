"""The tokenizer of a GPT-2 checkpoint, as transformers writes it, in GGUF's form."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gguf import TokenType

from keyboard.model_store.checkpoint_files import check_no_pointer, read_json
from keyboard.model_store.errors import ModelStoreError

END_OF_TEXT = "<|endoftext|>"
# Names of begin and end tokens, if no file says which they are; any vocabulary has a line end.
_BEGIN_NAMES = (END_OF_TEXT, "<s>", "<bos>", "[BOS]", "Ċ")
_END_NAMES = (END_OF_TEXT, "</s>", "<eos>", "[EOS]", "Ċ")


@dataclass(frozen=True)
class Tokenizer:
    """A byte-level BPE vocabulary, as GGUF has it."""

    tokens: tuple[str, ...]  # each token in GPT-2's printable form, (n_vocab,)
    kinds: tuple[TokenType, ...]  # of each token, (n_vocab,)
    merges: tuple[str, ...]  # pairs with a space between them, in the order of preference
    begin: int
    end: int


def read_tokenizer(folder: Path, n_vocab: int, begin: int | None, end: int | None) -> Tokenizer:
    """Return a checkpoint's tokenizer with as many tokens as its embedding has rows; `begin` and `end` are config.json's ids.

    Rows without a token are unused, and an added token without a row, such as one for padding, is left out. Raises
    `ModelStoreError` where there is no tokenizer, it is damaged or of another kind, or a token that merges make has no row.
    """
    vocabulary, merges, added = _from_two_files(folder) if (folder / "vocab.json").exists() else _from_one_file(folder)
    made = _made_by(merges, vocabulary, folder)
    names, special = _named(folder)
    try:
        added |= _added_tokens(folder)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelStoreError(f"{folder} has a damaged list of added tokens: {error}; fetch it again.") from error
    tokens = [f"[PAD{place}]" for place in range(n_vocab)]
    kinds = [TokenType.UNUSED] * n_vocab
    entries = {token: (place, False) for token, place in vocabulary.items()} | added
    for token, (place, is_special) in entries.items():
        is_row = isinstance(place, int) and 0 <= place < n_vocab
        if not is_row and isinstance(place, int) and place >= n_vocab and token not in made:
            continue
        if not is_row:
            raise ModelStoreError(f"{folder} is not converted: its token {token!r} has the id {place} of {n_vocab} embeddings.")
        if token in made and vocabulary[token] != place:
            reason = f"its added token {token!r} is also one of the vocabulary, and llama.cpp cannot tell them apart"
            raise ModelStoreError(f"{folder} is not converted: {reason}; delete it from the added tokens.")
        is_control = is_special or token in special or _looks_special(token)
        kind = TokenType.CONTROL if is_control else TokenType.USER_DEFINED if token in added else TokenType.NORMAL
        tokens[place], kinds[place] = token, TokenType.NORMAL if token in made else kind
    ids = {token: place for place, token in enumerate(tokens)}
    if lost := made - ids.keys():
        raise ModelStoreError(f"{folder} has two tokens with the id of {min(lost)!r}; fetch its vocabulary again.")
    return Tokenizer(
        tuple(tokens),
        tuple(kinds),
        tuple(merges),
        _id_of(begin, n_vocab, ids, (names.get("bos_token"), *_BEGIN_NAMES)),
        _id_of(end, n_vocab, ids, (names.get("eos_token"), *_END_NAMES)),
    )


def _id_of(said: int | None, n_vocab: int, ids: dict[str, int], names: tuple[str | None, ...]) -> int:
    """Return the id in config.json if there is such a token, or else that of the first name."""
    if said is not None and 0 <= said < n_vocab:
        return said
    return next((ids[name] for name in names if name in ids), 0)


def _looks_special(token: str) -> bool:
    """Return whether a token is a control token by its name, as in llama.cpp's `conversion/base.py`."""
    return token in ("<pad>", "<mask>") or (token.startswith("<|") and token.endswith("|>"))


def _made_by(merges: list[str], vocabulary: dict[str, int], folder: Path) -> set[str]:
    """Return the tokens that text can become without added ones: single bytes, and the results of merges."""
    made = {"".join(merge.split(" ", 1)) for merge in merges}
    lost = next((token for token in made if token not in vocabulary), None)
    if lost is not None or any(merge.count(" ") != 1 for merge in merges):
        raise ModelStoreError(f"{folder} has merges that make {lost!r}, which is not in its vocabulary; fetch both again.")
    return made | {token for token in vocabulary if len(token) == 1}


_Added = dict[str, tuple[int, bool]]


def _from_two_files(folder: Path) -> tuple[dict[str, int], list[str], _Added]:
    """Return tokens, merges and added tokens, each of these with its id and whether it is a control token."""
    check_no_pointer(folder / "merges.txt")
    try:
        lines = (folder / "merges.txt").read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelStoreError(f"{folder / 'merges.txt'} is missing or damaged; fetch it again.") from error
    return read_json(folder / "vocab.json"), [line for line in lines if line and not line.startswith("#version")], {}


def _from_one_file(folder: Path) -> tuple[dict[str, int], list[str], _Added]:
    file = folder / "tokenizer.json"
    if not file.exists():
        raise ModelStoreError(f"{folder} has neither vocab.json and merges.txt nor tokenizer.json; fetch them too.")
    values = read_json(file)
    model = values.get("model") or {}
    pre_tokenizer = values.get("pre_tokenizer")
    is_byte_level = isinstance(pre_tokenizer, dict) and pre_tokenizer.get("type") == "ByteLevel"
    try:
        if model.get("type", "BPE") != "BPE" or not is_byte_level:
            raise ModelStoreError(f"{file} is not a GPT-2 tokenizer; only GPT-2 can be converted.")
        merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
        added = {token["content"]: (token["id"], bool(token.get("special"))) for token in values.get("added_tokens", [])}
        return dict(model["vocab"]), merges, added
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelStoreError(f"{file} is damaged: {error} is missing or wrong; fetch it again.") from error


def _added_tokens(folder: Path) -> _Added:
    """Return the added tokens that other files than tokenizer.json list."""
    listed = _optional(folder / "added_tokens.json")
    decoder: dict[str, dict[str, Any]] = _optional(folder / "tokenizer_config.json").get("added_tokens_decoder") or {}
    decoded = {entry["content"]: (int(place), bool(entry.get("special"))) for place, entry in decoder.items()}
    return {token: (place, False) for token, place in listed.items()} | decoded


def _named(folder: Path) -> tuple[dict[str, str], set[str]]:
    """Return the tokens that have a role, such as "bos_token", and the texts of all that are named special."""
    values = _optional(folder / "tokenizer_config.json") | _optional(folder / "special_tokens_map.json")
    said = {role: value.get("content") if isinstance(value, dict) else value for role, value in values.items()}
    names = {role: text for role, text in said.items() if role.endswith("_token") and isinstance(text, str)}
    more = values.get("additional_special_tokens")
    others = [text.get("content") if isinstance(text, dict) else text for text in (more if isinstance(more, list) else [])]
    return names, {*names.values(), *(text for text in others if isinstance(text, str))}


def _optional(file: Path) -> dict[str, Any]:
    return read_json(file) if file.exists() else {}

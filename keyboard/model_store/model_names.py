"""What a model is called: its file's or its folder's name, in characters that every system and command takes."""

import unicodedata
from pathlib import Path

import regex

from keyboard.model_store.errors import ModelStoreError

# A name has letters and digits of every script, with their marks, and these signs, and begins with a letter or a digit.
_SIGNS = "._+-"
_OTHERS = regex.compile(r"(?V1)[^\p{L}\p{N}\p{Mn}\p{Mc}._+\-]|[\ufe00-\ufe0f]|(?<![\p{L}\p{N}\p{M}])\p{M}")
_INVISIBLE = regex.compile(r"\p{Cf}")
_BEFORE_NAME = regex.compile(r"^[^\p{L}\p{N}]+")
# The longest file name has 255 bytes; temporary ones have a process's number and some letters more.
_MOST_BYTES = 180
_WINDOWS_DEVICE = regex.compile(r"(con|prn|aux|nul|(com|lpt)[\d¹²³])(\.|$)", regex.IGNORECASE)
_CACHED_REPOSITORY = regex.compile(r"models--(?:.+--)?(.+)")


def model_name(text: str) -> str:
    """Return a name for a model that is as near to a text as can be: "my model (1)" becomes "my-model-1"."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    name = _BEFORE_NAME.sub("", "-".join(_OTHERS.sub(" ", visible).split())) or "model"
    whole = f"model-{name}" if _WINDOWS_DEVICE.match(name) else name
    return whole.encode()[:_MOST_BYTES].decode("utf-8", "ignore")


def is_model_name(text: str) -> bool:
    """Return whether a text can be a model's name as it is."""
    return model_name(text) == text


def checked_name(text: str) -> str:
    """Return a name that a user gives; raise `ModelStoreError` if it can be none."""
    if not is_model_name(text):
        way_out = f"write it in letters, digits and {_SIGNS}, as in {model_name(text)}"
        raise ModelStoreError(f"{text} is not a valid model name; {way_out}.")
    return text


def checkpoint_name(folder: Path) -> str:
    """Return the name of a checkpoint's model: its folder's, or in the hub's cache the repository's."""
    repository = _CACHED_REPOSITORY.fullmatch(folder.parent.parent.name) if folder.parent.name == "snapshots" else None
    return model_name(repository[1] if repository else folder.name)

"""The spelling dictionaries of this machine: the one that ships, and those that are installed in the system's usual places."""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import regex

from keyboard.storage.locations import bundled_file, data_folder
from keyboard.writing.words import WORD


@dataclass(frozen=True)
class SpellingDictionary:
    """A dictionary in Hunspell's form: `name.aff` and `name.dic` in a folder; the name is a language, as in `en_GB`."""

    name: str
    folder: Path


def installed_dictionaries() -> list[SpellingDictionary]:
    """Return the dictionaries, by name. Of one name, the user's own wins over the system's, and that over the shipped one."""
    found: dict[str, SpellingDictionary] = {}
    for folder in _folders():
        for file in sorted(folder.glob("*.dic")) if folder.is_dir() else ():
            if file.with_suffix(".aff").is_file():
                found.setdefault(file.stem, SpellingDictionary(file.stem, folder))
    return [found[name] for name in sorted(found)]


def dictionary_named(name: str) -> SpellingDictionary | None:
    """Return the dictionary of a name, or None where none is installed."""
    return next((dictionary for dictionary in installed_dictionaries() if dictionary.name == name), None)


def _folders() -> list[Path]:
    """Return the folders of Hunspell dictionaries, the preferred first."""
    own = [data_folder() / "dictionaries", *(Path(part) for part in os.environ.get("DICPATH", "").split(os.pathsep) if part)]
    return [*own, *_system_folders(), bundled_file("resources", "dictionaries")]


def _system_folders() -> list[Path]:
    if sys.platform == "darwin":
        return [Path.home() / "Library" / "Spelling", Path("/Library/Spelling"), Path("/opt/homebrew/share/hunspell")]
    if sys.platform == "win32":
        return [Path(platformdirs.user_data_dir("hunspell", appauthor=False, roaming=True))]
    user = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hunspell"
    return [user, *(Path("/usr") / part / "hunspell" for part in ("local/share", "share")), Path("/usr/share/myspell/dicts")]


# An address is not a sequence of words, so each run without white space is examined first.
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|^www\.|\w\.[a-z]{2,}|[\\/]\w+[\\/]", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
# An underscore or a digit beside a word, or beyond an apostrophe beside it, makes it part of a longer name.
_ENDS_NAME_PART = re.compile(r"[\d_]['’]?\Z")
_BEGINS_NAME_PART = re.compile(r"['’]?[\d_]")
_AS_IN_DICTIONARIES = str.maketrans({"’": "'", "\u00ad": None})
_LONGEST_ACRONYM = 3
# No dictionary has longer ones, and hunspell refuses them.
_LONGEST_WORD = 60
_POSSESSIVE = re.compile(r"(?:'s|')$")


@dataclass(frozen=True)
class WordInText:
    """A word, its apostrophes straight and without soft hyphens, and where it stands: characters from `start` up to `end`."""

    word: str
    start: int
    end: int


def words_to_judge(text: str) -> Iterator[WordInText]:
    """Yield the words of a text that a dictionary can judge, in order.

    It skips web and mail addresses, paths, words with digits or underscores, single letters, and acronyms of up to three
    capitals.
    """
    for chunk in _CHUNK.finditer(text):
        if _ADDRESS.search(chunk.group()):
            continue
        for match in WORD.finditer(chunk.group()):
            word = match.group().translate(_AS_IN_DICTIONARIES)
            if _is_judged(word) and not _is_part_of_name(match):
                yield WordInText(word, chunk.start() + match.start(), chunk.start() + match.end())


def spellings_of(word: str) -> tuple[str, ...]:
    """Return the spellings of which the user's vocabulary must have one: as it is, without a possessive, in lower case."""
    bare = _POSSESSIVE.sub("", word)
    return tuple(dict.fromkeys((word, bare, word.lower(), bare.lower(), bare.capitalize())))


def _is_judged(word: str) -> bool:
    if not 1 < len(word) <= _LONGEST_WORD or _DIGIT.search(word):
        return False
    return not (word.isupper() and len(word) <= _LONGEST_ACRONYM)


def _is_part_of_name(match: regex.Match[str]) -> bool:
    before = match.string[max(match.start() - 2, 0) : match.start()]
    after = match.string[match.end() : match.end() + 2]
    return bool(_ENDS_NAME_PART.search(before) or _BEGINS_NAME_PART.match(after))

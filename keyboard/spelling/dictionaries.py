"""The spelling dictionaries of this machine: the shipped one, and those installed in the system's usual places."""

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
    """Return the dictionaries by name. The user's own hides the system's of the same name, which hides the shipped one."""
    found: dict[str, SpellingDictionary] = {}
    for folder in _folders():
        for file in sorted(folder.glob("*.dic")) if folder.is_dir() else ():
            if file.with_suffix(".aff").is_file():
                found.setdefault(file.stem, SpellingDictionary(file.stem, folder))
    return [found[name] for name in sorted(found)]


def dictionary_named(name: str) -> SpellingDictionary | None:
    """Return the dictionary of a name, or None if none is installed."""
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


# An address is not a sequence of words, so each run without white space is examined first: web and mail addresses, names of
# files, paths, options, tags, and what has dots within, as "Ph.D." and "e.g." have.
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(
    r"@|://|^www\.|^(?:mailto|tel|doi|urn):|\w\.[a-z0-9]|[\\/]\w+[\\/]|\w[\\/]$|^[(\[“\"'‘]*(?:~?[/\\]|[~$#%]|--|\.)\w|&\w+;",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u2060\ufeff]+")
# Words with hyphens between them, perhaps after an apostrophe that may belong to the first, as in "'tis".
_COMPOUND = regex.compile(rf"(?:(?<!\w)['’])?{WORD.pattern}(?:[-\u2010\u2011]{WORD.pattern})*", regex.VERSION1)
_DIGIT = re.compile(r"\d")
# An underscore or a digit beside a word, or beyond an apostrophe beside it, makes it part of a longer name.
_ENDS_NAME_PART = re.compile(r"[\d_]['’]?\Z")
_BEGINS_NAME_PART = re.compile(r"['’]?[\d_]")
_AS_IN_DICTIONARIES = str.maketrans(
    {"’": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"}
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_NAME_WITH_CAPITALS = regex.compile(r"\p{Ll}\p{Lu}")  # JavaScript, iPhone
_ACRONYM = regex.compile(r"\p{Lu}{1,3}|\p{Lu}{2,}s")
_ROMAN_NUMERAL = regex.compile(r"(?=[MDCLXVI])M*(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
# No dictionary has longer ones, and hunspell refuses them.
_LONGEST_WORD = 60
_POSSESSIVE = re.compile(r"(?:'s|')$")


@dataclass(frozen=True)
class WordInText:
    """A word and its place: characters from `start` up to `end`."""

    word: str  # as dictionaries have it: with straight apostrophes, without soft hyphens and ligatures
    start: int
    end: int
    compound: str = ""  # the compound that it is a part of, as "Wi-Fi" or "'tis"; "" if it is none

    @property
    def forms(self) -> tuple[str, ...]:
        """What a dictionary has to lack for the word to be wrong."""
        return (self.word, self.compound) if self.compound else (self.word,)


def words_to_judge(text: str) -> Iterator[WordInText]:
    """Yield the words of a text that a dictionary can judge, in order.

    It skips web and mail addresses, names of files, paths, abbreviations with dots, words with digits, underscores or capitals
    within, single letters, Roman numerals, and acronyms of up to three capitals.
    """
    for chunk in _CHUNK.finditer(text):
        places = [chunk.start() + place for place, sign in enumerate(chunk.group()) if not _INVISIBLE.match(sign)]
        visible = _INVISIBLE.sub("", chunk.group())
        if _ADDRESS.search(visible):
            continue
        for compound in _COMPOUND.finditer(visible):
            for match in WORD.finditer(visible, *compound.span()):
                word = match.group().translate(_AS_IN_DICTIONARIES)
                if _is_judged(word) and not _is_part_of_name(match):
                    whole = compound.group().translate(_AS_IN_DICTIONARIES)
                    yield WordInText(word, places[match.start()], places[match.end() - 1] + 1, whole if whole != word else "")


def spellings_of(word: str) -> tuple[str, ...]:
    """Return the spellings one of which the vocabulary must have: the word itself, without a possessive, in lower case."""
    bare = _POSSESSIVE.sub("", word)
    return tuple(dict.fromkeys((word, bare, word.lower(), bare.lower(), bare.capitalize())))


def _is_judged(word: str) -> bool:
    if not 1 < len(word) <= _LONGEST_WORD or _DIGIT.search(word):
        return False
    bare = _POSSESSIVE.sub("", word)
    return not (_NAME_WITH_CAPITALS.search(bare) or _ACRONYM.fullmatch(bare) or _is_roman_numeral(bare))


def _is_roman_numeral(word: str) -> bool:
    return (word.isupper() or word.islower()) and _ROMAN_NUMERAL.fullmatch(word.upper()) is not None


def _is_part_of_name(match: regex.Match[str]) -> bool:
    before = match.string[max(match.start() - 2, 0) : match.start()]
    after = match.string[match.end() : match.end() + 2]
    return bool(_ENDS_NAME_PART.search(before) or _BEGINS_NAME_PART.match(after))

"""The spelling process. Hunspell holds Python's lock for up to 0.2 s while it loads and looks for corrections."""

import contextlib
import os
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from hunspell import Hunspell

from keyboard.spelling.messages import Checked, CheckRequest, CorrectionRequest, Corrections, SpellingMessage, decode, encode
from keyboard.storage.locations import bundled_file
from keyboard.writing.words import without_accents

_MOST_CORRECTIONS = 8
_ENGLISH = "en"


_JOINERS = str.maketrans(dict.fromkeys("\u200c\u200d"))


class Checker:
    """A loaded dictionary. English ones also accept the words of our lexicon, since the buttons offer them, and compounds."""

    def __init__(self, name: str, folder: Path) -> None:
        """Load it; raise `OSError` if it cannot be read."""
        self._hunspell = Hunspell(name, hunspell_data_dir=str(folder))
        content = (folder / f"{name}.dic").read_bytes()
        self._scripts = _scripts_of(content.decode(self._hunspell._dic_encoding, "ignore"))  # noqa: SLF001 - it has no other name
        self._has_accents = not content.isascii()
        self._is_english = name.partition("_")[0] == _ENGLISH
        if self._is_english:
            for word in _words_of("additions.txt"):
                self._hunspell.add(self._as_stored(word))
            listed = _words_of("compounds.txt")
            self._affixes = {entry for entry in listed if entry.startswith("-") or entry.endswith("-")}
            for compound in set(listed) - self._affixes:
                for form in {compound, compound.capitalize(), compound.title(), compound.upper()}:
                    self._hunspell.add(self._as_stored(form))

    def is_wrong(self, word: str) -> bool:
        """Return whether the dictionary lacks a word, or a compound with hyphens; "cafe" is "café" where it has no accents.

        Words in another script belong to another language, and pass. A compound passes if the dictionary has it, with its hyphens
        or without, or all its parts; in English a part may be a prefix ("un-American"), and a possessive passes as its word does.
        """
        word = self._as_stored(word)
        try:
            return _scripts_of(word) <= self._scripts and not self._is_right(word)
        except UnicodeEncodeError:
            return False

    def _is_right(self, word: str) -> bool:
        forms = {word, word.translate(_JOINERS), word.replace("-", "")}
        if self._is_english:
            forms.add(word.removesuffix("'s"))
        if any(map(self._hunspell.spell, forms)):
            return True
        parts = word.split("-")
        return self._is_english and len(parts) > 1 and all(self._is_right_part(parts, place) for place in range(len(parts)))

    def _is_right_part(self, parts: list[str], place: int) -> bool:
        part = parts[place]
        affix = f"-{part}" if place == len(parts) - 1 else f"{part}-"
        return len(part) == 1 or affix.lower() in self._affixes or self._is_right(part)

    def _as_stored(self, word: str) -> str:
        return unicodedata.normalize("NFC", word) if self._has_accents else without_accents(word)

    def corrections_of(self, word: str) -> tuple[str, ...]:
        """Return corrections of a word, the likeliest first."""
        try:
            found = self._hunspell.suggest(word)
        except UnicodeEncodeError:
            return ()
        return tuple(found[:_MOST_CORRECTIONS])


def run_checkers(dictionaries: Sequence[tuple[str, Path]]) -> None:
    """Answer requests from standard input until it ends, by the dictionaries of these names in these folders.

    A word is right if one of them has it, and all of them propose corrections.
    """
    checkers = [Checker(name, folder) for name, folder in dictionaries]
    protocol = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # so that nothing that a library prints becomes an answer
    with contextlib.suppress(BrokenPipeError), open(0, "rb", closefd=False) as lines:
        for line in lines:
            protocol.write(encode(_answer(checkers, decode(line))))
            protocol.flush()


def _answer(checkers: Sequence[Checker], request: SpellingMessage) -> Checked | Corrections:
    match request:
        case CheckRequest(words):
            return Checked(words, tuple(word for word in words if all(checker.is_wrong(word) for checker in checkers)))
        case CorrectionRequest(word):
            found = [checker.corrections_of(word) for checker in checkers]
            return Corrections(word, tuple(dict.fromkeys(one for ranked in zip_longest(*found) for one in ranked if one)))
        case _:
            raise ValueError(f"no request: {request!r}")


def _words_of(name: str) -> list[str]:
    """Return the shipped list of words that English dictionaries lack, as people write them."""
    lines = bundled_file("resources", "languages", _ENGLISH, name).read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _scripts_of(text: str) -> set[str]:
    """Return the scripts of a text's letters, as the first words of their Unicode names: "LATIN", "CYRILLIC"."""
    return {unicodedata.name(character, "").partition(" ")[0] for character in set(text) if character.isalpha()}

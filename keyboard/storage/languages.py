"""The shipped languages: their data in `resources/languages/`, read on demand."""

import tomllib
from functools import cache
from typing import Any

from keyboard.storage.locations import bundled_file
from keyboard.writing.language import Language, LetterPairs

FOLDER = bundled_file("resources", "languages")
ENGLISH = "en"


@cache
def language_codes() -> tuple[str, ...]:
    """Return the codes of the shipped languages, English first."""
    codes = sorted(file.parent.name for file in FOLDER.glob("*/language.toml"))
    return tuple(sorted(codes, key=lambda code: code != ENGLISH))


@cache
def load_language(code: str) -> Language:
    """Return a language without its lexicon; raise `OSError` if it is not shipped."""
    told: dict[str, Any] = tomllib.loads((FOLDER / code / "language.toml").read_text("utf-8"))
    common = _common()
    return Language(
        code=code,
        name=told["name"],
        dictionary=told["dictionary"],
        frequent=frozenset(told["frequent"].split()),
        vowels=told["vowels"],
        alike=tuple(told["alike"].split()),
        sounds=_pairs(told["sounds"]),
        spelt_out=_pairs(told.get("spelt_out", "")),
        irregular=_pairs(told.get("irregular", "")),
        elisions=_pairs(told.get("elisions", "")),
        has_capital_i=told.get("has_capital_i", False),
        has_capital_nouns=told.get("has_capital_nouns", False),
        has_compounds=told.get("has_compounds", False),
        space_before=told.get("space_before", ""),
        quotes=tuple(told["quotes"].split()),
        abbreviations=_words("abbreviations", common, told),
        abbreviations_as_written=_words("abbreviations_as_written", common, told),
        ending_words=_words("ending_words", common, told),
        measures=tuple(told.get("measures", "").split()),
        names_with_mark=(*common["names_with_mark"], *told.get("names_with_mark", ())),
        has_ordinal_stop=told.get("has_ordinal_stop", False),
        sensitive=frozenset(word_list(code, "sensitive.txt")),
        sensitive_endings=told.get("sensitive_endings", ""),
        sensitive_anywhere=told["sensitive_anywhere"].replace("\n", ""),
        innocent=told["innocent"].replace("\n", ""),
    )


def ticked_codes(chosen: str) -> tuple[str, ...]:
    """Return the codes of the shipped languages that a comma-separated setting names."""
    return tuple(code for part in chosen.split(",") if (code := part.strip().lower()) in language_codes())


def chosen_codes(chosen: str, system: str = ENGLISH) -> tuple[str, ...]:
    """Return the codes in a comma-separated setting; if there are none, those of all languages, the system's first."""
    return ticked_codes(chosen) or tuple(sorted(language_codes(), key=lambda code: code != system))


@cache
def load_languages() -> dict[str, Language]:
    """Return all shipped languages by their codes."""
    return {code: load_language(code) for code in language_codes()}


@cache
def primers_of(code: str) -> tuple[str, str]:
    """Return the two texts that the model reads before each document, written for this project: plain lines and e-mails."""
    plain, mail = ((FOLDER / code / f"primer-{kind}.txt").read_text("utf-8") for kind in ("plain", "mail"))
    return plain, mail


def word_list(code: str, name: str) -> list[str]:
    """Return the words of a list; lines that begin with "#" are comments."""
    lines = (FOLDER / code / name).read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


@cache
def _common() -> dict[str, Any]:
    """Return the rules common to all languages."""
    return tomllib.loads((FOLDER / "common.toml").read_text("utf-8"))


def _words(name: str, *tables: dict[str, Any]) -> frozenset[str]:
    return frozenset(word for table in tables for word in table.get(name, "").split())


def _pairs(text: str) -> LetterPairs:
    return tuple((one, other) for one, _, other in (pair.partition("=") for pair in text.split()))

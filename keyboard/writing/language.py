"""What the typing and the prediction know of a language: data from `resources/languages/`, which others load and hand in."""

from dataclasses import dataclass

LetterPairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Language:
    """A language that is written. `docs/languages.md` says how one is added.

    Attributes:
        code: Its two letters, as in "de"; "" is no language in particular.
        name: What its speakers call it.
        dictionary: The spelling dictionary that it is checked with.
        frequent: Words that show that a text is in this language: the frequent ones that no other language has.
        vowels: The letters of its vowels, without accents.
        alike: Pairs of letters that sound alike.
        sounds: Letters that stand for a sound, and others that a writer may put for it.
        spelt_out: Letters for whoever has no key for another one, as in ("ae", "ä"), and the other one.
        elisions: What is joined to a word by an apostrophe, as in "l'", and the words that it is joined to, "" for all.
        has_capital_i: Whether "i" alone is written with a capital.
        has_capital_nouns: Whether a noun has a capital within a sentence too.
        space_before: Marks that have a no-break space before them.
        sensitive: Words that can be typed and are never offered.
        sensitive_endings: A regular expression of what these may end in; "" is as English forms words.
        sensitive_anywhere: A regular expression of what is kept off at whatever place in a word it stands.
        innocent: A regular expression of what looks like it and is not.
    """

    code: str = ""
    name: str = ""
    dictionary: str = ""
    frequent: frozenset[str] = frozenset()
    vowels: str = "aeiouy"
    alike: tuple[str, ...] = ()
    sounds: LetterPairs = ()
    spelt_out: LetterPairs = ()
    elisions: LetterPairs = ()
    has_capital_i: bool = False
    has_capital_nouns: bool = False
    space_before: str = ""
    sensitive: frozenset[str] = frozenset()
    sensitive_endings: str = ""
    sensitive_anywhere: str = ""
    innocent: str = ""


ANY = Language()

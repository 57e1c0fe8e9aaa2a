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
        irregular: Regular forms that some words do not have, as learners write them, and the right ones: ("maked", "made").
        elisions: What is joined to a word by an apostrophe, as in "l'", and the words that it is joined to, "" for all.
        has_capital_i: Whether "i" alone is written with a capital.
        has_capital_nouns: Whether a noun has a capital within a sentence too.
        has_compounds: Whether words that are put together are written as one.
        space_before: Marks that have a no-break space before them.
        quotes: Pairs of marks around a quotation, as in "„“"; those that a text in the language may have.
        abbreviations: What ends in a full stop and ends no sentence, in lower case, without its last stop.
        abbreviations_as_written: The same, of words that are abbreviations in this case alone: "Sat", "max".
        ending_words: Words without a vowel that may end a sentence; others are abbreviations.
        measures: What is an abbreviation after a number: "in".
        names_with_mark: Regular expressions of names that end in "!" or "?".
        has_ordinal_stop: Whether a full stop makes an ordinal number of a number, as in "am 3. Mai".
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
    irregular: LetterPairs = ()
    elisions: LetterPairs = ()
    has_capital_i: bool = False
    has_capital_nouns: bool = False
    has_compounds: bool = False
    space_before: str = ""
    quotes: tuple[str, ...] = ("“”", "„“", "„”", "‘’", "‚‘", "‚’", "«»", "»«", "»»", "‹›", "›‹", "››")
    abbreviations: frozenset[str] = frozenset()
    abbreviations_as_written: frozenset[str] = frozenset()
    ending_words: frozenset[str] = frozenset()
    measures: tuple[str, ...] = ()
    names_with_mark: tuple[str, ...] = ()
    has_ordinal_stop: bool = False
    sensitive: frozenset[str] = frozenset()
    sensitive_endings: str = ""
    sensitive_anywhere: str = ""
    innocent: str = ""


ANY = Language()

"""What the typing and the prediction know of a language: data from `resources/languages/`, which others load and hand in."""

from dataclasses import dataclass

LetterPairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Language:
    """A language that users write. `docs/languages.md` says how to add one."""

    code: str = ""  # as in "de"; "" is no language in particular
    name: str = ""  # in the language itself
    dictionary: str = ""  # the name of the spelling dictionary
    frequent: frozenset[str] = frozenset()  # frequent words that no other language has
    vowels: str = "aeiouy"  # without accents
    alike: tuple[str, ...] = ()  # pairs of letters that sound alike
    sounds: LetterPairs = ()  # letters for a sound, and others that a writer may put for it
    spelt_out: LetterPairs = ()  # substitutes and their letters, as in ("ae", "ä"), for keyboards without the letter
    # Regular forms of irregular words, as learners write them, and the right ones, as in ("maked", "made").
    irregular: LetterPairs = ()
    # What an apostrophe joins to a word, as in "l'", and a regular expression of these words; "" for all.
    elisions: LetterPairs = ()
    has_capital_i: bool = False  # "i" alone is written with a capital
    has_capital_nouns: bool = False  # nouns have capitals within a sentence too
    has_compounds: bool = False  # compounds are written as one word
    space_before: str = ""  # marks after a no-break space
    # Pairs of quotation marks that a text in the language may have.
    quotes: tuple[str, ...] = ("“”", "„“", "„”", "‘’", "‚‘", "‚’", "«»", "»«", "»»", "‹›", "›‹", "››")
    abbreviations: frozenset[str] = frozenset()  # in lower case, without the last full stop
    abbreviations_as_written: frozenset[str] = frozenset()  # only in this case, as in "Sat" and "max"
    ending_words: frozenset[str] = frozenset()  # words without a vowel that may end a sentence; others are abbreviations
    measures: tuple[str, ...] = ()  # abbreviations after a number, as in "in"
    names_with_mark: tuple[str, ...] = ()  # regular expressions of names that end in "!" or "?"
    has_ordinal_stop: bool = False  # a full stop makes a number ordinal, as in "am 3. Mai"
    sensitive: frozenset[str] = frozenset()  # words that are never offered
    sensitive_endings: str = ""  # a regular expression of their endings; "" for those of English
    sensitive_anywhere: str = ""  # a regular expression of what is never offered anywhere in a word
    innocent: str = ""  # a regular expression of words that only look like these


ANY = Language()

"""Writes the lexicon of a language: words in the case that is theirs, each with its frequency; see README.md beside it.

How often a word is written comes from wordfreq, what is a word and in which case from the Hunspell dictionary that the language
names; what both get wrong, from lists in the language's folder that were read by eye. English has a command of its own.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from hunspell import Hunspell
from wordfreq import get_frequency_dict

from keyboard.storage.languages import FOLDER, load_language, word_list
from keyboard.suggestion.lexicon import load_lexicon
from keyboard.suggestion.sensitive import is_sensitive
from keyboard.writing.language import Language

MOST_WORDS = 110_000
# So many of the most frequent words are asked about; the dictionary takes its time with those that it lacks.
MOST_ASKED_ABOUT = 170_000
# A noun that is written like another word but for its capital has this part of the frequency that both share, unless a list says
# that the word is the noun as a rule.
SHARE_OF_NOUN = 0.1
SHARE_OF_LISTED_NOUN = 0.9
# What no dictionary has is a name that English has too, or a slip.
LEAST_SHARE_OF_NAME = 3e-7
LEAST_SHARE_OF_SHORT_WORD = 1e-6
# Letters before an apostrophe and the word after it have this part of what chance would give them.
SHARE_OF_ELISION = 0.7
LEAST_SHARE_OF_ELISION = 1e-6
ONE_LETTER = {"de": "", "fr": "aày", "es": "yaoeu"}
BEGINS_WITH_VOWEL = re.compile("[aeiouhàâéèêëîïôùûœæ]")
NEVER_ELIDED = {"et", "à", "ou", "où", "oui"}
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def main() -> None:
    """Write the lexicons of the languages named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="+", metavar="CODE")
    parser.add_argument("--dictionaries", type=Path, default=Path("/usr/share/hunspell"))
    arguments = parser.parse_args()
    for code in arguments.languages:
        language = load_language(code)
        shares: Counter[str] = Counter()
        for word, share in lexicon(language, arguments.dictionaries):
            shares[word] += share
        shares.update(elisions(language, shares))
        lines = [
            f"{word}\t{round(share * 1e9)}" for word, share in shares.most_common(MOST_WORDS) if not is_sensitive(word, language)
        ]
        lines.sort(key=lambda line: (-int(line.split("\t")[1]), line))
        (FOLDER / code / "lexicon.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{code}: {len(lines)} words")  # noqa: T201 - a command


def lexicon(language: Language, dictionaries: Path) -> Iterator[tuple[str, float]]:
    """Yield each word with its share of running text; one that comes twice has the sum."""
    hunspell = Hunspell(language.dictionary, hunspell_data_dir=str(dictionaries))
    english = set(load_lexicon().words)
    additions = {word.lower(): word for word in word_list(language.code, "additions.txt")}
    listed = word_list(language.code, "nouns.txt") if language.has_capital_nouns else []
    nouns = {noun: float(share or SHARE_OF_LISTED_NOUN) for noun, _, share in (entry.partition(":") for entry in listed)}
    for counted, share in islice(get_frequency_dict(language.code, wordlist="large").items(), MOST_ASKED_ABOUT):
        if not is_wanted(counted, share, language):
            continue
        word = respelt(counted, language, hunspell)
        capital = word[:1].upper() + word[1:]
        if word in additions:
            yield additions[word], share
        elif hunspell.spell(word):
            if not (language.has_capital_nouns and any(stem[:1].isupper() for stem in hunspell.stem(capital))) and (
                capital not in nouns
            ):
                yield word, share
                continue
            noun = nouns.get(capital, SHARE_OF_NOUN)
            yield capital, share * noun
            yield word, share * (1 - noun)
        elif len(word) > 1 and hunspell.spell(capital):
            yield capital, share
        elif 1 < len(word) <= 4 and share >= LEAST_SHARE_OF_NAME and hunspell.spell(word.upper()):
            yield word.upper(), share
        elif share >= LEAST_SHARE_OF_NAME and capital in english and word not in english and len(word) > 3:
            yield capital, share


def is_wanted(word: str, share: float, language: Language) -> bool:
    """Return whether letters are a word as far as their number tells; what is shorter than a word has to be frequent."""
    if f"{word}'" in dict(language.elisions):
        return False
    if len(word) == 1:
        return word in ONE_LETTER[language.code]
    return WORD.fullmatch(word) is not None and (len(word) > 2 or share >= LEAST_SHARE_OF_SHORT_WORD)


def respelt(word: str, language: Language, hunspell: Hunspell) -> str:
    """Return a word with the letters that wordfreq folds or its writer had no keys for: "straße" for "strasse"."""
    if hunspell.spell(word) or hunspell.spell(word.capitalize()):
        return word
    for typed, meant in language.spelt_out:
        for found in re.finditer(typed, word):
            spelt = word[: found.start()] + meant + word[found.end() :]
            if hunspell.spell(spelt) or hunspell.spell(spelt.capitalize()):
                return spelt
    return word


def elisions(language: Language, shares: Counter[str]) -> dict[str, float]:
    """Return words with what is joined to them by an apostrophe: "l'homme"; wordfreq counts both apart."""
    counted = get_frequency_dict(language.code, wordlist="large")
    heads = {head: counted.get(head.strip("'"), 0.0) for head, _ in language.elisions}
    only = {head: set(words.split(",")) for head, words in language.elisions if words}
    following = {word: share for word, share in shares.items() if BEGINS_WITH_VOWEL.match(word) and word not in NEVER_ELIDED}
    totals = {head: sum(share for word, share in following.items() if word in only.get(head, following)) for head in heads}
    joined = {
        head + word: SHARE_OF_ELISION * of_head * share / totals[head]
        for head, of_head in heads.items()
        for word, share in following.items()
        if word in only.get(head, following)
    }
    return {word: share for word, share in joined.items() if share >= LEAST_SHARE_OF_ELISION}


if __name__ == "__main__":
    main()

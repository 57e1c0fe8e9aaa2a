"""Writes lexicon.tsv: English words in the case that is theirs, each with its frequency; see README.md beside it.

What is a word comes from SCOWL, how often it is written from wordfreq; what both get wrong, from lists that were read by eye.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from wordfreq import get_frequency_dict

from keyboard.storage.languages import load_language
from keyboard.suggestion.sensitive import is_sensitive

HERE = Path(__file__).parent
VARIETIES = ("english", "american", "british", "british_z", "canadian")
CATEGORIES = ("words", "proper-names", "upper", "contractions")
SIZES = (10, 20, 35, 40, 50, 55, 60, 70)
LARGEST_COMMON_SIZE = 50
# Long words of the largest lists are real ones; short ones are mostly crossword fare.
LARGEST_SHORT_SIZE = 60
SHORT = 4
# A word of three letters outside the common lists has to earn its place.
LEAST_SHARE_OF_THREE_LETTERS = 2e-6
LEAST_SHARE_OF_POSSESSIVE = 3e-7
ONE_LETTER = {"a", "I"}
# A capital that stands beside a lower-case word has this part of the frequency that both share.
SHARE_OF_CAPITAL = 0.3


def main() -> None:
    """Write the lexicon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scowl", type=Path, default=Path("/usr/share/dict/scowl"))
    arguments = parser.parse_args()
    frequencies = dict(lexicon(arguments.scowl))
    lines = [f"{word}\t{round(share * 1e9)}" for word, share in frequencies.items()]
    lines.sort(key=lambda line: (-int(line.split("\t")[1]), line))
    (HERE / "lexicon.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} words")  # noqa: T201 - a command


def lexicon(scowl: Path) -> Iterator[tuple[str, float]]:
    """Yield each word with its share of running text."""
    shares = get_frequency_dict("en", wordlist="large")
    sizes = scowl_sizes(scowl)
    additions = word_list("additions.txt")
    two_letters = word_list("two_letters.txt")
    for word in sorted(sizes.keys() | additions | two_letters):
        share = shares.get(word.lower(), 0.0)
        if share <= 0 or is_sensitive(word, load_language("en")):
            continue
        listed = word in additions or word in two_letters
        if not listed and not is_wanted(word, share, sizes):
            continue
        rival = word.lower() if word != word.lower() else word[:1].upper() + word[1:]
        if rival in additions and word == word.lower():
            share *= 1 - SHARE_OF_CAPITAL
        elif word in additions and rival in sizes:
            share *= SHARE_OF_CAPITAL
        yield word, share


def is_wanted(word: str, share: float, sizes: dict[str, int]) -> bool:
    """Tell whether a word of SCOWL is one that people type."""
    if not re.fullmatch(r"[^\W\d_]+(?:'[^\W\d_]+)*", word):
        return False
    if len(word) <= 2:
        return word in ONE_LETTER
    size = sizes[word]
    if len(word) <= SHORT and size > LARGEST_SHORT_SIZE:
        return False
    if len(word) == 3 and size > 35 and share < LEAST_SHARE_OF_THREE_LETTERS:
        return False
    if word.endswith("'s") and share < LEAST_SHARE_OF_POSSESSIVE:
        return False
    return not has_better_case(word, sizes)


def has_better_case(word: str, sizes: dict[str, int]) -> bool:
    """Tell whether the same letters in another case are the word: "Here" beside "here", "houston" beside "Houston"."""
    lower, capital = word.lower(), word[:1].upper() + word[1:]
    if word != lower:
        return sizes.get(lower, SIZES[-1] + 1) <= LARGEST_COMMON_SIZE
    return capital in sizes and sizes[word] > LARGEST_COMMON_SIZE


def scowl_sizes(folder: Path) -> dict[str, int]:
    """Return each word of SCOWL with the smallest list that has it."""
    sizes: dict[str, int] = {}
    for size in SIZES:
        for variety in VARIETIES:
            for category in CATEGORIES:
                file = folder / f"{variety}-{category}.{size}"
                if file.exists():
                    for word in file.read_text("latin-1").split():
                        sizes.setdefault(word, size)
    if not sizes:
        raise SystemExit(f"{folder} has no SCOWL lists; on Debian, `apt-get install scowl` installs them.")
    return sizes


def word_list(name: str) -> set[str]:
    """Return the words of one of the lists beside this file."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split()}


if __name__ == "__main__":
    main()

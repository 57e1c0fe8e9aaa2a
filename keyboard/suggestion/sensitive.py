"""Words that can be typed and are never offered, in all forms and compounds of those in `resources/lexicon/sensitive.txt`."""

import re
from functools import cache

from keyboard.storage.locations import bundled_file

# They are kept off at whatever place in a word they stand.
_ANYWHERE = re.compile(
    "fuck|shit|cunt|nigger|nigga|faggot|bitch|whore|slut|wank|asshole|arsehole|cocksuck|dickhead|dildo|butthole|bollock|jizz|"
    "douchebag|wetback|cumshot|tranny|goddam|^piss|^penis|^vagina|^orgasm|^bastard$|^boob(?!y)|^titt(?:y|ies)"
)
# Parts of innocent words that look like one.
_INNOCENT_PARTS = re.compile(
    "scunthorpe|snigger|niggard|mishit|yamashita|peshitta|cushit|shitake|swank|wankel|slutsk|pissarro|boobook|"
    "^(?:cummings|cock(?:y|ed|ing|ers?|ily|ier|iest|iness)|prick(?:ed|ing|ers?)|dickers?|retard(?:ers?|ing)|crappies?|rapiers?)$"
)
_BEGINS_WITH_VOWEL = r"(?:ed|ers?|est|in|ings?|y|ies?|ier|iest|iness|ish)"
_SHORT = re.compile(r"(?:^|.*[^aeiou])[aeiou][bcdgmnprt]")


def is_sensitive(word: str) -> bool:
    """Return whether a word is one that is never offered, or a form or a compound of one: "arses", "crapping", "shitload"."""
    plain = re.sub(r"['’]s?$", "", word.lower())
    plain = _INNOCENT_PARTS.sub("", plain)
    return plain != "" and (_ANYWHERE.search(plain) is not None or _forms().fullmatch(plain) is not None)


@cache
def _forms() -> re.Pattern[str]:
    """Return what matches the words of the list with an ending, as English spells it: "crapped", "raping"."""
    lines = bundled_file("resources", "lexicon", "sensitive.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return re.compile("|".join(_form(word) for word in words))


def _form(word: str) -> str:
    if word.endswith("e"):
        return f"{word}(?:s|d|rs?)?|{word[:-1]}{_BEGINS_WITH_VOWEL}"
    plural = "es" if word.endswith(("s", "x", "z", "ch", "sh")) else "e?s" if word.endswith("o") else "s"
    doubled = word[-1] if _SHORT.fullmatch(word) else ""
    return f"{word}(?:{plural}|z|{doubled}{_BEGINS_WITH_VOWEL})?"

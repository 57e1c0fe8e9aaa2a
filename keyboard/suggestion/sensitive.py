"""Words that can be typed and are never offered, in all forms and compounds of those that a language's data names."""

import re
from functools import cache

from keyboard.writing.language import Language

# How English spells the endings of a word: "crapped", "raping".
_BEGINS_WITH_VOWEL = r"(?:ed|ers?|est|in|ings?|y|ies?|ier|iest|iness|ish)"
_SHORT = re.compile(r"(?:^|.*[^aeiou])[aeiou][bcdgmnprt]")
_NOTHING = r"(?!)"


def is_sensitive(word: str, language: Language) -> bool:
    """Return whether a word is one that is never offered, or a form or a compound of one: "arses", "crapping", "shitload"."""
    plain = re.sub(r"['’]s?$", "", word.lower())
    anywhere, innocent, forms = _patterns(language)
    plain = innocent.sub("", plain)
    return plain != "" and (anywhere.search(plain) is not None or forms.fullmatch(plain) is not None)


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what matches the parts that are kept off anywhere, those that are innocent, and the words with their endings."""
    endings = language.sensitive_endings
    forms = (word + endings if endings else _form(word) for word in language.sensitive)
    return (
        re.compile(language.sensitive_anywhere or _NOTHING),
        re.compile(language.innocent or _NOTHING),
        re.compile("|".join(forms) or _NOTHING),
    )


def _form(word: str) -> str:
    if word.endswith("e"):
        return f"{word}(?:s|d|rs?)?|{word[:-1]}{_BEGINS_WITH_VOWEL}"
    plural = "es" if word.endswith(("s", "x", "z", "ch", "sh")) else "e?s" if word.endswith("o") else "s"
    doubled = word[-1] if _SHORT.fullmatch(word) else ""
    return f"{word}(?:{plural}|z|{doubled}{_BEGINS_WITH_VOWEL})?"

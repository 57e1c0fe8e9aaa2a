"""Where a writer's letters become capitals by themselves: where a sentence begins, and "i" alone."""

import re
from collections import deque

_OPENERS = "\"'“‘([{*_«¿¡"
_CLOSERS = "\"'”’)]}*_»"
_QUOTES = "\"'”’»"
# Of these a full stop is part; what follows goes on with the sentence, or may.
_ABBREVIATION = re.compile(
    "dr|mr|mrs|ms|mx|prof|st|mt|jr|sr|rev|hon|gen|col|capt|cpt|lt|sgt|maj|gov|sen|rep|pres|supt|"
    "etc|vs|cf|al|ca|viz|resp|approx|incl|excl|est|dept|univ|inst|assn|bros|inc|ltd|co|corp|plc|"
    "bzw|usw|ggf|evtl|vgl|inkl|zzgl|nr|str|hr|mio|mrd|mme|mlle|"
    "fig|figs|eq|eqs|vol|vols|ch|pp|ed|eds|trans|repr|tel|ext|apt|ave|blvd|"
    "jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|tues|wed|thu|thur|thurs|fri",
    re.IGNORECASE,
)
_LETTERS_WITH_STOPS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")  # "e.g", "U.S", "p.m"
_LIST_NUMBER = re.compile(r"(?:^|\n)[ \t]*(?:\d{1,3}|[ivx]{1,4}|[a-z])[.)]\Z")
_WORD_AT_END = re.compile(r"[^\s(\[{\"“‘/—–-]*\Z")
# Addresses, names of files and of things in programs.
_CODE_WORD = re.compile(r"[@\\_=<>{}`|]|\w\w[.:]\w|://|\(\)")
# A semicolon ends a line of a program and not one of prose, which may have one within, as it may have an address or "item(s)".
_CODE_LINE = re.compile(
    r"^(?: {4}|\t|[$>%#] |```|[a-z]+ .*://|(?:for|while) i\b)|[{}=|\\]|;[ \t]*$|\w\((?!s\))|\)\s*:$", re.MULTILINE
)
_FIRST_PERSON = re.compile(r"(?:^|[\s\"“‘—–])(i)(?:['’](?:m|ll|ve|d))?[.,;:!?…\"”’]*\Z")


def begins_sentence(before: str) -> bool:
    """Tell whether a word typed after `before`, the text before the cursor, has a capital: at a line's start, after a sentence.

    It has none after an abbreviation, initials, an ellipsis or a question within quotation marks, nor in what looks like code.
    """
    unopened = before.rstrip(_OPENERS)
    ended = unopened.rstrip(" \t\u00a0")
    if not ended or ended.endswith("\n"):
        return ended == unopened and not looks_like_code(before)  # what is indented is a list, a quotation or code
    return ended != unopened and _ends_sentence(ended) and not looks_like_code(before)


def looks_like_code(before: str) -> bool:
    """Tell whether the line at the end of `before`, or the one above it, looks like a program's or a command."""
    lines = before.rsplit("\n", 2)
    is_fenced = before.count("```") % 2 == 1
    return is_fenced or any(_CODE_LINE.search(line) for line in lines[-2:])


def is_code_word(word: str) -> bool:
    """Tell whether a run of characters without a space is an address, or a name in a program, or spelt with capitals within."""
    return bool(_CODE_WORD.search(word)) or any(character.isupper() for character in word[1:])


def first_person_at_end(before: str) -> int | None:
    """Return where the "i" stands that a space after `before` finishes: alone, or in "i'm", "i'll", "i've", "i'd"; else None."""
    found = _FIRST_PERSON.search(before)
    if found is None or _LIST_NUMBER.search(before) or looks_like_code(before):
        return None
    return found.start(1)


class SentenceHabit:
    """Whether the writer begins sentences in lower case, by the last four: who did so with three of them, means to."""

    def __init__(self, *, is_lower_case: bool = False) -> None:
        """Begin with a habit that is known from before, or with none."""
        self._in_lower_case: deque[bool] = deque([True] * 4 if is_lower_case else [], maxlen=4)

    @property
    def is_lower_case(self) -> bool:
        """Whether sentences are left as the writer begins them."""
        return sum(self._in_lower_case) >= 3

    def take(self, *, in_lower_case: bool, again: bool = False) -> None:
        """Take in how a sentence was begun; `again` where it is the last one, begun anew."""
        if again and self._in_lower_case:
            self._in_lower_case.pop()
        self._in_lower_case.append(in_lower_case)


def _ends_sentence(ended: str) -> bool:
    stripped = ended.rstrip(_CLOSERS)
    if stripped.endswith(("?", "!")):
        return not any(quote in ended[len(stripped) :] for quote in _QUOTES)
    if not stripped.endswith(".") or stripped.endswith("..") or _LIST_NUMBER.search(stripped):
        return False
    found = _WORD_AT_END.search(stripped[:-1])
    word = found[0] if found else ""
    is_initial = len(word) == 1 and word.isalpha() and word.upper() != "I"
    return bool(word) and not is_initial and not _ABBREVIATION.fullmatch(word) and not _LETTERS_WITH_STOPS.fullmatch(word)

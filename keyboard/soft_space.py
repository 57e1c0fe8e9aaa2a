"""The space that a tap brings: soft, because a mark typed next takes its place."""

import re

_BRINGS_SPACE = ',.;:!?…)]}”»"'
_TAKES_SPACE = _BRINGS_SPACE + "'’\n"
# They stand between two words, as in "up-to-date" and "and/or", unless a space is typed next: then they are a dash, and the space
# that they took comes back.
JOINERS = "-–—/"
# Around words that Markdown stresses, or sets as code.
_EMPHASIS = "*_`"


def takes_soft_space(before: str, typed: str) -> bool:
    """Tell whether `typed` takes the place of the soft space that `before`, the text before the cursor, ends in.

    A straight quotation mark does where it closes a quotation of its paragraph, a mark of Markdown's where it closes what one has
    opened, a hyphen, a dash or a slash right after a word.
    """
    if len(typed) != 1:
        return False
    paragraph = before[before.rfind("\n") + 1 :]
    if typed == '"':
        return paragraph.count('"') % 2 == 1
    if typed in _EMPHASIS:
        mark = re.escape(typed)
        return bool(re.search(rf"(?<!\w){mark}+(?=[^\s{mark}])[^{mark}]*\Z", paragraph))
    return before[-2:-1].isalnum() if typed in JOINERS else typed in _TAKES_SPACE


def brings_soft_space(typed: str) -> bool:
    """Tell whether what took a soft space's place is followed by one of its own: a comma is, an apostrophe is not."""
    return typed in _BRINGS_SPACE

"""The space that a tap brings: soft, because a mark typed next takes its place."""

_BRINGS_SPACE = ',.;:!?…)]}”»"'
_TAKES_SPACE = _BRINGS_SPACE + "'’\n"


def takes_soft_space(before: str, typed: str) -> bool:
    """Tell whether `typed` takes the place of the soft space that `before`, the text before the cursor, ends in.

    A straight quotation mark does where it closes a quotation of its paragraph.
    """
    if typed == '"':
        paragraph = before[before.rfind("\n") + 1 :]
        return paragraph.count('"') % 2 == 1
    return len(typed) == 1 and typed in _TAKES_SPACE


def brings_soft_space(typed: str) -> bool:
    """Tell whether what took a soft space's place is followed by one of its own: a comma is, an apostrophe is not."""
    return typed in _BRINGS_SPACE

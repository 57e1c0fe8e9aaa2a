"""Which quotation mark closes a quotation; the same mark may open one in another language."""

import re

# What closes the quotation that a mark opens: “English”, „German“, »German«, «French», »Finnish» and "typewriter".
_CLOSED_BY = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
}
_CLOSING = frozenset("".join(_CLOSED_BY.values()))
_MARKS = re.compile(r"(?<!\w)’|’(?!\w)|[\"“”„‘‚«»‹›]")  # an apostrophe within a word is none


def quotation_start(paragraph: str, mark: str) -> int | None:
    """Return where the quotation begins that a mark closes after a paragraph, behind its opening mark; None where it closes none.

    A mark that can do both opens one where none is open that it could close.
    """
    if mark not in _CLOSING:
        return None
    opened: list[re.Match[str]] = []
    for found in _MARKS.finditer(paragraph):
        place = _opening_of(opened, found[0])
        if place is not None:
            del opened[place:]
        elif found[0] in _CLOSED_BY:
            opened.append(found)
    place = _opening_of(opened, mark)
    return None if place is None else opened[place].end()


def _opening_of(opened: list[re.Match[str]], mark: str) -> int | None:
    """Return which of the quotations that are open a mark closes, the innermost that it can; None where it can none."""
    return next((place for place in reversed(range(len(opened))) if mark in _CLOSED_BY[opened[place][0]]), None)

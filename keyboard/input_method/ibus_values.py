"""The values that IBus exchanges: texts, candidates and a switch (`ibustext.c`, `ibuslookuptable.c`, `ibusproperty.c`).

Each value is a tuple of the type's name, a dictionary of attachments, and the members in the order of the type's `serialize`.
"""

from collections.abc import Sequence

from dbus_fast import Variant

_HORIZONTAL = 0
_TOGGLE = 1


def text_value(text: str) -> Variant:
    """Return an `IBusText` without attributes."""
    attributes = Variant("(sa{sv}av)", ["IBusAttrList", {}, []])
    return Variant("(sa{sv}sv)", ["IBusText", {}, text, attributes])


def text_of(value: Variant) -> str:
    """Return the characters of an `IBusText`, or "" where it is none."""
    members = value.value
    return members[2] if isinstance(members, list | tuple) and len(members) > 2 and isinstance(members[2], str) else ""


def candidates_value(words: Sequence[str], labels: Sequence[str]) -> Variant:
    """Return an `IBusLookupTable` of one page, in one row, in which no word is chosen already."""
    shown, named = [text_value(word) for word in words], [text_value(label) for label in labels]
    members = ["IBusLookupTable", {}, max(len(words), 1), 0, False, False, _HORIZONTAL, shown, named]
    return Variant("(sa{sv}uubbiavav)", members)


def switch_value(key: str, title: str, sentence: str, *, is_on: bool) -> Variant:
    """Return an `IBusProperty` that the user can switch on and off in the input method's menu."""
    nothing_below = Variant("(sa{sv}av)", ["IBusPropList", {}, []])
    members = ["IBusProperty", {}, key, _TOGGLE, text_value(title), "", text_value(sentence), True, True, int(is_on)]
    return Variant("(sa{sv}suvsvbbuvv)", [*members, nothing_below, text_value("")])


def menu_value(entries: Sequence[Variant]) -> Variant:
    """Return an `IBusPropList`."""
    return Variant("(sa{sv}av)", ["IBusPropList", {}, list(entries)])

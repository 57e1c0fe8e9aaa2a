"""Lengths as Qt counts them: in UTF-16 units, of which an emoji has two."""


def units(text: str) -> int:
    """Return how many UTF-16 units a text has; half of a pair is one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

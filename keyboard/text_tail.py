"""Which part of a long text an engine is sent: what a model's window holds, and not the whole of a novel at each key."""

_TAIL_LENGTH = 8192
_TAIL_STEP = 4096


def tail_start(cursor: int) -> int:
    """Return where the tail before `cursor` begins, at most some 12,000 characters before it.

    It depends on the cursor only in steps, so that it stays the same from key to key.
    """
    return max(0, (cursor - _TAIL_LENGTH) // _TAIL_STEP * _TAIL_STEP)

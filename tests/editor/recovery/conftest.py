"""What windows that died have left behind."""

import os

import pytest

from keyboard.editor.recovery.journal import Journal, KeptText
from keyboard.editor.recovery.keeper import RecoveryStore


@pytest.fixture
def left(empty_home):
    """Leave a text behind as a window that dies does; `kept_at` in seconds since 1970."""

    def leave(text, file=None, cursor=0, kept_at=None):
        store = RecoveryStore()
        store.open()
        journal = store.new_journal()
        journal.begin(KeptText(file, text, cursor))
        if kept_at:
            os.utime(journal.path, (kept_at, kept_at))
        store.close()

    return leave


@pytest.fixture
def kept(empty_home):
    """The texts that would come back if the machine died now."""
    folder = empty_home / "data" / "recovery"
    return lambda: sorted(Journal(path).read().text for path in folder.glob("*/*.journal"))

"""Texts that are marked for translation in one place and shown in another."""

from PySide6.QtCore import QCoreApplication


def translated(marked: str) -> str:
    """Return a text that is marked with `tr` of `keyboard.described_setting` in the user's language."""
    # `lupdate` gives Python's marked texts an empty context.
    return QCoreApplication.translate("", marked)

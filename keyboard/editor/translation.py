"""Texts that are marked for translation in one place and shown in another."""

from PySide6.QtCore import QCoreApplication


def translated(marked: str) -> str:
    """Return a text that is marked with `QT_TR_NOOP`, or with `tr` in the settings, in the user's language."""
    # `lupdate` gives Python's marked texts an empty context.
    return QCoreApplication.translate("", marked)

"""Texts for the window that stand where no object of Qt is at hand to translate them."""


def tr(text: str) -> str:
    """Mark a text for translation: `lupdate` finds it by this name, and the window translates it where it is shown."""
    return text

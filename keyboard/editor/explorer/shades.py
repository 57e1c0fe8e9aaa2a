"""The colours of the explorer's pages, derived from the window's theme.

A scale goes from the page's colour to one strong colour, so that it also changes in lightness and needs no colour vision.
Text on any of it is black or white, whichever stands out more; one of them always does by 4.5 to 1 (WCAG AA).
"""

from PySide6.QtGui import QColor

from keyboard.editor.looks.theme import current_colours

# Tokens rarer than one in 65,536 look the same.
FULL_BITS = 16.0
_HOT_ON_LIGHT, _HOT_ON_DARK = QColor("#d9480f"), QColor("#ff922b")


def is_dark() -> bool:
    """Return whether the page is dark."""
    return QColor(current_colours().page).lightnessF() < 0.5


def hot() -> QColor:
    """Return the strong end of the scale of surprise."""
    return _HOT_ON_DARK if is_dark() else _HOT_ON_LIGHT


def cool() -> QColor:
    """Return the window's accent, the strong end of the scale of probability."""
    return QColor(current_colours().accent)


def shade(strong: QColor, share: float) -> QColor:
    """Return the colour at a share, from 0 to 1, of the way from the page to a strong colour."""
    page = QColor(current_colours().page)
    share = min(max(share, 0.0), 1.0)
    channels = zip(page.getRgbF()[:3], strong.getRgbF()[:3], strict=True)  # type: ignore[index]  # a tuple, by the docs
    return QColor.fromRgbF(*(low + (high - low) * share for low, high in channels))


def surprise_shade(bits: float) -> QColor:
    """Return the background of a token with this surprise in bits."""
    return shade(hot(), bits / FULL_BITS)


def ink_on(ground: QColor) -> QColor:
    """Return the text colour on a background: the page's, or black or white if that has too little contrast."""
    text = QColor(current_colours().text)
    if contrast(text, ground) >= 4.5:
        return text
    return max((QColor("#000000"), QColor("#ffffff")), key=lambda ink: contrast(ink, ground))


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_SHOWN = {" ": "·", "\n": "↵", "\r": "␍", "\t": "⇥", "\u00a0": "⍽", "\u200b": "␣"}


def visible(piece: str) -> str:
    """Return a token's text with a sign for each space and line end, and a code for other invisible characters."""
    return "".join(_SHOWN.get(character) or _seen(character) for character in piece) or "∅"


def _seen(character: str) -> str:
    # Joiners and variation selectors change the shape of their neighbours.
    if character.isprintable() or character in "\u200d\ufe0f" or not character.isascii():
        return character
    return f"<0x{ord(character):02X}>"

"""What the window wears can be read, and follows what the system asks for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from keyboard.editor.looks.theme import DARK, HIGH_CONTRAST_DARK, HIGH_CONTRAST_LIGHT, LIGHT, colours_for


def luminance(colour):
    """The relative luminance of WCAG 2.2."""
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), channels, strict=True))


def contrast(first, second):
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("colours", "least"),
    [(LIGHT, 4.5), (DARK, 4.5), (HIGH_CONTRAST_LIGHT, 7), (HIGH_CONTRAST_DARK, 7)],
    ids=["light", "dark", "high contrast, light", "high contrast, dark"],
)
def test_text_stands_out_from_its_ground(colours, least):
    for text in (colours.text, colours.muted):
        for ground in (colours.window, colours.page, colours.button, colours.button_hover, colours.notice):
            assert contrast(text, ground) >= least, (text, ground)
    for ground in (colours.window, colours.page):
        assert contrast(colours.private, ground) >= least, ground
    assert contrast(colours.accent_text, colours.accent) >= least


@pytest.mark.parametrize(
    ("scheme", "wants_contrast", "colours"),
    [
        (Qt.ColorScheme.Light, False, LIGHT),
        (Qt.ColorScheme.Unknown, False, LIGHT),
        (Qt.ColorScheme.Dark, False, DARK),
        (Qt.ColorScheme.Light, True, HIGH_CONTRAST_LIGHT),
        (Qt.ColorScheme.Dark, True, HIGH_CONTRAST_DARK),
    ],
)
def test_the_window_wears_what_the_system_asks_for(scheme, wants_contrast, colours):
    assert colours_for(scheme, wants_contrast=wants_contrast) is colours

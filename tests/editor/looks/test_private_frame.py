"""Who writes in private sees so at a glance, in every theme."""

import pytest
from PySide6.QtGui import QColor

from keyboard.editor.looks.theme import DARK, HIGH_CONTRAST_LIGHT, LIGHT

THEMES = {"light": LIGHT, "dark": DARK, "high-contrast": HIGH_CONTRAST_LIGHT}


def edge_colours(window):
    """The colours in the middle of the four edges of all that is between the menu and the status line."""
    central = window.centralWidget()
    central.layout().activate()
    image = central.grab().toImage()
    right, bottom = image.width() - 1, image.height() - 1
    places = ((1, bottom // 2), (right - 1, bottom // 2), (right // 2, 1), (right // 2, bottom - 1))
    return [image.pixelColor(*place) for place in places]


@pytest.mark.parametrize("theme", THEMES)
def test_a_private_window_has_a_frame_and_says_so(window, theme):
    window.settings.change(theme=theme)
    window.set_private(True)
    assert edge_colours(window) == [QColor(THEMES[theme].private)] * 4
    assert window._private_frame.label.isVisible()
    assert window._private_frame.label.text() == "Private"


def test_the_frame_goes_with_private_mode_and_leaves_no_gap(window):
    plain = window.text_area.geometry()
    window.set_private(True)
    assert QColor(LIGHT.private) in edge_colours(window)
    window.set_private(False)
    assert QColor(LIGHT.private) not in edge_colours(window)
    assert window.text_area.geometry() == plain
    assert not window._private_frame.label.isVisible()

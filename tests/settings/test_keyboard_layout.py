"""Which keys are neighbours, by what each system says of its keyboard."""

import pytest

from keyboard.settings.keyboard_layout import layout_of_locale, layout_of_windows, layout_of_xkb, system_layout


@pytest.mark.parametrize(
    ("settings", "layout"),
    [
        ("rules:      evdev\nmodel:      pc105\nlayout:     us\n", "qwerty"),
        ("layout:     de\nvariant:    nodeadkeys\n", "qwertz"),
        ("layout:     fr,us\nvariant:    oss,\n", "azerty"),
        ("layout:     us\nvariant:    dvorak\n", "dvorak"),
        ("layout:     us,de\nvariant:    colemak_dh,\n", "colemak"),
        ("layout:     fr\nvariant:    bepo\n", "azerty"),
        ("layout:     cz\nvariant:    qwerty\n", "qwerty"),
        ("layout:     us\nvariant:    \n", "qwerty"),
        ("", ""),
        ("Cannot open display\n", ""),
    ],
)
def test_x11_names_layout_and_variant(settings, layout):
    assert layout_of_xkb(settings) == layout


@pytest.mark.parametrize(
    ("locale", "layout"),
    [
        ("en_US", "qwerty"),
        ("de_DE", "qwertz"),
        ("de_CH", "qwertz"),
        ("fr_CH", "qwertz"),
        ("fr_FR", "azerty"),
        ("fr_CA", "qwerty"),
        ("nl_BE", "azerty"),
        ("hu_HU", "qwertz"),
        ("de_AT.UTF-8", "qwertz"),
        ("C", "qwerty"),
        ("", "qwerty"),
    ],
)
def test_a_locale_has_its_countrys_usual_layout(locale, layout):
    assert layout_of_locale(locale) == layout


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("00000409", "qwerty"),
        ("00010409", "dvorak"),
        ("00000407", "qwertz"),
        ("00000807", "qwertz"),
        ("0000040C", "azerty"),
        ("00000C0C", "qwerty"),
        ("00000813", "azerty"),
        ("00000413", "qwerty"),
    ],
)
def test_windows_names_its_keyboards_by_language(name, layout):
    assert layout_of_windows(name) == layout


def test_a_desktop_without_x11_is_asked_by_its_environment(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("XKB_DEFAULT_LAYOUT", "us")
    monkeypatch.setenv("XKB_DEFAULT_VARIANT", "colemak")
    assert system_layout("de_DE") == "colemak"
    monkeypatch.delenv("XKB_DEFAULT_LAYOUT")
    monkeypatch.delenv("XKB_DEFAULT_VARIANT")
    assert system_layout("de_DE") == "qwertz"

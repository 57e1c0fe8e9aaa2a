"""Ctrl and the key of a digit takes a word on every layout, whatever the key types."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from keyboard.editor.shortcuts import digit_of

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier

# What the keys of 1 to 0 type without Shift, by xkb-data 2.35.1.
ROWS = {
    "us": "1234567890",
    "fr": "&é\"'(-è_çà",
    "be": "&é\"'(§è!çà",
    "ara/azerty": "&é\"'(-è_çà",
    "fr/bepo": '"«»()@+-/*',
    "fr/afnor": "àéèê()‘’«»",
    "it/mac": "&\"'(çè)£àé",
    "cz": "+ěščřžýáíé",
    "sk": "+ľščťžýáíé",
    "lt": "ąčęėįšųū„“",
    "vn": "ăâêô\u0300\u0309\u0303\u0301đ₫",
    "kz": '"әіңғ,.үұқ',
    "az": "1234567890",
    "us/dvorak": "1234567890",
    "us/dvp": "&[{}(=*)+]",
    "ge/ergonomic": "!№,;%:?.()",
    "ru/typewriter": '№-/":,._?%',
    "am": "ֆձ֊,։՞․՛)օ",
    "th": "ๅ/-ภถุึคตจ",
    "la": "ຢຟໂຖຸູຄຕຈຂ",
    "ara/digits": "١٢٣٤٥٦٧٨٩٠",
    "ir": "۱۲۳۴۵۶۷۸۹۰",
    "in": "१२३४५६७८९०",
    "in/ben": "১২৩৪৫৬৭৮৯০",
    "in/tam": "௧௨௩௪௫௬௭௮௯௦",
}


def press(character, scan_code=0, modifiers=CONTROL, kind=QEvent.Type.KeyPress):
    key = ord(character.upper()) if len(character.upper()) == 1 else ord(character)
    return QKeyEvent(kind, key, modifiers, scan_code, ord(character) if scan_code else 0, 0, character)


@pytest.mark.parametrize("layout", ROWS)
def test_the_key_of_a_digit_means_it_on_every_layout(layout, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    for place, character in enumerate(ROWS[layout]):
        assert digit_of(press(character, scan_code=10 + place)) == (place + 1) % 10


@pytest.mark.parametrize("layout", ["us", "fr", "be", "cz", "sk", "ara/digits", "ir", "in"])
def test_so_it_does_without_a_scan_code(layout):
    for place, character in enumerate(ROWS[layout][:3]):
        assert digit_of(press(character)) == place + 1


def test_so_it_does_on_windows_and_on_a_mac(monkeypatch):
    monkeypatch.setattr("keyboard.editor.shortcuts._KEY_OF_1", 2)
    assert [digit_of(press("é", scan_code=code)) for code in (2, 3, 11, 12)] == [1, 2, 0, None]
    monkeypatch.setattr("sys.platform", "darwin")
    mac = [QKeyEvent(QEvent.Type.KeyPress, ord("&"), CONTROL, 0, code, 0, "&") for code in (18, 19, 23, 29, 24)]
    assert [digit_of(event) for event in mac] == [1, 2, 5, 0, None]


def test_the_numeric_pad_types_digits_and_moves_the_caret_without_num_lock(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert digit_of(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, CONTROL | KEYPAD, 87, 0xFFB1, 0, "1")) == 1
    assert digit_of(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_End, CONTROL | KEYPAD, 87, 0xFF9C, 0, "")) is None


@pytest.mark.parametrize(
    ("character", "scan_code", "modifiers", "digit"),
    [
        ("1", 10, CONTROL | SHIFT, 1),  # a French keyboard types the digit with Shift
        ("!", 10, CONTROL | SHIFT, None),
        ("&", 10, Qt.KeyboardModifier.NoModifier, None),
        ("&", 10, CONTROL | Qt.KeyboardModifier.AltModifier, None),
        ("7", 11, CONTROL, 7),  # Dvorak's first layout has its digits in another order
        ("f", 14, CONTROL, None),  # and that for the left hand has letters there
        ("ß", 20, CONTROL, None),
    ],
)
def test_what_the_key_types_counts_where_it_is_a_digit_or_a_letter(monkeypatch, character, scan_code, modifiers, digit):
    monkeypatch.setattr("sys.platform", "linux")
    assert digit_of(press(character, scan_code, modifiers)) == digit


@pytest.mark.parametrize(("character", "scan_code"), [("&", 10), ("&", 0), ("١", 10), ("1", 10), ("ֆ", 10)])
def test_ctrl_and_the_key_of_1_takes_the_first_word(story, monkeypatch, character, scan_code):
    monkeypatch.setattr("sys.platform", "linux")
    story.type("We had a mee")
    story.is_offered("meeting", "meet")
    QApplication.sendEvent(story.window.text_area, press(character, scan_code))
    assert story.text == "We had a meeting "


def test_a_czech_key_of_1_takes_a_word_before_its_plus_zooms(story, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    override = press("+", 10, kind=QEvent.Type.ShortcutOverride)
    override.ignore()
    QApplication.sendEvent(story.window.text_area, override)
    assert override.isAccepted()


def test_the_key_of_6_zooms_out_on_a_french_keyboard_that_has_three_buttons(story):
    size = story.window.text_area.font().pointSizeF()
    QTest.keyClick(story.window.text_area, Qt.Key.Key_Minus, CONTROL)
    assert story.window.text_area.font().pointSizeF() < size
    override = press("-", 15, kind=QEvent.Type.ShortcutOverride)
    override.ignore()
    QApplication.sendEvent(story.window.text_area, override)
    assert not override.isAccepted()


def test_other_keys_of_the_users_for_the_buttons_leave_the_digits_alone(story, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    story.window.settings.change(shortcuts={"take-suggestion-1": "Alt+J"})
    story.type("We had a mee")
    story.is_offered("meeting", "meet")
    QApplication.sendEvent(story.window.text_area, press("&", 10))
    assert story.text == "We had a mee"

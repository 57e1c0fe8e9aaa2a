"""The characters of X11's key symbols."""

import pytest

from keyboard.input_method.key_symbols import accent_of, character_of, is_modifier_key, with_accent


@pytest.mark.parametrize(
    ("symbol", "character"),
    [
        (0x61, "a"),
        (0xE9, "é"),
        (0x1B1, "ą"),
        (0x1E8, "č"),
        (0x2BB, "ğ"),
        (0x6C1, "а"),
        (0x6A3, "ё"),
        (0x6A4, "є"),
        (0x7E1, "α"),
        (0xCE0, "א"),
        (0x5C7, "ا"),
        (0xDA1, "ก"),
        (0x13BC, "Œ"),
        (0x20AC, "€"),
        (0x1000111, "đ"),
        (0x1010428, "𐐨"),
        (0xFFB1, "1"),
        (0xFFAB, "+"),
        (0xFF51, ""),
        (0xFFE1, ""),
        (0x1A2, ""),
    ],
)
def test_a_key_writes_its_character(symbol: int, character: str) -> None:
    assert character_of(symbol) == character


def test_a_dead_key_and_a_letter_give_one_character() -> None:
    assert with_accent("e", accent_of(0xFE51)) == "é"
    assert with_accent("q", accent_of(0xFE51)) == ""


def test_shift_alone_writes_nothing() -> None:
    assert is_modifier_key(0xFFE1)
    assert is_modifier_key(0xFE03)

"""Each token has a text to show, the halves of characters too."""

import pytest

from keyboard.language_model.inspection.inspector import text_of_piece


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        (b" the", " the"),
        ("naïve 日".encode(), "naïve 日"),
        (b"\xe2", "<0xE2>"),
        (b"\xe2\x80", "<0xE2><0x80>"),
        (b"\x80 a", "<0x80> a"),
        (b"a\xf0\x9f", "a<0xF0><0x9F>"),
        (b"", ""),
    ],
)
def test_bytes_that_are_no_whole_character_are_shown_in_brackets(piece, shown):
    assert text_of_piece(piece) == shown

"""The table of attention for the terminal."""

from keyboard.cli.attention_table import attention_table, visible


def test_the_longest_bar_is_the_greatest_weights():
    table = attention_table(["<|endoftext|>", "The", " it"], [0.5, 0.25, 0.25])
    assert table.splitlines() == [
        "   0  <|endoftext|>   50.0%  " + 30 * "█",
        "   1  The             25.0%  " + 15 * "█",
        "   2  ·it             25.0%  " + 15 * "█",
    ]


def test_spaces_line_breaks_and_control_characters_are_seen():
    assert visible(" a\n\tb") == "·a↵→b"
    assert visible("x\x00\ud800\u200d日") == "x<U+0000><U+D800><U+200D>日"

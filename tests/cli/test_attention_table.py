"""The table of attention for the terminal."""

from keyboard.cli.tables import attention_table


def test_the_longest_bar_is_the_greatest_weights():
    table = attention_table(["<|endoftext|>", "The", " it"], [0.5, 0.25, 0.25])
    assert table.splitlines() == [
        "   0  <|endoftext|>   50.0%  " + 30 * "█",
        "   1  The             25.0%  " + 15 * "█",
        "   2  ·it             25.0%  " + 15 * "█",
    ]


def test_bars_begin_in_one_column_whatever_script_the_tokens_are_in():
    lines = attention_table(["日本", "a"], [0.5, 0.5]).splitlines()
    assert lines == ["   0  日本   50.0%  " + 30 * "█", "   1  a      50.0%  " + 30 * "█"]

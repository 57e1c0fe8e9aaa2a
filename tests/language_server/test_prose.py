"""Where prose is written in a document."""

import pytest

from keyboard.language_server.prose import prose_before

CARET = "¦"


def prose(text: str, language: str) -> str | None:
    return prose_before(text.replace(CARET, ""), text.index(CARET), language)


@pytest.mark.parametrize("language", ["plaintext", "markdown", "latex", "git-commit", "restructuredtext", "", "text"])
def test_a_text_is_prose_from_its_beginning(language: str) -> None:
    assert prose("We had a mee¦ and more", language) == "We had a mee"


def test_code_within_markdown_is_none() -> None:
    assert prose("Do this:\n```sh\nls ¦\n```\n", "markdown") is None
    assert prose("Do this:\n```sh\nls\n```\nThen ¦", "markdown") is not None


@pytest.mark.parametrize(
    ("language", "text", "before"),
    [
        ("python", "x = 1\n# We had a mee¦", "We had a mee"),
        ("python", 'def f():\n    """Return the num¦\n    of words."""\n', "Return the num"),
        ("python", "# It is long,\n# and goes on he¦", "It is long,\nand goes on he"),
        ("cpp", "int x; // We had a mee¦\nint y;", "We had a mee"),
        ("c", "/* We had\n * a mee¦ */", "We had\na mee"),
        ("rust", "/// Returns the num¦", "Returns the num"),
        ("javascript", 'say("We had a mee¦");', "We had a mee"),
        ("lua", "-- We had a mee¦", "We had a mee"),
        ("shellscript", "# We had a mee¦", "We had a mee"),
        ("python", "retu¦", None),
        ("python", "x = 1  # done\ny = fo¦", None),
        ("no-such-language", "We had a mee¦", None),
    ],
)
def test_in_code_prose_stands_in_comments_and_strings(language: str, text: str, before: str | None) -> None:
    assert prose(text, language) == before

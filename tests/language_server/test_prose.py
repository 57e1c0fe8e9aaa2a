"""Where prose is written in a document."""

import pytest

from keyboard.language_server.server import prose_before

CARET = "¦"


def prose(text: str, language: str) -> str | None:
    return prose_before(text.replace(CARET, ""), text.index(CARET), language)


@pytest.mark.parametrize("language", ["plaintext", "markdown", "latex", "git-commit", "restructuredtext", "", "text"])
def test_a_text_is_prose_from_its_beginning(language: str) -> None:
    assert prose("We had a mee¦ and more", language) == "We had a mee"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("plaintext", "See https://example.org/a¦"),
        ("plaintext", "See www.exa¦"),
        ("markdown", "Do this:\n```sh\nls ¦\n```\n"),
        ("markdown", "---\ntitle: We had a mee¦"),
        ("markdown", "Call `pri¦"),
        ("markdown", "Call ``a ` pri¦"),
        ("markdown", "See [the page](docs/mee¦"),
        ("markdown", 'It is <img alt="mee¦'),
        ("rst", "Call ``pri¦"),
        ("rst", "Like this::\n\n    print mee¦"),
        ("rst", ".. code-block:: python\n   :linenos:\n\n   print mee¦"),
        ("rst", ".. image:: mee¦"),
        ("rst", ":author: mee¦"),
        ("latex", "We \\emp¦"),
        ("latex", "See \\ref{sec:mee¦"),
        ("latex", "As \\parencite[12]{knuth, mee¦"),
        ("latex", "\\usepackage[utf8]{inp¦"),
        ("latex", "It is $a + mee¦"),
        ("latex", "\\begin{lstlisting}\nx = mee¦"),
        ("git-commit", "Fix it\n\n# Please enter the mess¦"),
    ],
)
def test_among_prose_code_addresses_and_names_are_none(language: str, text: str) -> None:
    assert prose(text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "before"),
    [
        ("plaintext", "See https://example.org/a for a mee¦", "See https://example.org/a for a mee"),
        ("markdown", "Do this:\n```sh\nls\n```\nThen ¦", "Do this:\n```sh\nls\n```\nThen "),
        ("markdown", "---\ntitle: A\n---\nWe had a mee¦", "\nWe had a mee"),
        ("markdown", "Call `print` in a mee¦", "Call `print` in a mee"),
        ("markdown", "A stray ` there.\n\nWe had a mee¦", "A stray ` there.\n\nWe had a mee"),
        ("markdown", "If a < b in a mee¦", "If a < b in a mee"),
        ("rst", "Like this::\n\n    code\n\nWe had a mee¦", "Like this::\n\n    code\n\nWe had a mee"),
        ("rst", ".. note::\n   We had a mee¦", ".. note::\n   We had a mee"),
        ("rst", "* We had\n  a mee¦", "* We had\n  a mee"),
        ("latex", "\\section{We had a mee¦", "\\section{We had a mee"),
        ("latex", "It costs \\$5, see \\ref{a}, in a mee¦", "It costs \\$5, see \\ref{a}, in a mee"),
        ("latex", "$a$ in a mee¦", "$a$ in a mee"),
        ("latex", "\\begin{align}\nx\n\\end{align}\nWe had a mee¦", "\\begin{align}\nx\n\\end{align}\nWe had a mee"),
        ("git-commit", "# On branch main\nFix the mee¦", "Fix the mee"),
    ],
)
def test_around_code_addresses_and_names_prose_goes_on(language: str, text: str, before: str) -> None:
    assert prose(text, language) == before


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

"""The manual page of the command, `man keyboard`, made of the commands' own help."""

import inspect
import time
from collections.abc import Iterator

import click

from keyboard.cli import keyboard

_FILES = (
    ("~/.local/share/keyboard", "models, the personal vocabulary, statistics, and texts to be recovered"),
    ("~/.config/keyboard/settings.toml", "settings"),
    ("~/.cache/keyboard", "what is computed again where it is missing"),
)


def manual_page(version: str, built_at: int) -> str:
    """Return the page in troff's man macros (man(7)), dated by `built_at`, in seconds since 1970."""
    date = time.strftime("%Y-%m-%d", time.gmtime(built_at))
    return "\n".join([f'.TH KEYBOARD 1 "{date}" "keyboard {_escaped(version)}" "User Commands"', *_sections()]) + "\n"


def _sections() -> Iterator[str]:
    context = click.Context(keyboard, info_name="keyboard")
    yield ".SH NAME"
    yield r"keyboard \- text editor that suggests the next words"
    yield ".SH SYNOPSIS"
    yield r"\fBkeyboard\fR [\fICOMMAND\fR [\fIARGUMENTS\fR]]"
    yield ".SH DESCRIPTION"
    yield "\n.PP\n".join(map(_escaped, inspect.cleandoc(keyboard.help or "").split("\n\n")))
    yield ".SH COMMANDS"
    for name in keyboard.list_commands(context):
        command = keyboard.commands[name]
        if not command.hidden:
            yield f".TP\n\\fBkeyboard {_escaped(name)}\\fR\n{_escaped(command.get_short_help_str(200))}"
    yield f".PP\n{_escaped('keyboard COMMAND --help tells the arguments of a command.')}"
    yield ".SH EXIT STATUS"
    yield "0, or 1 after a failure, which is told in one sentence, or 2 after bad use."
    yield ".SH FILES"
    for path, content in _FILES:
        yield f".TP\n.I {_escaped(path)}\n{_escaped(content)}"


def _escaped(text: str) -> str:
    """Return a text that troff prints as it is."""
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return "\n".join(rf"\&{line}" if line.startswith((".", "'")) else line for line in text.splitlines())

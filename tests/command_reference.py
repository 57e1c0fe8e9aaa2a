"""Writes docs/commands.md from the commands' own help texts: `make docs`."""

from collections.abc import Iterator

import click

from keyboard.cli import keyboard

HEADER = """# Commands

Written by `make docs` from the commands' help texts. Errors are one sentence on standard error; the exit code is 1 for a failure
and 2 for bad use.
"""


def reference() -> str:
    """Return the page."""
    root = click.Context(keyboard, info_name="keyboard", terminal_width=100, **keyboard.context_settings)
    return HEADER + "".join(_sections(keyboard, root))


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    if command.hidden:
        return
    yield f"\n## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.commands[name]
            yield from _sections(child, click.Context(child, parent=context, info_name=name, terminal_width=100))


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - a command

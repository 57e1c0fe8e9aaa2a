"""The command line. A command imports what it needs when it runs: `keyboard --help` loads neither Qt, numpy nor llama.cpp."""

import errno
import os
import sys
import traceback

import click

from keyboard import __version__
from keyboard.cli.installation_commands import backends, doctor, updates
from keyboard.cli.looking_commands import attention, lens, step, what_if
from keyboard.cli.measuring_commands import benchmark, evaluate
from keyboard.cli.model_commands import models
from keyboard.cli.running_commands import edit, ibus, load_library, lsp, pip, prove, quantize, serve, smoke, spell, start_probe
from keyboard.cli.sampling_commands import next_tokens, sample, suggest, tokens
from keyboard.cli.streams import PipedGroup, discard_output, occupy_closed_streams, use_utf8

_OUT_OF_ROOM = (errno.ENOSPC, errno.EDQUOT)
_COMMANDS = (
    *(edit, suggest, next_tokens, sample, tokens, attention, lens, step, what_if, models),
    *(ibus, lsp, benchmark, evaluate, doctor, backends, updates),
    *(serve, prove, load_library, quantize, pip, spell, smoke, start_probe),
)


def main() -> None:
    """Run the `keyboard` command; exit with 0, with 1 after a failure and its sentence, or with 2 after wrong usage."""
    occupy_closed_streams()
    use_utf8()
    try:
        code = keyboard.main(standalone_mode=False, prog_name="keyboard")
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
    except click.UsageError as error:
        error.show()
        code = 2
    except click.ClickException as error:
        error.show()
        code = 1
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        discard_output()
        code = 0
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        if os.environ.get("KEYBOARD_DEBUG"):
            traceback.print_exc()
        click.echo(f"Error: {_sentence(error)}", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _sentence(error: Exception) -> str:
    """Return the text of an error of this program; for any other, ask for a report."""
    if type(error).__module__.startswith("keyboard."):
        return str(error)
    if isinstance(error, OSError) and error.errno in _OUT_OF_ROOM:
        return f"not all could be written: {error.strerror}; make room and try again."
    return f"{type(error).__name__}: {error}; please report this with the output of `keyboard doctor`."


@click.group(cls=PipedGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="keyboard")
@click.pass_context
def keyboard(context: click.Context) -> int | None:
    """Open the editor, a desktop predictive-text keyboard, or run a command.

    Everything runs on this machine; no text leaves it.
    """
    if context.invoked_subcommand is not None:
        return None
    code: int = context.invoke(edit, file=None, model=None)
    return code


for _command in _COMMANDS:
    keyboard.add_command(_command)

"""How IBus finds the input method: a component file, which a package installs and a source tree registers for one user.

ibus-daemon reads component files from the folders of `IBUS_COMPONENT_PATH` alone (`ibusregistry.c`), so that a user's own folder
takes an entry in the session's environment besides.
"""

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import platformdirs

from keyboard import __version__
from keyboard.engine.child import child_command
from keyboard.storage.atomic_file import write_atomically
from keyboard.storage.locations import bundled_file

BUS_NAME = "org.freedesktop.IBus.GPT2Keyboard"
ENGINE_NAME = "gpt2-keyboard"
_SYSTEM_FOLDER = "/usr/share/ibus/component"
_PATIENCE_S = 30.0


def component_file(command: str, icon: str) -> str:
    """Return the XML that tells ibus-daemon how to start the input method, under "English"."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<component>
    <name>{BUS_NAME}</name>
    <description>Words that a language model on this machine suggests</description>
    <exec>{escape(command)}</exec>
    <version>{__version__}</version>
    <author>The keyboard developers</author>
    <license>MIT</license>
    <homepage></homepage>
    <textdomain>gpt2-keyboard</textdomain>
    <engines>
        <engine>
            <name>{ENGINE_NAME}</name>
            <language>en</language>
            <license>MIT</license>
            <author>The keyboard developers</author>
            <icon>{escape(icon)}</icon>
            <layout>default</layout>
            <longname>Keyboard with word suggestions</longname>
            <description>Three next words at the cursor, from a language model on this machine</description>
            <rank>0</rank>
            <symbol>w</symbol>
        </engine>
    </engines>
</component>
"""


def register() -> str:
    """Register this program's input method for the user alone, and return what to do next, in one sentence."""
    icon = bundled_file("resources", "icons", "keyboard.svg")
    _write(_user_component(), component_file(shlex.join(child_command("ibus")), str(icon)))
    _write(_environment_file(), f"IBUS_COMPONENT_PATH={_user_component().parent}:${{IBUS_COMPONENT_PATH:-{_SYSTEM_FOLDER}}}\n")
    _refresh()
    return "Log out and in again, then add “Keyboard with word suggestions” under English in your system's keyboard settings."


def unregister() -> str:
    """Take the registration back, and return what happened, in one sentence."""
    files = [file for file in (_user_component(), _environment_file()) if file.exists()]
    for file in files:
        file.unlink()
    if not files:
        return "The input method was not registered for you."
    _refresh()
    return "The input method is no longer registered; it is gone when you log in next."


def _user_component() -> Path:
    return Path(platformdirs.user_data_dir("ibus", appauthor=False)) / "component" / f"{ENGINE_NAME}.xml"


def _environment_file() -> Path:
    return Path(platformdirs.user_config_dir("environment.d", appauthor=False)) / f"60-{ENGINE_NAME}.conf"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, text.encode())


def _refresh() -> None:
    """Let IBus read the component files anew, where it is installed; the next login does the same."""
    if (ibus := shutil.which("ibus")) is None:
        return
    folders = os.environ.get("IBUS_COMPONENT_PATH", _SYSTEM_FOLDER)
    if _user_component().exists():
        folders = f"{_user_component().parent}:{folders}"
    environment = os.environ | {"IBUS_COMPONENT_PATH": folders}
    subprocess.run([ibus, "write-cache"], env=environment, timeout=_PATIENCE_S, check=False, capture_output=True)

"""The installer for Windows fits the bundle, the program and the workflow; its compiler runs on Windows alone."""

import re
import struct

import pytest

from keyboard.cli import keyboard
from tests.packaging.scripts import FOLDER, load_script

SETUP = FOLDER / "windows" / "keyboard.iss"
WORKFLOW = (FOLDER.parent / ".github" / "workflows" / "release.yml").read_text("utf-8")
SPECIFICATION = (FOLDER / "keyboard.spec").read_text("utf-8")
# https://jrsoftware.org/ishelp/: sections and constants that are used here.
SECTIONS = ["Setup", "Languages", "Tasks", "InstallDelete", "Files", "Icons", "Registry", "Run", "UninstallDelete"]
CONSTANTS = {
    "app",
    "autopf",
    "autoprograms",
    "autodesktop",
    "cm:CreateDesktopIcon",
    "cm:AdditionalIcons",
    "cm:LaunchProgram,keyboard",
}


@pytest.fixture(scope="module")
def setup():
    """The script's sections: a list of lines each, without comments and the preprocessor's lines."""
    sections = {}
    for line in SETUP.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            current = sections[heading[1]] = []
        elif line and not line.startswith((";", "#")) and sections:
            current.append(line)
    return sections


@pytest.fixture(scope="module")
def directives(setup):
    return dict(line.split("=", 1) for line in setup["Setup"])


def entries(section):
    """Its lines as names and values: `Name: "a"; Filename: "b"`, in which a quotation mark is written twice."""
    for line in section:
        found = re.findall(r'(\w+): (?:"((?:[^"]|"")*)"|([^;]+))', line)
        yield {name: quoted.replace('""', '"') or plain for name, quoted, plain in found}


def test_each_section_and_each_constant_is_one_that_the_compiler_knows(setup):
    assert list(setup) == SECTIONS
    text = "\n".join(line for lines in setup.values() for line in lines if not line.startswith("AppId="))
    assert set(re.findall(r"\{([^#{}][^{}]*)\}", text)) == CONSTANTS
    for section in SECTIONS[1:]:
        for line in setup[section]:
            assert line.count('"') % 2 == 0
            assert re.fullmatch(r"\w+: [^;]+(; \w+: [^;]+)*", re.sub(r'"[^"]*"', "text", line)), line


def test_it_installs_for_the_user_and_over_an_older_version(directives):
    assert directives["PrivilegesRequired"] == "lowest"
    assert re.fullmatch(r"\{\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", directives["AppId"])
    assert "Version" not in directives["AppId"]


def test_what_it_takes_is_what_the_bundle_has(setup, directives):
    (files,) = entries(setup["Files"])
    assert files["Source"] == r"{#Root}\dist\keyboard\*"
    assert 'name="keyboard")' in SPECIFICATION
    assert '"keyboardw" if' in SPECIFICATION
    programs = set(re.findall(r"(\w+)\.exe", "\n".join(setup["Icons"] + setup["Registry"] + setup["Run"])))
    assert programs == {"keyboardw"}
    assert directives["SetupIconFile"] == r"{#Root}\build\keyboard.ico"
    assert (FOLDER.parent / "LICENSE").is_file()
    assert directives["LicenseFile"] == r"{#Root}\LICENSE"


def test_a_file_that_is_opened_with_it_comes_as_the_editors_argument(setup):
    commands = [entry["ValueData"] for entry in entries(setup["Registry"]) if entry["Subkey"].endswith("command")]
    assert commands == [r'"{app}\keyboardw.exe" edit "%1"']
    assert "edit" in keyboard.commands


def test_the_same_kinds_of_files_are_offered_as_on_linux(setup):
    offered = {entry["Subkey"].split("\\")[2] for entry in entries(setup["Registry"]) if "OpenWithProgids" in entry["Subkey"]}
    assert offered == {".txt", ".md"}
    assert "MimeType=text/plain;text/markdown;" in (FOLDER / "linux" / "keyboard.desktop").read_text("utf-8")


def test_a_removal_leaves_the_registry_as_it_was_and_the_users_files_alone(setup):
    for entry in entries(setup["Registry"]):
        is_below = entry["Subkey"].startswith(r"Software\Classes\keyboard.text" + "\\")
        assert is_below or entry["Flags"].startswith("uninsdelete")
    removed = [entry["Name"] for section in ("InstallDelete", "UninstallDelete") for entry in entries(setup[section])]
    assert set(removed) == {r"{app}\_internal"}


def test_the_workflow_gives_it_what_it_asks_for_and_takes_what_it_makes(directives):
    asked = set(re.findall(r"#ifndef (\w+)", SETUP.read_text("utf-8")))
    assert {f"/D{name}=" in WORKFLOW for name in asked} == {True}
    assert directives["OutputBaseFilename"] == "keyboard-{#Version}{#Suffix}-setup"
    assert "dist/keyboard-*-setup.exe" in WORKFLOW


def test_the_icons_hold_a_picture_of_each_size(tmp_path, qapp):
    ico, icns = load_script("make_icons.py").make_icons(tmp_path)
    data = ico.read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind, count) == (0, 1, 9)
    for place in range(count):
        width, _, _, _, _, depth, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * place)
        picture = data[offset : offset + length]
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack_from(">I", picture, 16)[0] == (width or 256)
        assert depth == 32
    apple = icns.read_bytes()
    assert apple.startswith(b"icns")
    assert struct.unpack_from(">I", apple, 4)[0] == len(apple)
    assert apple.count(b"\x89PNG") == 7

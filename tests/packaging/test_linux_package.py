"""What the Linux packages say of the program to the desktop, to software centres and to dpkg."""

import configparser
import shlex
import shutil
import subprocess
import time
import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtGui import QGuiApplication

from keyboard import __version__
from keyboard.cli import keyboard
from keyboard.editor.application import new_application
from tests.packaging.scripts import FOLDER, load_script

COMMIT_TIME = 1_790_000_000


@pytest.fixture(scope="module")
def debian_package():
    return load_script("linux", "debian_package.py")


@pytest.fixture
def metainfo(debian_package, monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(COMMIT_TIME))
    file = tmp_path / "io.github.gpt2_keyboard.keyboard.metainfo.xml"
    file.write_text(debian_package.filled_metainfo(__version__), "utf-8")
    return file


@pytest.fixture(scope="module")
def entry():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(FOLDER / "linux" / "keyboard.desktop", "utf-8")
    return parser["Desktop Entry"]


def needs(command):
    return pytest.mark.skipif(not shutil.which(command), reason=f"{command} is not installed; `make package` does it")


@needs("desktop-file-validate")
def test_the_menu_entry_is_valid():
    subprocess.run(["desktop-file-validate", FOLDER / "linux" / "keyboard.desktop"], check=True)


def test_the_menu_entry_starts_a_command_that_there_is_with_a_text(entry):
    program, command, file = shlex.split(entry["Exec"])
    assert program == "keyboard"
    assert command in keyboard.commands
    assert file == "%f"
    assert {"text/plain", "text/markdown"} <= set(entry["MimeType"].split(";"))


def test_the_window_belongs_to_the_menu_entry(qtbot, monkeypatch):
    """By this a desktop shows the entry's icon and name for the window."""
    monkeypatch.setattr("keyboard.editor.application.QApplication", lambda _arguments: QGuiApplication.instance())
    new_application()
    assert (FOLDER / "linux" / f"{QGuiApplication.desktopFileName()}.desktop").exists()


@needs("appstreamcli")
def test_what_software_centres_read_is_valid(metainfo):
    subprocess.run(["appstreamcli", "validate", "--no-net", metainfo], check=True)


def test_software_centres_are_told_this_version_and_when_it_was_made(metainfo):
    tree = ElementTree.parse(metainfo)  # noqa: S314 - the project's own
    release = tree.find("releases/release")
    assert release.get("version") == __version__
    assert release.get("date") == time.strftime("%Y-%m-%d", time.gmtime(COMMIT_TIME))
    assert tree.findtext("launchable") == "keyboard.desktop"


def test_the_manual_page_names_every_command():
    page = load_script("linux", "manual_page.py").manual_page(__version__, COMMIT_TIME).replace("\\", "")
    assert all((f"fBkeyboard {name}fR\n" in page) != command.hidden for name, command in keyboard.commands.items())


@needs("groff")
def test_the_manual_page_is_well_formed():
    page = load_script("linux", "manual_page.py").manual_page(__version__, COMMIT_TIME)
    told = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-z"], input=page, capture_output=True, text=True, check=True)
    assert told.stderr == ""


def test_dpkg_is_told_what_it_needs(debian_package):
    text = debian_package.control_file("gpt2-keyboard", __version__, "amd64", "libc6 (>= 2.35)", 190_000)
    assert f"Package: gpt2-keyboard\nVersion: {__version__}\nArchitecture: amd64\n" in text
    assert "Depends: libc6 (>= 2.35)\n" in text
    assert "Conflicts" not in text
    description = text.partition("Description: ")[2].splitlines()
    assert all(line.startswith(" ") for line in description[1:])


def test_a_package_with_a_model_takes_the_place_of_the_one_without(debian_package):
    text = debian_package.control_file("gpt2-keyboard-with-smollm2-135m", __version__, "amd64", "libc6", 290_000)
    assert f"Provides: gpt2-keyboard (= {__version__})\nConflicts: gpt2-keyboard\nReplaces: gpt2-keyboard\n" in text


@pytest.mark.parametrize(
    ("target", "present", "missing"),
    [
        ("package-compare", [], "*.deb"),
        ("test-package", [], f"gpt2-keyboard_{__version__}_amd64.deb"),
        ("test-package", [f"gpt2-keyboard-with-smollm2-135m_{__version__}_amd64.deb"], f"gpt2-keyboard_{__version__}_amd64.deb"),
        ("test-package", ["gpt2-keyboard_0.0.1_amd64.deb"], f"gpt2-keyboard_{__version__}_amd64.deb"),
        ("test-package", [f"gpt2-keyboard_{__version__}_amd64.deb"], f"keyboard-{__version__}-linux-x86_64.run"),
    ],
)
def test_a_target_that_needs_packages_says_at_once_how_to_make_them(tmp_path, target, present, missing):
    (tmp_path / "dist").mkdir()
    for name in present:
        (tmp_path / "dist" / name).touch()
    command = ["make", "--file", FOLDER.parent / "Makefile", target]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert f"dist/ has no {missing}; make it first: make package\n" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["dist"]

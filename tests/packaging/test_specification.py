"""What the packages carry: everything that the program imports, and of the large libraries nothing else."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.packaging.scripts import FOLDER, names_of_specification

SPECIFICATION = names_of_specification()
QT = "PySide6/Qt"


def is_used(destination, source="/environment/file", kind="BINARY"):
    return SPECIFICATION["is_used"](destination, source, kind)


def imported_modules():
    """Every module that the program imports, wherever it does."""
    for file in (FOLDER.parent / "keyboard").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module


@pytest.mark.long
def test_what_the_program_imports_of_qt_is_carried():
    imported = {name.removeprefix("PySide6.Qt") for name in imported_modules() if name.startswith("PySide6.Qt")}
    assert imported >= {"Core", "Gui", "Widgets"}
    assert imported <= SPECIFICATION["QT_LIBRARIES"]


@pytest.mark.long
def test_nothing_that_the_program_imports_is_left_out():
    left_out = tuple(SPECIFICATION["UNUSED_MODULES"])
    assert [name for name in imported_modules() if name.startswith(left_out)] == []


@pytest.mark.parametrize(
    "file",
    [
        f"{QT}/lib/libQt6Core.so.6",
        "PySide6/Qt6Core.dll",
        f"{QT}/lib/QtCore.framework/Versions/A/QtCore",
        "PySide6/QtWidgets.abi3.so",
        f"{QT}/lib/libicudata.so.73",
        f"{QT}/plugins/platforms/libqxcb.so",
        "PySide6/plugins/platforms/qwindows.dll",
        f"{QT}/plugins/platforms/libqcocoa.dylib",
        f"{QT}/plugins/iconengines/libqsvgicon.so",
        "llama_cpp/lib/libllama.so",
        "llama_cpp/lib/libggml-cpu-haswell.so",
        "llama_cpp/lib/ggml-cpu-zen4.dll",
        "keyboard/models/catalogue.toml",
        "keyboard/resources/translations/keyboard_de.qm",
        f"{QT}/translations/qtbase_de.qm",
        "numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_the_program_uses_is_carried_on_every_system(file):
    assert is_used(file)


@pytest.mark.parametrize(
    "file",
    [
        f"{QT}/lib/libQt6Qml.so.6",
        f"{QT}/lib/libQt6WebEngineCore.so.6",
        "PySide6/Qt6Quick.dll",
        f"{QT}/lib/QtPdf.framework/Versions/A/QtPdf",
        f"{QT}/plugins/sqldrivers/libqsqlite.so",
        f"{QT}/plugins/tls/libqopensslbackend.so",
        "PySide6/plugins/imageformats/qpdf.dll",
        f"{QT}/translations/qtbase_pl.qm",
        f"{QT}/translations/qtdeclarative_de.qm",
        "keyboard/resources/translations/keyboard_de.ts",
        "PySide6/opengl32sw.dll",
        "llama_cpp/lib/libllama-common.so",
    ],
)
def test_what_it_does_not_use_is_left_out_on_every_system(file):
    assert not is_used(file)


def test_of_a_linux_systems_libraries_those_are_carried_that_not_every_desktop_has(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    assert is_used("libxcb-cursor.so.0", "/lib/x86_64-linux-gnu/libxcb-cursor.so.0")
    assert is_used("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3")
    assert not is_used("libstdc++.so.6", "/lib/x86_64-linux-gnu/libstdc++.so.6")
    assert not is_used("libX11.so.6", "/lib/x86_64-linux-gnu/libX11.so.6")
    assert is_used("libpython3.11.so.1.0", "/opt/python/lib/libpython3.11.so.1.0")


def test_each_dependency_is_pinned_to_a_version_that_the_program_wants():
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {requirement_name(name): version for name, version in pins()}
    for line in project["dependencies"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(pinned[requirement_name(wanted.name)]), line


def pins():
    for file in ("requirements.txt", "llama-cpp.txt"):
        for line in Path(FOLDER / file).read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield re.match(r"([\w.-]+)==([^\s;]+)", line).groups()


def requirement_name(name):
    return re.sub(r"[-_.]+", "-", name).lower()

"""The scripts of packaging/, which are no package that could be imported."""

import ast
import importlib.util
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "packaging"


def load_script(*parts):
    """Return a script as a module; it is not run as a command."""
    file = FOLDER.joinpath(*parts)
    specification = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(specification)
    sys.path.insert(0, str(file.parent))
    try:
        specification.loader.exec_module(module)
    finally:
        sys.path.remove(str(file.parent))
    return module


def names_of_specification():
    """Return what keyboard.spec says is used and what is not: its constants and functions, without PyInstaller's part."""
    tree = ast.parse((FOLDER / "keyboard.spec").read_text("utf-8"))
    told = [node for node in tree.body if _is_told(node)]
    names = {"SPECPATH": str(FOLDER)}
    exec(compile(ast.Module(told, []), "keyboard.spec", "exec"), names)  # noqa: S102 - the project's own
    return names


def _is_told(node):
    if isinstance(node, ast.ImportFrom):
        return not node.module.startswith("PyInstaller")
    if isinstance(node, ast.Assign):
        return getattr(node.targets[0], "id", "").isupper()
    return isinstance(node, ast.Import | ast.FunctionDef)

"""Makes dist/keyboard, the folder that the packages of all systems are made of: `python packaging/make_bundle.py [VARIANT]`.

It takes two minutes, and six more where llama.cpp must be built.
"""

import os
import subprocess
import sys
from pathlib import Path

from build_llama_cpp import ROOT, build_llama_cpp
from llama_cpp_flags import USUAL_VARIANT

BUNDLE = ROOT / "dist" / "keyboard"

_ENVIRONMENT = ROOT / "build" / "packaging"


def make_bundle(variant: str = USUAL_VARIANT) -> Path:
    """Return the folder, made anew of this source tree and of the pinned libraries."""
    wheel = build_llama_cpp(variant)
    python = _python()
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, f"--requirement={ROOT / 'packaging' / 'requirements.txt'}", str(wheel)], check=True)
    subprocess.run([*pip, "--no-deps", "--force-reinstall", str(ROOT)], check=True)
    if sys.platform in ("win32", "darwin"):
        subprocess.run([str(python), str(ROOT / "packaging" / "make_icons.py")], check=True)
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", f"--distpath={BUNDLE.parent}"]
    command += [f"--workpath={ROOT / 'build' / 'pyinstaller'}", str(ROOT / "packaging" / "keyboard.spec")]
    # Sets are then written in one order, so that two bundles of one commit agree. In another folder, because Python would look
    # for the program in this one first, and the source tree has its data elsewhere than an installed program.
    subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "0"}, cwd=_ENVIRONMENT, check=True)
    return BUNDLE


def _python() -> Path:
    """Return the interpreter of the environment that is packaged, which is made where it is not there."""
    python = _ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(_ENVIRONMENT)], check=True)
    return python


if __name__ == "__main__":
    make_bundle(*sys.argv[1:2])

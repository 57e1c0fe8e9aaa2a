"""Builds llama.cpp as the packages carry it, for all processors of one kind: `python packaging/build_llama_cpp.py [VARIANT]`.

The wheel lies in build/wheels/VARIANT afterwards; where it does already, nothing is done. It takes 6 minutes on two cores.
`llama_cpp_flags.py` has the variants.

Each kind of backend, and the CPU's for each generation of processors, is a library of its own beside llama.cpp's, and
`keyboard.language_model.backends` chooses at run time.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from llama_cpp_flags import USUAL_VARIANT, flags

ROOT = Path(__file__).parent.parent
WHEELS = ROOT / "build" / "wheels"

_FOLDER = ROOT / "build" / "llama.cpp"


def build_llama_cpp(variant: str = USUAL_VARIANT) -> Path:
    """Return the wheel, which is built where it is not there."""
    requirement, options = _requirement()
    version = requirement.partition("==")[2]
    wheels = WHEELS / variant
    if built := sorted(wheels.glob(f"llama_cpp_python-{version}-*.whl")):
        return built[-1]
    source = _source(requirement)
    environment = dict(os.environ)
    environment["CMAKE_ARGS"] = flags(variant, for_any_machine=True)
    environment.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
    if os.name == "posix":
        # What the libraries say of their source files is the same wherever they were built.
        environment["CFLAGS"] = environment["CXXFLAGS"] = f"-ffile-prefix-map={source}=."
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-cache-dir", f"--wheel-dir={wheels}", *options]
    command += [f"--config-settings=build-dir={_FOLDER / 'objects' / variant}", str(source)]
    subprocess.run(command, env=environment, check=True)
    return next(wheels.glob(f"llama_cpp_python-{version}-*.whl"))


def _requirement() -> tuple[str, list[str]]:
    """Return the pinned requirement of packaging/llama-cpp.txt and its options."""
    lines = (ROOT / "packaging" / "llama-cpp.txt").read_text("utf-8").splitlines()
    requirement, *options = next(line for line in lines if line and not line.startswith("#")).split()
    return requirement, [option.replace('"', "") for option in options]


def _source(requirement: str) -> Path:
    """Return the folder of llama-cpp-python's source, which is fetched and unpacked where it is not there."""
    source = _FOLDER / re.sub(r"\W+", "-", requirement)
    if not source.is_dir():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary=llama-cpp-python", f"--dest={_FOLDER}"]
        subprocess.run([*command, requirement], check=True)
        unpacked = _FOLDER / "unpacked"
        shutil.rmtree(unpacked, ignore_errors=True)
        with tarfile.open(next(_FOLDER.glob("*.tar.gz"))) as archive:
            archive.extractall(unpacked, filter="data")
        next(unpacked.iterdir()).rename(source)
        unpacked.rmdir()
    return source


if __name__ == "__main__":
    print(build_llama_cpp(*sys.argv[1:2]))  # noqa: T201 - a command

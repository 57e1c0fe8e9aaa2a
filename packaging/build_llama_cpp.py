"""Builds llama.cpp as the packages carry it, for all processors of one kind: `python packaging/build_llama_cpp.py [FLAG…]`.

The wheel lies in build/wheels afterwards; where it does already, nothing is done. FLAGs are more flags for CMake, such as
-DGGML_VULKAN=ON. It takes 6 minutes on two cores.

Each kind of backend, and the CPU's for each generation of processors, is a library of its own beside llama.cpp's, and
`keyboard.language_model.backend_libraries` chooses at run time.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
WHEELS = ROOT / "build" / "wheels"

_FOLDER = ROOT / "build" / "llama.cpp"
_FLAGS = (
    "-DGGML_NATIVE=OFF",
    "-DGGML_BACKEND_DL=ON",
    "-DGGML_CPU_ALL_VARIANTS=ON",
    "-DLLAVA_BUILD=OFF",
    "-DLLAMA_BUILD_TOOLS=OFF",
    "-DLLAMA_BUILD_EXAMPLES=OFF",
    "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_SERVER=OFF",
    # All libraries in the folder that the package looks into, each once. Under its three versioned names a wheel, which knows no
    # links, has three copies, and two of ggml come into the process, of which only one is given the backends.
    "-DCMAKE_INSTALL_BINDIR=llama_cpp/lib",
    "-DCMAKE_INSTALL_LIBDIR=llama_cpp/lib",
    "-DCMAKE_PLATFORM_NO_VERSIONED_SONAME=ON",
)


def build_llama_cpp(more_flags: list[str]) -> Path:
    """Return the wheel, which is built where it is not there."""
    requirement, options = _requirement()
    version = requirement.partition("==")[2]
    if built := sorted(WHEELS.glob(f"llama_cpp_python-{version}-*.whl")):
        return built[-1]
    source = _source(requirement)
    environment = dict(os.environ)
    environment["CMAKE_ARGS"] = " ".join([*_FLAGS, *more_flags])
    environment.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
    if os.name == "posix":
        # What the libraries say of their source files is the same wherever they were built.
        environment["CFLAGS"] = environment["CXXFLAGS"] = f"-ffile-prefix-map={source}=."
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-cache-dir", f"--wheel-dir={WHEELS}", *options]
    command += [f"--config-settings=build-dir={_FOLDER / 'objects'}", str(source)]
    subprocess.run(command, env=environment, check=True)
    return next(WHEELS.glob(f"llama_cpp_python-{version}-*.whl"))


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
    print(build_llama_cpp(sys.argv[1:]))  # noqa: T201 - a command

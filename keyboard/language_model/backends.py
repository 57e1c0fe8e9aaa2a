"""The backends of this build of llama.cpp: GPUs first, then the CPU, and the libraries that it loads for them.

The packages contain a build that loads its backends at run time (`packaging/build_llama_cpp.py`): beside llama.cpp's own library
it has one for each generation of processors and one for each kind of GPU. Other builds have their backends built in. ggml would
load the library with the best score (ggml/src/ggml-backend-reg.cpp); here each is a backend of its own, so that one that fails
can be left out.
"""

import ctypes
import functools
import os
import re
import sys
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import llama_cpp
from llama_cpp._ctypes_extensions import load_shared_library
from llama_cpp._ggml import libggml, libggml_base_path

from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.processor import processor_name

_MESSAGES: deque[str] = deque(maxlen=200)
_LEVEL_ERROR = 4  # GGML_LOG_LEVEL_ERROR, ggml/include/ggml.h


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
def _collect(level: int, text: bytes, _user_data: object) -> None:
    if level == _LEVEL_ERROR:
        _MESSAGES.append(text.decode("utf-8", "replace").strip())


def collect_log() -> None:
    """Collect llama.cpp's error messages from now on, and print nothing."""
    llama_cpp.llama_log_set(_collect, None)


def last_errors() -> list[str]:
    """Return llama.cpp's error messages since the last call, oldest first."""
    errors = list(_MESSAGES)
    _MESSAGES.clear()
    return errors


_FILE_NAME = re.compile(r"(?:lib)?ggml-([\w.-]+)\.(?:so|dll)")
_PROCESSOR = "cpu"
# These evaluate no layers on a device of this machine.
_NO_DEVICES = ("base", "blas", "rpc")


@dataclass(frozen=True)
class BackendLibrary:
    """A library with a backend."""

    name: str  # the distinctive part of its file's name: `cpu-haswell`, `vulkan`
    file: Path  # its path

    @property
    def is_for_processors(self) -> bool:
        """Whether it evaluates on the CPU."""
        return self.name.partition("-")[0] == _PROCESSOR


def processor_libraries() -> tuple[BackendLibrary, ...]:
    """Return the libraries that this processor supports, the best first."""
    scored = ((_score(library), library) for library in _libraries() if library.is_for_processors)
    able = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].name))
    return tuple(library for _, library in able)


def gpu_libraries() -> tuple[BackendLibrary, ...]:
    """Return the libraries for GPUs, whether or not there is a GPU."""
    return tuple(library for library in _libraries() if not library.is_for_processors)


@functools.cache
def has_built_in_processor() -> bool:
    """Return whether llama.cpp can evaluate on the CPU without loading a library."""
    return _PROCESSOR in _built_in()


def load_libraries(files: Iterable[Path]) -> None:
    """Load libraries into llama.cpp, each once; at most one may be for the CPU, because llama.cpp uses only the first.

    Raises `LanguageModelError` that names a library which cannot be loaded.
    """
    for file in files:
        _load(file)


@functools.cache
def _load(file: Path) -> None:
    collect_log()  # otherwise ggml prints what it loads
    libggml.ggml_backend_load.restype = ctypes.c_void_p
    if os.name == "nt":
        # ggml expects a name in the system's code page, which may lack a character of the folder's name. Windows finds a
        # library that is already loaded by its file name alone.
        _open(file)
        name = file.name.encode("ascii")
    else:
        name = os.fsencode(file)
    if not libggml.ggml_backend_load(ctypes.c_char_p(name)):
        raise LanguageModelError(f"{file} cannot be loaded; `keyboard backends` lists what else can evaluate a model.")


@functools.cache
def _libraries() -> tuple[BackendLibrary, ...]:
    found = ((_FILE_NAME.fullmatch(file.name), file) for file in sorted(libggml_base_path.iterdir()))
    libraries = (BackendLibrary(name[1], file) for name, file in found if name)
    return tuple(library for library in libraries if library.name not in {*_NO_DEVICES, *_built_in()})


@functools.cache
def _built_in() -> frozenset[str]:
    """Return the names of the backends that llama.cpp has before any library is loaded."""
    libggml.ggml_backend_reg_count.restype = ctypes.c_size_t
    libggml.ggml_backend_reg_get.restype = ctypes.c_void_p
    libggml.ggml_backend_reg_name.restype = ctypes.c_char_p
    registries = (libggml.ggml_backend_reg_get(ctypes.c_size_t(index)) for index in range(libggml.ggml_backend_reg_count()))
    names = (libggml.ggml_backend_reg_name(ctypes.c_void_p(registry)) for registry in registries)
    return frozenset(name.decode("utf-8", "replace").lower() for name in names)


def _score(library: BackendLibrary) -> int:
    """Return ggml's score of a library on this processor; 0 if the processor lacks a feature that it needs."""
    try:
        opened = _open(library.file)
    except OSError:
        return 0
    # A library for no particular processor has no score function.
    return int(opened.ggml_backend_score()) if hasattr(opened, "ggml_backend_score") else 1


def _open(file: Path) -> ctypes.CDLL:
    if sys.platform == "win32":
        # As in llama_cpp/_ctypes_extensions.py: search the folders that were added.
        return ctypes.CDLL(str(file), winmode=0)
    return ctypes.CDLL(str(file))


_library = load_shared_library("ggml-base", libggml_base_path)


def ggml_function(name: str, result: Any, *arguments: Any) -> Any:
    """Return a function of ggml/include/ by its name, with the ctypes types of its result and its arguments."""
    function = getattr(_library if hasattr(_library, name) else libggml, name)
    function.restype, function.argtypes = result, arguments
    return function


_GPU_TYPES = (1, 2)  # GGML_BACKEND_DEVICE_TYPE_GPU and _IGPU, ggml/include/ggml-backend.h

CPU = "cpu"
CPU_PLAIN = "cpu-plain"


@dataclass(frozen=True)
class Backend:
    """One way to evaluate a model."""

    # `cuda`, `metal`, `vulkan`, … for a GPU; `cpu` for the CPU, or `cpu-haswell`, `cpu-zen4`, … where llama.cpp has a
    # library for each generation of processors; and `cpu-plain`: the most basic of these, without ggml's repacked kernels,
    # which some processors announce but cannot run.
    name: str
    device: str  # the device, as its maker calls it
    device_index: int = -1  # ggml's index of the device, or -1 for the CPU
    gpu_layers: int | None = None  # how many layers of a model the GPU evaluates, where the output counts as one; None means all
    libraries: tuple[Path, ...] = ()  # the files that llama.cpp must load first; for a GPU, its own and one for the CPU

    @property
    def is_gpu(self) -> bool:
        """Whether the model's layers are offloaded to a GPU."""
        return self.device_index >= 0


def available_backends(gpu_libraries: Sequence[Path] = (), avoided: Collection[str] = ()) -> tuple[Backend, ...]:
    """Return the backends of this build and machine, the preferred one first.

    Loads `gpu_libraries` into this process to find their devices. A GPU backend leaves part of the work to a CPU backend, for
    which those in `avoided` are used only if there is no other. Raises `LanguageModelError` if a library cannot be loaded.
    """
    load_libraries(gpu_libraries)
    cpus = _cpu_backends()
    beside_gpu = next((cpu for cpu in cpus if cpu.name not in avoided), cpus[-1]).libraries
    gpus = (_gpu(index) for index in range(_device_count()) if _type(_device(index)) in _GPU_TYPES)
    return (*(replace(gpu, libraries=(*gpu_libraries, *beside_gpu)) for gpu in gpus), *cpus)


def backend_named(name: str, libraries: Sequence[Path] = ()) -> Backend | None:
    """Return the first available backend of that name, with `libraries` if there are any, or None."""
    load_libraries(libraries)
    backend = next((backend for backend in available_backends() if backend.name == name), None)
    return replace(backend, libraries=tuple(libraries)) if backend and libraries else backend


def _cpu_backends() -> tuple[Backend, ...]:
    device = processor_name()
    backends = [Backend(library.name, device, libraries=(library.file,)) for library in processor_libraries()]
    if has_built_in_processor():
        backends.append(Backend(CPU, device))
    least = backends[-1].libraries if backends else ()
    return (*backends, Backend(CPU_PLAIN, device, libraries=least))


def device_pointers(backend: Backend) -> ctypes.Array[ctypes.c_void_p]:
    """Return the NULL-terminated list of devices that llama.cpp may offload to; for a CPU backend it is empty."""
    pointers = [_device(backend.device_index)] if backend.is_gpu else []
    return (ctypes.c_void_p * (len(pointers) + 1))(*pointers, None)


_device_count = ggml_function("ggml_backend_dev_count", ctypes.c_size_t)
_device = ggml_function("ggml_backend_dev_get", ctypes.c_void_p, ctypes.c_size_t)
_type = ggml_function("ggml_backend_dev_type", ctypes.c_int, ctypes.c_void_p)
_description = ggml_function("ggml_backend_dev_description", ctypes.c_char_p, ctypes.c_void_p)
_registry = ggml_function("ggml_backend_dev_backend_reg", ctypes.c_void_p, ctypes.c_void_p)
_registry_name = ggml_function("ggml_backend_reg_name", ctypes.c_char_p, ctypes.c_void_p)


def _gpu(index: int) -> Backend:
    device = _device(index)
    name = _text(_registry_name(_registry(device))).lower()
    return Backend({"mtl": "metal"}.get(name, name), _text(_description(device)), index)


def _text(text: bytes | None) -> str:
    return (text or b"").decode("utf-8", "replace")

"""The devices on which a build of llama.cpp can evaluate a model: GPUs first, then the CPU."""

import ctypes
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from keyboard.language_model.libraries import ggml_function, has_built_in_processor, load_libraries, processor_libraries
from keyboard.language_model.processor import processor_name

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

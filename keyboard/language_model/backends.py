"""What a build of llama.cpp can evaluate a model on: its GPUs first, then the CPU."""

import ctypes
import os
from dataclasses import dataclass
from typing import Any

import psutil
from llama_cpp._ggml import libggml

from keyboard.language_model.backend_libraries import load_backend_libraries

_GPU_TYPES = (1, 2)  # GGML_BACKEND_DEVICE_TYPE_GPU and _IGPU, ggml/include/ggml-backend.h

CPU = "cpu"
CPU_PLAIN = "cpu-plain"


@dataclass(frozen=True)
class Backend:
    """One way to evaluate a model.

    Attributes:
        name: `cuda`, `metal`, `vulkan`, … for a GPU, `cpu`, or `cpu-plain`: the CPU without ggml's repacked kernels,
            which some processors announce and cannot run.
        device: The device in its maker's words.
        device_index: ggml's index of the device, or -1 for the CPU.
        gpu_layers: How many of a model's layers a GPU evaluates, the output counted as one; None is all of them.
    """

    name: str
    device: str
    device_index: int = -1
    gpu_layers: int | None = None

    @property
    def is_gpu(self) -> bool:
        """Whether the model's layers are offloaded to a GPU."""
        return self.device_index >= 0


def available_backends() -> tuple[Backend, ...]:
    """Return the backends that this build and machine have, the one to prefer first."""
    load_backend_libraries()
    cpu = _cpu_name()
    gpus = tuple(_gpu(index) for index in range(_count()) if _type(index) in _GPU_TYPES)
    return (*gpus, Backend(CPU, cpu), Backend(CPU_PLAIN, cpu))


def backend_named(name: str) -> Backend | None:
    """Return the first available backend of that name, or None."""
    return next((backend for backend in available_backends() if backend.name == name), None)


def device_pointers(backend: Backend) -> ctypes.Array[ctypes.c_void_p]:
    """Return the NULL-terminated list of devices that llama.cpp may offload to; for a CPU backend it is empty."""
    pointers = [_device(backend.device_index)] if backend.is_gpu else []
    return (ctypes.c_void_p * (len(pointers) + 1))(*pointers, None)


def evaluation_threads() -> int:
    """Return how many threads evaluate best: one for each physical core that this process may use."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(psutil.cpu_count(logical=False) or allowed, allowed)


def _cpu_name() -> str:
    for index in range(_count()):
        if _type(index) == 0:
            return _text(libggml.ggml_backend_dev_description, _device(index))
    return "CPU"


def _gpu(index: int) -> Backend:
    device = _device(index)
    libggml.ggml_backend_dev_backend_reg.restype = ctypes.c_void_p
    registry = ctypes.c_void_p(libggml.ggml_backend_dev_backend_reg(device))
    name = {"mtl": "metal"}.get(
        registry_name := _text(libggml.ggml_backend_reg_name, registry).lower(),
        registry_name,
    )
    return Backend(name, _text(libggml.ggml_backend_dev_description, device), index)


def _count() -> int:
    libggml.ggml_backend_dev_count.restype = ctypes.c_size_t
    return int(libggml.ggml_backend_dev_count())


def _device(index: int) -> ctypes.c_void_p:
    libggml.ggml_backend_dev_get.restype = ctypes.c_void_p
    return ctypes.c_void_p(libggml.ggml_backend_dev_get(ctypes.c_size_t(index)))


def _type(index: int) -> int:
    libggml.ggml_backend_dev_type.restype = ctypes.c_int
    return int(libggml.ggml_backend_dev_type(_device(index)))


def _text(function: Any, pointer: ctypes.c_void_p) -> str:
    function.restype = ctypes.c_char_p
    text: bytes | None = function(pointer)
    return (text or b"").decode("utf-8", "replace")

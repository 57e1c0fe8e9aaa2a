"""The libraries that evaluate, where a build of llama.cpp keeps them apart and chooses at run time.

The packages carry such a build (`packaging/build_llama_cpp.py`): beside llama.cpp's own library there is one for each generation
of processors, and one for each kind of GPU. Any other build has its backends in itself.
"""

import ctypes
import functools
import os

from llama_cpp._ggml import libggml, libggml_base_path

from keyboard.language_model.llama_log import collect_log


@functools.cache
def load_backend_libraries() -> None:
    """Load the library that suits this processor best and those of its GPUs, once; do nothing where they are built in."""
    libggml.ggml_backend_reg_count.restype = ctypes.c_size_t
    if libggml.ggml_backend_reg_count() == 0:
        collect_log()  # ggml would print which ones it loads
        libggml.ggml_backend_load_all_from_path(os.fsencode(libggml_base_path))

"""Functions of ggml's base library, which llama_cpp ships and does not wrap."""

from typing import Any

from llama_cpp._ctypes_extensions import load_shared_library
from llama_cpp._ggml import libggml_base_path

_library = load_shared_library("ggml-base", libggml_base_path)


def ggml_function(name: str, result: Any, *arguments: Any) -> Any:
    """Return a function of ggml/include/ by its name, with the ctypes types of its result and its arguments."""
    function = getattr(_library, name)
    function.restype, function.argtypes = result, arguments
    return function

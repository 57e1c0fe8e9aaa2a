"""Quantizing a model: storing its weights in fewer bits, by llama.cpp's `llama_model_quantize`."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import llama_cpp

from keyboard.language_model.backends import collect_log
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import check_whole
from keyboard.language_model.processor import evaluation_threads

_FILE_TYPES = {
    "q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "q6_k": llama_cpp.LLAMA_FTYPE_MOSTLY_Q6_K,
    "q4_k_m": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M,
    "q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0,
}
# It has no progress callback, but logs the start of each tensor: "[   5/ 148] blk.0.attn_qkv.weight - […".
_TENSOR = re.compile(r"\[ *(\d+)/ *(\d+)\]")
_LEVEL_ERROR = 4  # GGML_LOG_LEVEL_ERROR, ggml/include/ggml.h


def quantize(source: Path, target: Path, quantization: str, progress: Callable[[float], None]) -> None:
    """Write `source`, a GGUF file of F16 or F32 weights, to `target` as `q8_0`, `q6_k`, `q4_k_m` or `q4_0`.

    It cannot be interrupted, and some damaged files make it abort the process: run it in a child process. Raises
    `LanguageModelError` if llama.cpp refuses; `target` is then incomplete.
    """
    errors: list[str] = []

    @llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
    def listen(level: int, text: bytes, _user_data: object) -> None:
        line = text.decode("utf-8", "replace").strip()
        if level == _LEVEL_ERROR:
            errors.append(line)
        elif found := _TENSOR.match(line):
            progress((int(found[1]) - 1) / int(found[2]))

    check_whole(source)
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = _FILE_TYPES[quantization]
    parameters.nthread = evaluation_threads()
    llama_cpp.llama_log_set(listen, None)
    try:
        status = llama_cpp.llama_model_quantize(os.fsencode(source), os.fsencode(target), parameters)
    finally:
        collect_log()  # llama.cpp would go on calling `listen`, which is freed on return
    if status != 0:
        reason = errors[-1].split(": ", 1)[-1] if errors else "llama.cpp gives no reason"
        raise LanguageModelError(f"{source} could not be quantized to {quantization}: {reason}.")
    progress(1.0)

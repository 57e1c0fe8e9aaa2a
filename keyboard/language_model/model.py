"""A GGUF model, loaded by llama.cpp on a chosen backend."""

import ctypes
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import llama_cpp

from keyboard.language_model.backends import CPU_PLAIN, Backend, device_pointers
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import GGUFMetadata, StoredTensor, check_whole
from keyboard.language_model.interruption import held_interrupt
from keyboard.language_model.libraries import collect_log, last_errors, load_libraries

Progress = Callable[[float], None]


class Model:
    """The weights and the vocabulary of one GGUF file, in memory until `close`.

    Attributes:
        path: The file.
        backend: What evaluates it.
        n_vocab: Tokens in its vocabulary.
        n_ctx_train: Tokens that it was trained to read at once; for GPT-2 no position beyond exists.
        layers: Its layers as llama.cpp offloads them: the transformer's blocks, and the output as one more.
        gpu_layers: How many of them a GPU evaluates.
        begin_token: What stands before a text: the token that separates documents in training, where there is one.
    """

    def __init__(self, path: Path, backend: Backend, progress: Progress = lambda _: None) -> None:
        """Load the file; `progress` hears fractions from 0 to 1. Raise `LanguageModelError` where llama.cpp refuses."""
        collect_log()
        check_whole(path)
        load_libraries(backend.libraries)
        llama_cpp.llama_backend_init()
        self.path = path
        self.backend = backend
        self._pointer = self._load(progress)
        vocab = llama_cpp.llama_model_get_vocab(self._pointer)
        self.n_vocab = llama_cpp.llama_vocab_n_tokens(vocab)
        self.n_ctx_train = llama_cpp.llama_model_n_ctx_train(self._pointer)
        self.layers = int(llama_cpp.llama_model_n_layer(self._pointer)) + 1
        self.gpu_layers = self._layers_on_gpu()
        self.begin_token = self._find_begin_token(vocab)

    @property
    def pointer(self) -> llama_cpp.llama_model_p:
        """Llama.cpp's own handle, for the other modules of this room."""
        return self._pointer

    def control_token_name(self, token: int) -> bytes:
        """Return what the file calls a token, as in `<|endoftext|>`; meant for those that no text contains."""
        return bytes(llama_cpp.llama_vocab_get_text(llama_cpp.llama_model_get_vocab(self._pointer), token))

    def ends_text(self, token: int) -> bool:
        """Tell whether a token says that the text is over."""
        return bool(llama_cpp.llama_vocab_is_eog(llama_cpp.llama_model_get_vocab(self._pointer), token))

    def close(self) -> None:
        """Free the weights. No KV cache of this model may be used after it."""
        llama_cpp.llama_model_free(self._pointer)

    def _load(self, progress: Progress) -> llama_cpp.llama_model_p:
        parameters = llama_cpp.llama_model_default_params()
        devices = device_pointers(self.backend)
        parameters.devices = ctypes.cast(devices, ctypes.c_void_p)
        parameters.n_gpu_layers = self._wanted_gpu_layers()
        parameters.use_extra_bufts = self.backend.name != CPU_PLAIN

        with held_interrupt() as is_interrupted:

            @llama_cpp.llama_progress_callback  # type: ignore[untyped-decorator]
            def report(fraction: float, _user_data: object) -> bool:
                progress(fraction)
                return not is_interrupted()

            parameters.progress_callback = report
            last_errors()
            file = os.fsencode(self.path)
            pointer: llama_cpp.llama_model_p | None = llama_cpp.llama_model_load_from_file(file, parameters)
        if not pointer:
            raise LanguageModelError(_refusal(self.path, last_errors()))
        return pointer

    def _wanted_gpu_layers(self) -> int:
        """Return what llama.cpp is asked for; -1 is all layers."""
        if not self.backend.is_gpu:
            return 0
        return -1 if self.backend.gpu_layers is None else self.backend.gpu_layers

    def _layers_on_gpu(self) -> int:
        wanted = self._wanted_gpu_layers()
        return self.layers if wanted < 0 else min(wanted, self.layers)

    def _find_begin_token(self, vocab: llama_cpp.llama_vocab_p) -> int:
        separator = b"<|endoftext|>"
        for token in range(self.n_vocab):
            if llama_cpp.llama_vocab_is_control(vocab, token) and llama_cpp.llama_vocab_get_text(vocab, token) == separator:
                return token
        return int(llama_cpp.llama_vocab_bos(vocab))


def _refusal(path: Path, errors: list[str]) -> str:
    """Return one sentence for why llama.cpp refused a file, from the first reason that it logged."""
    reason = next((error.split(": ", 1)[-1] for error in errors if error), "llama.cpp gives no reason")
    return f"{path} cannot be loaded: {reason}; choose another model with `keyboard models list`."


# In the order in which a token goes through them; the names are those of llama.cpp/src/llama-arch.cpp.
_PARTS = (
    ("token embeddings", re.compile(r"token_embd\.")),
    ("position embeddings", re.compile(r"position_embd\.")),
    ("attention", re.compile(r"blk\.\d+\.attn_(?!norm)")),
    ("feed-forward", re.compile(r"blk\.\d+\.ffn_(?!norm)")),
    ("norms", re.compile(r"(blk\.\d+\.\w+|output)_norm\.")),
    ("output", re.compile(r"output\.")),
)
_OTHER = "other"


@dataclass(frozen=True)
class WeightsOfPart:
    """What a part of the model has of weights.

    Attributes:
        name: "token embeddings", "attention", "feed-forward" and such.
        parameters: How many numbers it has.
        size_bytes: What they take in the file.
    """

    name: str
    parameters: int
    size_bytes: int


def parts_of(model_file: Path) -> tuple[WeightsOfPart, ...]:
    """Return the parts of a GGUF file's model, all weights being in one of them, in the order in which a token goes through them.

    Where the output matrix is that of the embeddings, as in GPT-2, the file has it once, and so has this. Raises
    `LanguageModelError` where the file is no GGUF file.
    """
    with GGUFMetadata(model_file) as metadata:
        return tuple(_parts(metadata.tensors()))


def _parts(tensors: tuple[StoredTensor, ...]) -> Iterator[WeightsOfPart]:
    names = [name for name, _ in _PARTS] + [_OTHER]
    ordered = sorted(tensors, key=lambda tensor: names.index(_part_of(tensor)))
    for name, group in groupby(ordered, _part_of):
        members = list(group)
        yield WeightsOfPart(name, sum(one.parameters for one in members), sum(one.size_bytes for one in members))


def _part_of(tensor: StoredTensor) -> str:
    return next((name for name, pattern in _PARTS if pattern.match(tensor.name)), _OTHER)

"""A GGUF model, loaded by llama.cpp on a chosen backend."""

import ctypes
import os
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import llama_cpp

from keyboard.language_model.backends import CPU_PLAIN, Backend, collect_log, device_pointers, last_errors, load_libraries
from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.gguf_metadata import GGUFMetadata, StoredWeights, check_whole
from keyboard.language_model.interruption import held_interrupt

Progress = Callable[[float], None]


class Model:
    """The weights and the vocabulary of one GGUF file, in memory until `close`."""

    def __init__(self, path: Path, backend: Backend, progress: Progress = lambda _: None) -> None:
        """Load the file; call `progress` with fractions from 0 to 1. Raise `LanguageModelError` if llama.cpp refuses the file."""
        collect_log()
        check_whole(path)
        load_libraries(backend.libraries)
        llama_cpp.llama_backend_init()
        self.path = path
        self.backend = backend
        self.pointer = self._load(progress)  # llama.cpp's own handle, for the other modules of this room
        self._check_kind()
        self._vocab = llama_cpp.llama_model_get_vocab(self.pointer)
        self.n_vocab = llama_cpp.llama_vocab_n_tokens(self._vocab)  # tokens in its vocabulary
        # How many tokens it was trained to read at once; GPT-2 has no positions beyond.
        self.n_ctx_train = llama_cpp.llama_model_n_ctx_train(self.pointer)
        # Its layers as llama.cpp offloads them: the transformer's blocks, and the output as one more.
        self.layers = int(llama_cpp.llama_model_n_layer(self.pointer)) + 1
        wanted = self._wanted_gpu_layers()
        self.gpu_layers = self.layers if wanted < 0 else min(wanted, self.layers)  # how many of them a GPU evaluates
        # The token before a text: the one that separates documents in training, if there is one.
        self.begin_token = self._find_begin_token()

    def control_token_name(self, token: int) -> bytes:
        """Return the name of a control token in the file, such as `<|endoftext|>`."""
        return bytes(llama_cpp.llama_vocab_get_text(self._vocab, token))

    def ends_text(self, token: int) -> bool:
        """Return whether a token marks the end of a text."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocab, token))

    def close(self) -> None:
        """Free the weights. No KV cache of this model may be used afterwards."""
        llama_cpp.llama_model_free(self.pointer)

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
            reason = next((error.split(": ", 1)[-1] for error in last_errors() if error), "llama.cpp gives no reason")
            raise LanguageModelError(f"{self.path} cannot be loaded: {reason}; choose another model with `keyboard models list`.")
        return pointer

    def _check_kind(self) -> None:
        """Raise `LanguageModelError`, with the weights freed, if texts cannot be continued and edited with this kind of model."""
        model = self.pointer
        reason = ""
        if llama_cpp.llama_model_has_encoder(model) or llama_cpp.llama_model_is_diffusion(model) or not self._is_causal():
            reason = "it does not write a text from its start to its end"
        elif llama_cpp.llama_model_is_recurrent(model) or llama_cpp.llama_model_is_hybrid(model):
            reason = "it is a recurrent model, which cannot go back over a word without reading the whole text again"
        if reason:
            llama_cpp.llama_model_free(model)
            raise LanguageModelError(f"{self.path} cannot be used: {reason}; choose a transformer such as SmolLM2 or Gemma.")

    def _is_causal(self) -> bool:
        """Return whether a token sees only those before it, as the file says."""
        with GGUFMetadata(self.path) as metadata:
            return metadata.flag(f"{metadata.text('general.architecture')}.attention.causal") is not False

    def _wanted_gpu_layers(self) -> int:
        """Return the number of layers to ask llama.cpp for; -1 means all."""
        if not self.backend.is_gpu:
            return 0
        return -1 if self.backend.gpu_layers is None else self.backend.gpu_layers

    def _find_begin_token(self) -> int:
        """Return the token before a text: GPT-2's separator of documents, the begin token, or what else ends a text or a line."""
        named = (ctypes.c_int32 * len(_SEPARATOR))()
        is_one = llama_cpp.llama_tokenize(self._vocab, _SEPARATOR, len(_SEPARATOR), named, len(named), False, True) == 1
        if is_one and llama_cpp.llama_vocab_is_control(self._vocab, named[0]):
            return int(named[0])
        vocab = self._vocab
        candidates = (llama_cpp.llama_vocab_bos, llama_cpp.llama_vocab_eos, llama_cpp.llama_vocab_eot, llama_cpp.llama_vocab_nl)
        return next((token for candidate in candidates if (token := int(candidate(vocab))) >= 0), 0)


_SEPARATOR = b"<|endoftext|>"


# In the order in which a token passes through them; the names are those of llama.cpp/src/llama-arch.cpp.
_PARTS = {
    "token embeddings": re.compile(r"token_embd\."),
    "position embeddings": re.compile(r"position_embd\."),
    "attention": re.compile(r"blk\.\d+\.attn_(?!norm)"),
    "feed-forward": re.compile(r"blk\.\d+\.ffn_(?!norm)"),
    "norms": re.compile(r"(blk\.\d+\.\w+|output)_norm\."),
    "output": re.compile(r"output\."),
}
_OTHER = "other"


def parts_of(model_file: Path) -> tuple[StoredWeights, ...]:
    """Return the parts of the model in a GGUF file, in the order in which a token passes through them.

    Every weight belongs to one part. An output matrix that is shared with the embeddings, as in GPT-2, is stored and counted
    once. Raises `LanguageModelError` if the file is not a GGUF file.
    """
    names = [*_PARTS, _OTHER]
    with GGUFMetadata(model_file) as metadata:
        tensors = sorted(metadata.tensors(), key=lambda tensor: names.index(_part_of(tensor)))
    parts = ((name, list(members)) for name, members in groupby(tensors, _part_of))
    return tuple(
        StoredWeights(name, sum(tensor.parameters for tensor in members), sum(tensor.size_bytes for tensor in members))
        for name, members in parts
    )


def _part_of(tensor: StoredWeights) -> str:
    return next((name for name, pattern in _PARTS.items() if pattern.match(tensor.name)), _OTHER)

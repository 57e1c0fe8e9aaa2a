"""A model's dimensions, how its weights can be stored, and the sizes that follow from both."""

from dataclasses import dataclass

DEFAULT_QUANTIZATION = "q8_0"
QUANTIZATIONS = (DEFAULT_QUANTIZATION, "q6_k", "q4_k_m", "q4_0", "f16")

# Bits a weight, blocks' scales included (ggml/src/ggml-common.h).
_BITS = {"f16": 16.0, "q8_0": 8.5, "q6_k": 6.5625, "q5_0": 5.5, "q4_k": 4.5, "q4_0": 4.5}
_K_BLOCK = 256
# llama.cpp's replacement if a row is not a multiple of a K-quantization's block, as in GPT-2 XL (src/llama-quant.cpp).
_FALLBACK = {"q6_k": "q8_0", "q4_k": "q5_0"}
# The embedding is the output too, and stays finer (`llama_tensor_get_type_impl` there).
_TOKEN_EMBEDDING = {"q4_0": "q6_k", "q4_k_m": "q6_k"}
# Of these, Q4_K_M stores some layers as Q6_K.
_MIXED = ("attn_qkv", "ffn_down")


def bits_per_weight(quantization: str, tensor: str, row_length: int, layers: int) -> float:
    """Return what a weight of a GPT-2's matrices costs on average, as in `bits_per_weight("q4_0", "token_embd", 768, 12)`."""
    if tensor == "token_embd":
        return _bits(_TOKEN_EMBEDDING.get(quantization, quantization), row_length)
    if quantization != "q4_k_m":
        return _bits(quantization, row_length)
    share = _share_of_finer_layers(layers) if tensor in _MIXED else 0.0
    return share * _bits("q6_k", row_length) + (1 - share) * _bits("q4_k", row_length)


def _bits(kind: str, row_length: int) -> float:
    return _BITS[_FALLBACK.get(kind, kind) if row_length % _K_BLOCK else kind]


def _share_of_finer_layers(layers: int) -> float:
    """Return in which share of the layers Q4_K_M spends more bits: `use_more_bits` there."""
    eighth = layers // 8
    finer = [layer < eighth or layer >= 7 * layers // 8 or (layer - eighth) % 3 == 2 for layer in range(layers)]
    return sum(finer) / layers


# The longest window that the engine keeps, and as much again for the next window, short contexts and words evaluated ahead.
_LONGEST_WINDOW = 1024
_CELLS_PER_POSITION = 2
# Rows that are evaluated at once, fewer of a large vocabulary; llama.cpp keeps their logits in its graph and in its output.
_ROWS, _FEWEST_ROWS = 64, 32
_LOGITS_IN_ROWS = 64 * 65_536
_LOGITS_COPIES = 2
# The engine without a model: Python and the word lists; and what a token takes: its text, here and in llama.cpp, and kept logits.
# Both as measured on Linux.
_PROGRAM_BYTES = 105_000_000
_TOKEN_BYTES = 500
# GPT-2's tokens, merges and tensor names.
_GGUF_HEADER_BYTES = 1_770_000


@dataclass(frozen=True)
class ModelShape:
    """The dimensions of a transformer."""

    layers: int
    heads: int
    kv_heads: int  # heads that keep keys and values; for GPT-2 as many as `heads`
    width: int  # numbers in each token's embedding
    context: int  # tokens that the model can read at once
    vocabulary: int
    key_width: int | None = None  # numbers in a head's key, and in its value, where that is not `width` divided by `heads`
    stated_parameters: int | None = None  # where the number of weights does not follow as in GPT-2

    @property
    def parameters(self) -> int:
        return self.stated_parameters or self.matrix_weights + self.small_weights

    @property
    def matrix_weights(self) -> int:
        """How many of GPT-2's weights are in matrices that are quantized."""
        return self.vocabulary * self.width + 12 * self.layers * self.width**2

    @property
    def small_weights(self) -> int:
        """How many of GPT-2's weights stay F32: positions, biases and norms."""
        return self.context * self.width + (13 * self.layers + 2) * self.width

    @property
    def checkpoint_bytes(self) -> int:
        """The size of OpenAI's weights as safetensors: F32, and the attention mask of each layer beside them."""
        return 4 * (self.parameters + self.layers * self.context**2)

    def gguf_bytes(self, quantization: str) -> int:
        """Return the size of a GPT-2 as GGUF, to within a few percent."""
        return self.f16_bytes if quantization == "f16" else int(self._matrix_bits(quantization) / 8) + self._unquantized_bytes

    @property
    def f16_bytes(self) -> int:
        """The size of a GPT-2 as GGUF before it is quantized."""
        return 2 * self.matrix_weights + self._unquantized_bytes

    @property
    def token_cache_bytes(self) -> int:
        """What the KV cache keeps of a token: a key and a value in F16, of each head that has its own, in each layer."""
        return 2 * 2 * self.layers * self.kv_heads * (self.key_width or self.width // self.heads)

    def memory_bytes(self, size_bytes: int) -> int:
        """Return what the engine needs for a file of this size: its weights, the KV cache in F16, buffers and the program."""
        cells = _CELLS_PER_POSITION * min(self.context, _LONGEST_WINDOW)
        rows = max(_FEWEST_ROWS, min(_ROWS, _LOGITS_IN_ROWS // self.vocabulary))
        token_bytes = _TOKEN_BYTES + _LOGITS_COPIES * rows * 4
        return size_bytes + cells * self.token_cache_bytes + self.vocabulary * token_bytes + _PROGRAM_BYTES

    def ready_file_bytes(self, quantization: str) -> int:
        """Return about how large a GGUF file is that somebody else has quantized."""
        return int(self.parameters * bits_per_weight(quantization, "ffn_down", self.width, self.layers) / 8)

    @property
    def _unquantized_bytes(self) -> int:
        return 4 * self.small_weights + _GGUF_HEADER_BYTES

    def _matrix_bits(self, quantization: str) -> float:
        square = self.layers * self.width**2
        weights = {
            ("token_embd", self.width): self.vocabulary * self.width,
            ("attn_qkv", self.width): 3 * square,
            ("attn_output", self.width): square,
            ("ffn_up", self.width): 4 * square,
            ("ffn_down", 4 * self.width): 4 * square,
        }
        return sum(count * bits_per_weight(quantization, tensor, row, self.layers) for (tensor, row), count in weights.items())

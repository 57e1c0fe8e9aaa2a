"""The ways in which weights can be stored, and what each weight then costs."""

DEFAULT_QUANTIZATION = "q8_0"
QUANTIZATIONS = (DEFAULT_QUANTIZATION, "q6_k", "q4_k_m", "q4_0", "f16")

# Bits a weight, blocks' scales included (ggml/src/ggml-common.h).
_BITS = {"f16": 16.0, "q8_0": 8.5, "q6_k": 6.5625, "q5_0": 5.5, "q4_k": 4.5, "q4_0": 4.5}
_K_BLOCK = 256
# What llama.cpp takes where a row is no multiple of a K-quantization's block, as in GPT-2 XL (src/llama-quant.cpp).
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

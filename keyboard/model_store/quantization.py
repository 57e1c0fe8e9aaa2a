"""The ways in which weights can be stored, and what each weight then costs."""

DEFAULT_QUANTIZATION = "q8_0"
QUANTIZATIONS = (DEFAULT_QUANTIZATION, "q6_k", "q4_k_m", "q4_0", "f16")

# Bits a weight, blocks' scales included (ggml/src/ggml-common.h).
_BITS = {"f16": 16.0, "q8_0": 8.5, "q6_k": 6.5625, "q5_1": 6.0, "q5_k": 5.5, "q5_0": 5.5, "q4_k": 4.5, "q4_0": 4.5}
_K_BLOCK = 256
# What llama.cpp takes where a row is no multiple of a K-quantization's block, as in GPT-2 XL (src/llama-quant.cpp).
_FALLBACK = {"q6_k": "q8_0", "q5_k": "q5_1", "q4_k": "q5_0"}
# What each kind of tensor becomes (`llama_tensor_get_type_impl` there). The last part of half of Q4_K_M's `ffn_down` is Q6_K.
_MIXTURES = {
    "q4_0": {"token_embd": "q6_k", "other": "q4_0"},
    "q4_k_m": {"token_embd": "q6_k", "attn_qkv": "q5_k", "other": "q4_k"},
}


def bits_per_weight(quantization: str, tensor: str, row_length: int) -> float:
    """Return what a weight of a GPT-2 matrix costs, as in `bits_per_weight("q4_0", "token_embd", 768)`."""
    if quantization == "q4_k_m" and tensor == "ffn_down":
        return (bits_per_weight("q4_k", tensor, row_length) + bits_per_weight("q6_k", tensor, row_length)) / 2
    mixture = _MIXTURES.get(quantization, {"other": quantization})
    kind = mixture.get(tensor, mixture["other"])
    return _BITS[_FALLBACK.get(kind, kind) if row_length % _K_BLOCK else kind]

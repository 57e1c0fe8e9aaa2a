"""GGUF files of random weights in the shapes of other decoders: Gemma 3's sliding window, Llama 2's tokenizer, Mamba's state."""

from pathlib import Path

import gguf
import numpy as np

SLIDING_WINDOW = 8
_WIDTH, _HEADS, _HEAD, _LAYERS, _FORWARD, _CONTEXT = 32, 2, 16, 6, 64, 512
_WORDS = ("the", "and", "of", "to", "in", "is", "you", "that", "it", "for", "on", "with", "have", "was", "meeting", "tuesday")
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,;:!?'-()0123456789"


def sentence_piece(writer: gguf.GGUFWriter, *, adds_space: bool) -> int:
    """Add a small SentencePiece vocabulary with byte tokens, and return how many tokens it has."""
    control = {"<unk>": gguf.TokenType.UNKNOWN, "<s>": gguf.TokenType.CONTROL, "</s>": gguf.TokenType.CONTROL}
    pieces = ["▁", *_LETTERS]
    for word in _WORDS:  # every prefix of a word is a token, so that merges lead to it
        pieces += [start + word[:end] for start in ("▁", "") for end in range(1, len(word) + 1)]
    kinds = {
        **control,
        **{f"<0x{byte:02X}>": gguf.TokenType.BYTE for byte in range(256)},
        **dict.fromkeys(pieces, gguf.TokenType.NORMAL),
        "New York": gguf.TokenType.USER_DEFINED,
    }
    writer.add_tokenizer_model("llama")
    writer.add_token_list(list(kinds))
    writer.add_token_scores([float(len(piece)) for piece in kinds])
    writer.add_token_types(list(kinds.values()))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(adds_space)
    return len(kinds)


def write_gemma3(file: Path) -> Path:
    """Write a Gemma 3 whose first five layers see only the last few tokens."""
    writer = _writer(file, "gemma3")
    writer.add_sliding_window(SLIDING_WINDOW)
    n_vocab = sentence_piece(writer, adds_space=False)
    tensors = _transformer(n_vocab)
    for layer in range(_LAYERS):
        for name in ("post_attention_norm", "post_ffw_norm"):
            tensors[f"blk.{layer}.{name}"] = np.ones(_WIDTH, dtype=np.float32)
        for name in ("attn_q_norm", "attn_k_norm"):
            tensors[f"blk.{layer}.{name}"] = np.ones(_HEAD, dtype=np.float32)
    return _write(writer, tensors, file)


def write_llama(file: Path, *, adds_space: bool = True) -> Path:
    """Write a Llama whose tokenizer puts a space before a text, as Llama 2's does."""
    writer = _writer(file, "llama")
    return _write(writer, _transformer(sentence_piece(writer, adds_space=adds_space)), file)


def write_mamba(file: Path) -> Path:
    """Write a Mamba, which has a state instead of keys and values."""
    writer = _writer(file, "mamba")
    inner, state, rank, kernel = 2 * _WIDTH, 4, 2, 4
    writer.add_ssm_conv_kernel(kernel)
    writer.add_ssm_inner_size(inner)
    writer.add_ssm_state_size(state)
    writer.add_ssm_time_step_rank(rank)
    shapes = {"token_embd": (sentence_piece(writer, adds_space=False), _WIDTH), "output_norm": (_WIDTH,)}
    for layer in range(_LAYERS):
        block = f"blk.{layer}"
        shapes |= {
            f"{block}.attn_norm": (_WIDTH,),
            f"{block}.ssm_in": (2 * inner, _WIDTH),
            f"{block}.ssm_conv1d": (inner, kernel),
            f"{block}.ssm_conv1d.bias": (inner,),
            f"{block}.ssm_x": (rank + 2 * state, inner),
            f"{block}.ssm_dt": (inner, rank),
            f"{block}.ssm_dt.bias": (inner,),
            f"{block}.ssm_a": (inner, state),
            f"{block}.ssm_d": (inner,),
            f"{block}.ssm_out": (_WIDTH, inner),
        }
    return _write(writer, _random(shapes), file)


def _writer(file: Path, architecture: str) -> gguf.GGUFWriter:
    writer = gguf.GGUFWriter(file, architecture)
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_FORWARD)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(1)
    writer.add_key_length(_HEAD)
    writer.add_value_length(_HEAD)
    writer.add_rope_dimension_count(_HEAD)
    writer.add_layer_norm_rms_eps(1e-6)
    return writer


def _transformer(n_vocab: int) -> dict[str, np.ndarray]:
    shapes: dict[str, tuple[int, ...]] = {"token_embd": (n_vocab, _WIDTH), "output": (n_vocab, _WIDTH), "output_norm": (_WIDTH,)}
    for layer in range(_LAYERS):
        block = f"blk.{layer}"
        shapes |= {
            f"{block}.attn_norm": (_WIDTH,),
            f"{block}.attn_q": (_HEADS * _HEAD, _WIDTH),
            f"{block}.attn_k": (_HEAD, _WIDTH),
            f"{block}.attn_v": (_HEAD, _WIDTH),
            f"{block}.attn_output": (_WIDTH, _HEADS * _HEAD),
            f"{block}.ffn_norm": (_WIDTH,),
            f"{block}.ffn_gate": (_FORWARD, _WIDTH),
            f"{block}.ffn_up": (_FORWARD, _WIDTH),
            f"{block}.ffn_down": (_WIDTH, _FORWARD),
        }
    return _random(shapes)


def _random(shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(3)
    tensors = {name: chance.standard_normal(shape, dtype=np.float32) * 0.3 for name, shape in shapes.items()}
    return tensors | {name: np.ones(shapes[name], dtype=np.float32) for name in shapes if name.endswith("_norm")}


def _write(writer: gguf.GGUFWriter, tensors: dict[str, np.ndarray], file: Path) -> Path:
    for name, values in tensors.items():
        has_ending = name.endswith((".bias", ".ssm_a", ".ssm_d"))
        writer.add_tensor(name if has_ending else f"{name}.weight", values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file

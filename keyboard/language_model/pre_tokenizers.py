"""The rules that split a text before byte pairs are merged, as tiktoken patterns.

The names are those of `tokenizer.ggml.pre`; the rules are llama.cpp's (src/llama-vocab.cpp and src/unicode.cpp).
"""

_CONTRACTIONS = r"'(?:[stmd]|re|ve|ll)"

_GPT2 = rf"{_CONTRACTIONS}| ?\p{{L}}+| ?\p{{N}}+| ?[^\s\p{{L}}\p{{N}}]+|\s+(?!\S)|\s+"

# Each digit is split off first, and GPT-2's rule sees only what lies between digits: to it a text ends before a digit.
_SMOLLM = rf"\p{{N}}|{_CONTRACTIONS}| ?\p{{L}}+| ?[^\s\p{{L}}\p{{N}}]+|\s+(?=\p{{N}})|\s+(?!\S)|\s+"

PATTERNS = {"gpt-2": _GPT2, "smollm": _SMOLLM}

"""Tokens and probabilities: a GGUF model in llama.cpp, its tokenizer and its KV cache."""

import keyboard.language_model.openmp  # noqa: F401 - before any module here loads llama.cpp

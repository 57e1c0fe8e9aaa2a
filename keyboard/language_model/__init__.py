"""Tokens and probabilities: a GGUF model in llama.cpp, its tokenizer and its KV cache."""

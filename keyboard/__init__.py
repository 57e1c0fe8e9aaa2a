"""A desktop predictive-text keyboard: GPT-2 through llama.cpp on each keystroke."""

__version__ = "0.1.0"

"""The bar under the text, and its connection with the text and the engine."""

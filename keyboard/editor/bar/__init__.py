"""The bar under the text: what it shows, and where it meets the text and the engine."""

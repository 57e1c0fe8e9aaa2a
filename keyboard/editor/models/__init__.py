"""The models in the window: listing, installing and switching without losing the text."""

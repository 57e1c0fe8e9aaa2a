"""The models in the window: what there is, installing it, and changing to it without losing the text."""

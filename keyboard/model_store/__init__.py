"""Model files: what can be installed, where it lies, whether it is whole."""

"""The language server: the words of the keyboard in editors."""

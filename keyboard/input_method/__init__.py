"""The IBus engine: the words of the keyboard in other programs."""

"""The child process that owns the model, its messages, and a Qt-free client."""

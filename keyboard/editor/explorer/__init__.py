"""The explorer: a panel beside the text that shows how the model reads it and what it expects."""

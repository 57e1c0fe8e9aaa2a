"""The personal vocabulary: what the user writes, kept on this machine. The editor writes it, the engine reads it."""

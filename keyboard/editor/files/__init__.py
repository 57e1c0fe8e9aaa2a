"""The document and its file, other files that come in, and paper."""

"""What can go wrong with the vocabulary."""


class VocabularyError(Exception):
    """The vocabulary cannot be read or written; the text is one sentence for a person."""

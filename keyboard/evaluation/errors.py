"""What can go wrong when a text is measured."""


class EvaluationError(Exception):
    """The measurement cannot be made; the text is one sentence for a person."""

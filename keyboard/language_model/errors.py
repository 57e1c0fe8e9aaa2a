"""What can go wrong in this room; each text is one sentence for a person."""


class LanguageModelError(Exception):
    """A model cannot be used; the text names it, the reason and the way out."""


class EvaluationAbortedError(Exception):
    """An evaluation was given up because something newer is wanted; the KV cache is as it was before."""

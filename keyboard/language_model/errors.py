"""What can go wrong in this room; each text is one sentence for a person."""


class LanguageModelError(Exception):
    """A model cannot be used; the text names it, the reason and the way out."""


class EvaluationFailedError(LanguageModelError):
    """An evaluation failed; nothing of it is in the KV cache, and the next one may succeed."""


class EvaluationAbortedError(Exception):
    """An evaluation was given up because something newer is wanted; the KV cache is as it was before."""

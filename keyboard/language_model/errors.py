"""The errors of this package; each text is one sentence for the user."""


class LanguageModelError(Exception):
    """A model cannot be used; the text names it, the reason and a remedy."""


class EvaluationFailedError(LanguageModelError):
    """llama.cpp failed to evaluate tokens; none of them is in the KV cache, and the next evaluation may succeed."""


class EvaluationAbortedError(Exception):
    """An evaluation was aborted because there is newer work; the KV cache is as it was before."""

"""The errors of the model store; each text is one sentence for the user."""

import errno


class ModelStoreError(Exception):
    """A model cannot be found, fetched or kept; the text names it, the reason and the way out."""


class NoModelError(ModelStoreError):
    """No model was named, and none is installed."""


def why_not_written(error: OSError) -> str:
    """Return in a few words why a file could not be written."""
    return "the disk is full" if error.errno == errno.ENOSPC else str(error.strerror)

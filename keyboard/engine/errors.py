"""What can go wrong in this room; the text is one sentence for a person."""


class EngineError(Exception):
    """The engine cannot do what was asked; the text names it, the reason and the way out."""


class NoModelInstalledError(EngineError):
    """No model was named and none is installed."""

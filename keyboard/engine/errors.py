"""The errors of the engine; each text is one sentence for the user."""


class EngineError(Exception):
    """The engine cannot do a task; the text names it, the reason and the way out."""


class NoModelInstalledError(EngineError):
    """No model was named and none is installed."""

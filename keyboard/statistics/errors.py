"""What can go wrong with the statistics."""


class StatisticsError(Exception):
    """The statistics cannot be read or kept; the text is one sentence for a person."""

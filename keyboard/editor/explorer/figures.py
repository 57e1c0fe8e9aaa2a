"""Figures in words, the same on every page."""


def percent(probability: float) -> str:
    """Return a probability in percent, with as many digits as tell it from its neighbours."""
    if 0 < probability < 0.0001:
        return "< 0.01 %"
    digits = 2 if probability < 0.01 else 1
    return f"{probability:.{digits}%}".replace("%", " %")


def bits(value: float) -> str:
    """Return a surprise in bits."""
    return f"{value:.1f}"

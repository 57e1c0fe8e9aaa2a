"""Figures in words, the same everywhere: as the language writes numbers, "1,234.5" or "1.234,5"."""

from PySide6.QtCore import QLocale


def whole(value: int) -> str:
    """Return a whole number, its thousands apart."""
    return QLocale().toString(value)


def decimal(value: float, digits: int) -> str:
    """Return a number with so many digits after the point."""
    return QLocale().toString(float(value), "f", digits)


def percent(probability: float) -> str:
    """Return a probability in percent, with as many digits as tell it from its neighbours."""
    if 0 < probability < 0.0001:
        return f"< {decimal(0.01, 2)} %"
    return f"{decimal(100 * probability, 2 if probability < 0.01 else 1)} %"


def bits(value: float) -> str:
    """Return a surprise in bits."""
    return decimal(value, 1)

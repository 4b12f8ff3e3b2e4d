"""Counts in few letters."""

from __future__ import annotations


def abbreviated(count: int) -> str:
    """Three digits and a unit: ``845``, ``27.8 K``, ``1.53 M``."""
    value, unit = float(count), ""
    for larger in ("K", "M", "G", "T"):
        if round(value) < 1000:
            break
        value, unit = value / 1000, larger
    if not unit:
        return str(count)
    digits = 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:.{digits}f} {unit}"

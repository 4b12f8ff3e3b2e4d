"""Numbers as a person reads them: shapes, counts, measured values, times."""

from __future__ import annotations

import math

from inspector.graph.model import Shape

NOT_KNOWN = "–"
_SPACE = "\u202f"


def shape(value: Shape | None) -> str:
    """``(None, 14, 14, 40)`` is ``14×14×40``: without the batch axis, ``?`` where a size is not fixed."""
    if value is None:
        return NOT_KNOWN
    return "×".join("?" if size is None else str(size) for size in value[1:]) or "scalar"


def whole(value: int | None) -> str:
    """``27832`` is ``27 832``, with a narrow space."""
    return NOT_KNOWN if value is None else f"{value:,}".replace(",", _SPACE)


def measured(value: float) -> str:
    """A loss or a metric in about three figures: ``0.312``, ``12.4``, ``3.1e-05``."""
    if not math.isfinite(value):
        return "not a number"
    return f"{value:.3f}" if 0.001 <= abs(value) < 100 or value == 0 else f"{value:.3g}"


def duration(seconds: float) -> str:
    """``75`` is ``1 min 15 s``; from ten minutes on without seconds, from an hour on with hours."""
    rest = max(0, round(seconds))
    if rest < 60:
        return f"{rest} s"
    minutes, rest = divmod(rest, 60)
    if minutes < 10:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def plural(count: int, noun: str) -> str:
    """``1 layer``, ``2 layers``."""
    return f"{whole(count)} {noun}" if count == 1 else f"{whole(count)} {noun}s"

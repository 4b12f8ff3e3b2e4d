"""Figures of weights in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from inspector.graph.model import Note, Weight

if TYPE_CHECKING:
    from inspector.tensors.figures import Figures
    from inspector.tensors.movement import Movement


def shape(weight: Weight) -> str:
    """``3×3×64×128``; ``scalar`` for a single number."""
    return "×".join(map(str, weight.shape)) or "scalar"


def number(value: float) -> str:
    """About four figures, with a real minus: ``−0.03125``."""
    return f"{value:.4g}".replace("-", "−")


def summary(figures: Figures) -> str:
    """The figures that a histogram does not show."""
    if not figures.finite:
        return "no finite values" if figures.count else "no values"
    if figures.count == 1:
        return f"value {number(figures.mean)}"
    return (
        f"mean {number(figures.mean)}  ·  std {number(figures.deviation)}\n"
        f"norm {number(figures.norm)}  ·  zeros {_share(figures.zero_share)}"
    )


def objections(figures: Figures) -> tuple[Note, ...]:
    """A warning where values are no numbers."""
    if figures.finite == figures.count:
        return ()
    counted = [
        f"{count:,} {'is' if count == 1 else 'are'} {what}"
        for count, what in ((figures.nans, "not a number (NaN)"), (figures.infinities, "infinite"))
        if count
    ]
    text = f"Of {figures.count:,} values {' and '.join(counted)}: what the model predicts with them means nothing."
    return (Note("warning", "not-finite", text),)


def moved(movement: Movement) -> str:
    """``3.1 %``: the norm of the change, over the norm before."""
    if math.isnan(movement.relative):
        return "to what is no number"
    return "away from zero" if math.isinf(movement.relative) else _share(movement.relative)


def _share(share: float) -> str:
    """A share as percent in two or three figures; only nothing at all is 0 %."""
    percent = share * 100
    if percent and percent < 0.01:
        return "< 0.01 %"
    return f"{percent:.2g} %" if percent < 10 else f"{percent:.0f} %"

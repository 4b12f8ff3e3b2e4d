"""Where the tensors leave a box: one stem per tensor, its label to the right of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from inspector.drawing.fold import Flow, Tensor
from inspector.drawing.measure import SUBTITLE_PIXELS, text_width
from inspector.graph.model import Shape

LABEL_HEIGHT = 16.0
"""Pixels under a box that its labels take."""
LABEL_GAP = 6.0
"""Pixels between a line and its label."""

_APART = 14.0  # between two stems without labels
_MARGIN = 8.0  # between a label and the next stem

Outlet = tuple[str, tuple[Tensor, ...]]
"""What a stem carries: the id of the box and the tensors; flows of the same tensors share their stem."""


@dataclass(frozen=True, slots=True)
class Stem:
    """A line's first piece: its number among those of its box, and what is written to its right."""

    number: int
    label: str = ""

    @property
    def room(self) -> float:
        """Pixels from it to the next stem on the right, or to where its label ends."""
        return LABEL_GAP + text_width(self.label, SUBTITLE_PIXELS) + _MARGIN if self.label else _APART


def outlet(flow: Flow) -> Outlet:
    """The stem a flow leaves by."""
    return flow.source, flow.tensors


def stems(flows: Iterable[Flow], *, shapes: bool) -> dict[Outlet, Stem]:
    """A stem for every outlet, those of one box numbered from 0."""
    numbers: Counter[str] = Counter()
    found: dict[Outlet, Stem] = {}
    for flow in flows:
        out = outlet(flow)
        if out not in found:
            found[out] = Stem(numbers[flow.source], flow_label(flow, shapes=shapes))
            numbers[flow.source] += 1
    return found


def flow_label(flow: Flow, *, shapes: bool) -> str:
    """The shape of one tensor and how often it is taken, or how many tensors there are; the shape only if wanted."""
    distinct = len(set(flow.tensors))
    if distinct > 1:
        return f"{distinct} tensors" if shapes else ""
    times = f"×{len(flow.tensors)}" if len(flow.tensors) > 1 else ""
    return " ".join(filter(None, (shape_text(flow.shapes[0]) if shapes else "", times)))


def shape_text(shape: Shape | None) -> str:
    """A shape without its batch axis: ``56×56×64``; sizes that are not fixed are ``?``, an unknown shape is empty."""
    if shape is None:
        return ""
    if len(shape) < 2:
        return "scalar"
    return "×".join("?" if size is None else str(size) for size in shape[1:])

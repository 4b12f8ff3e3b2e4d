"""Where the tensors leave a box: one stem per tensor, its label to the right of it."""

from __future__ import annotations

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
    """A line's first piece: its distance from the middle of the box and what is written beside it."""

    offset: float
    label: str = ""

    @property
    def end(self) -> float:
        """How far right of the middle of the box the label ends."""
        return self.offset + (LABEL_GAP + text_width(self.label, SUBTITLE_PIXELS) if self.label else 0.0)


def outlet(flow: Flow) -> Outlet:
    """The stem a flow leaves by."""
    return flow.source, flow.tensors


def stems(flows: Iterable[Flow], *, labelled: bool) -> dict[Outlet, Stem]:
    """A stem for every outlet, those of a box side by side around its middle."""
    labels: dict[str, dict[Outlet, str]] = {}
    for flow in flows:
        labels.setdefault(flow.source, {})[outlet(flow)] = flow_label(flow) if labelled else ""
    found: dict[Outlet, Stem] = {}
    for of_box in labels.values():
        found.update(_side_by_side(of_box))
    return found


def flow_label(flow: Flow) -> str:
    """The shape of one tensor, or how many there are."""
    return shape_text(flow.shapes[0]) if len(flow.tensors) == 1 else f"{len(flow.tensors)} tensors"


def shape_text(shape: Shape | None) -> str:
    """A shape without its batch axis: ``56×56×64``; sizes that are not fixed are ``?``, an unknown shape is empty."""
    if shape is None:
        return ""
    if len(shape) < 2:
        return "scalar"
    return "×".join("?" if size is None else str(size) for size in shape[1:])


def _side_by_side(labels: dict[Outlet, str]) -> dict[Outlet, Stem]:
    if len(labels) == 1:
        return {out: Stem(0.0, label) for out, label in labels.items()}
    x = 0.0
    found = {}
    for out, label in labels.items():
        found[out] = Stem(x, label)
        x = max(x + _APART, found[out].end + _MARGIN)
    middle = max(stem.offset for stem in found.values()) / 2
    return {out: Stem(stem.offset - middle, stem.label) for out, stem in found.items()}

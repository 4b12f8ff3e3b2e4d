"""A drawn graph: boxes and lines with positions in pixels at 100 %, ready to paint anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Frozen = Literal["no", "some", "all"]
Direction = Literal["TB", "LR"]
"""Where a picture's inputs are and where it runs to: from top to bottom, or from left to right."""

BEHIND = 4.0
"""Pixels by which the second edge of a folded block stands out, to the right and below."""


@dataclass(frozen=True, slots=True)
class Box:
    """A layer, a folded block, an open block (``kind="frame"``) drawn round what is in it, or the end of a cut line.

    Such a ``"stub"`` stands beside a box, above it when a line comes from afar, under it when lines go there.

    Attributes:
        id: the layer's path, or ``"block:"`` and the block's id.
        x, y, width, height: left, top and size in pixels, y downwards.
        title, subtitle: the two lines of text; empty ones are not drawn. On a frame the title stands in its top strip.
        category: a category of the catalogue, it gives the colour.
        class_name: Keras' class name of a layer, for its line of help; empty on blocks.
        layers: paths of the leaves it stands for.
        frozen, edited: the marks it wears.
        ends: of a stub, ids of the boxes at the other ends of its lines.
        alike: ids of the boxes of all blocks that are built like a block, itself included, drawn or not.
    """

    id: str
    kind: Literal["layer", "block", "frame", "stub"]
    x: float
    y: float
    width: float
    height: float
    title: str
    subtitle: str = ""
    category: str = ""
    layers: tuple[str, ...] = ()
    frozen: Frozen = "no"
    edited: bool = False
    class_name: str = ""
    ends: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A tensor's way from one box to another: points from the source's edge to the target's, where the arrow is.

    It leaves the lower edge and comes to the upper one, or goes from right edge to left edge in a picture that runs so.

    ``label_at`` is the middle of the label's left edge, ``values`` how many a sample sends along it, 0 if not known.
    """

    source: str
    target: str
    points: tuple[Point, ...]
    label: str = ""
    label_at: Point = (0.0, 0.0)
    values: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to paint, frames before what they hold; the origin is the top left, (width, height) the far corner."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float
    direction: Direction = "TB"


@dataclass(frozen=True, slots=True)
class Options:
    """What boxes and lines say and where they run to.

    ``show_shapes``: tensor shapes on lines. ``show_layer_names``: names, else types. ``show_dtype``: dtypes of tensors
    in boxes. ``show_trainable``: in words whether boxes train. ``show_parameters``: the parameters of layers.
    ``show_alike``: on folded blocks which one they are built like, on the first one how many there are.
    """

    show_shapes: bool = True
    show_layer_names: bool = True
    direction: Direction = "TB"
    show_dtype: bool = False
    show_trainable: bool = False
    show_parameters: bool = False
    show_alike: bool = False

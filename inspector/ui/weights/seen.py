"""What is shown of a weight, made of its values off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.formats.weights.stored import StoredWeights
from inspector.graph.model import Weight
from inspector.tensors.figures import Figures, figures
from inspector.tensors.pictures import Picture, picture


@dataclass(frozen=True, slots=True)
class Seen:
    """Figures of a weight, and its picture where that shows anything; ``dtype`` is what its values are in the file."""

    dtype: str
    figures: Figures
    picture: Picture | None


def see(stored: StoredWeights, class_name: str, weight: Weight) -> Seen:
    """Read a weight and look at it; raises FormatError."""
    found = stored.read(weight)
    told = figures(found.values)
    is_plain = told.minimum == told.maximum and told.finite == told.count
    return Seen(found.dtype, told, None if is_plain else picture(class_name, weight.name, found.values))

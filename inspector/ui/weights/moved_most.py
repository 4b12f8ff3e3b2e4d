"""One sentence on how far a run moved the layers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from inspector.ui import figures
from inspector.ui.weights.words import moved

if TYPE_CHECKING:
    from inspector.tensors.movement import LayerMovement

_SHOWN = 3


def moved_most(layers: Iterable[LayerMovement]) -> str:
    """``Moved most: dense 12 %, conv1 3 %. New: predictions. 5 layers stayed.``; empty for no layers."""
    listed = list(layers)
    new = [layer.path for layer in listed if not layer.weights]
    held = [layer for layer in listed if layer.weights and not layer.whole.relative]
    rest = [layer for layer in listed if layer.weights and layer.whole.relative]
    rest.sort(key=lambda layer: -layer.whole.relative if math.isfinite(layer.whole.relative) else -math.inf)
    parts = []
    if rest:
        told = ", ".join(f"{layer.path} {moved(layer.whole)}" for layer in rest[:_SHOWN])
        parts.append(f"Weights moved most: {told}.")
    if new:
        parts.append(f"New: {', '.join(new[:_SHOWN])}{' and others' if len(new) > _SHOWN else ''}.")
    if held:
        parts.append(f"{figures.plural(len(held), 'layer')} stayed as {'it was' if len(held) == 1 else 'they were'}.")
    return " ".join(parts)

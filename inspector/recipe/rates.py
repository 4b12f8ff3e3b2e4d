"""The learning rate of every layer: one base rate and a factor per layer."""

from __future__ import annotations

from inspector.graph.model import Layer
from inspector.recipe.preview import Preview
from inspector.recipe.recipe import Training

KEPT = 0.1
"""Factor of layers that no edit created, where one got fresh weights: small steps for what is trained already."""


def rates(preview: Preview, training: Training) -> dict[str, float]:
    """Learning rate of every leaf that trains, by path.

    A layer's own multiplier counts more than that of the nested model around it; without either a created layer gets
    1 and any other 0.1 where a layer with fresh weights is created, else 1: an inserted dropout has nothing to learn.
    Leaves whose weights are not known are included.
    """
    base, multipliers = training.learning_rate.base, training.learning_rate.multipliers
    learning = [leaf for leaf in preview.graph.leaves if can_train(leaf)]
    kept = KEPT if any(leaf.path in preview.created for leaf in learning) else 1.0
    return {
        leaf.path: base * _multiplier(preview, leaf, multipliers, 1.0 if leaf.path in preview.created else kept)
        for leaf in learning
    }


def factors(preview: Preview, training: Training) -> dict[str, float]:
    """The learning rate of every leaf that trains in parts of the base rate, by path."""
    base = training.learning_rate.base
    return {path: round(rate / base, 9) for path, rate in rates(preview, training).items()}


def own_factors(preview: Preview, training: Training) -> dict[str, float]:
    """Factors that were set, for the layer or the nested model around it, of every leaf that trains, by path."""
    multipliers = training.learning_rate.multipliers
    found = {leaf.path: _own(preview, leaf, multipliers) for leaf in preview.graph.leaves if can_train(leaf)}
    return {path: factor for path, factor in found.items() if factor is not None}


def can_train(leaf: Layer) -> bool:
    """Whether a leaf is not frozen and has weights that train, or may have some."""
    if leaf.kind != "layer" or not leaf.trainable or leaf.class_name == "InputLayer":
        return False
    return leaf.weights is None or any(weight.trainable for weight in leaf.weights)


def _multiplier(preview: Preview, leaf: Layer, multipliers: dict[str, float], usual: float) -> float:
    own = _own(preview, leaf, multipliers)
    return usual if own is None else own


def _own(preview: Preview, leaf: Layer, multipliers: dict[str, float]) -> float | None:
    layer: Layer | None = leaf
    while layer is not None and multipliers:
        if layer.path in multipliers:
            return multipliers[layer.path]
        layer = preview.graph.by_path.get(layer.parent)
    return None

"""The layers of a model as Keras lists them."""

from __future__ import annotations

from inspector.graph.model import Layer, ModelGraph


def keras_layers(graph: ModelGraph) -> tuple[Layer, ...]:
    """What Keras has in ``model.layers``: the top-level layers in order; a Sequential leaves its input out."""
    skips = graph.class_name == "Sequential"
    return tuple(
        layer for layer in graph.layers if not layer.parent and not (skips and layer.class_name == "InputLayer")
    )

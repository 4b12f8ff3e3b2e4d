"""Output shapes that follow from configs and input shapes, for Keras 1, 2 and 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from inspector.graph.flow import Inputs, flow
from inspector.graph.layers import table
from inspector.graph.layers.call import Call, UnknownError
from inspector.graph.layers.keras_names import modern
from inspector.graph.model import Edge, Layer, ModelGraph, Shape

MALFORMED = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)
"""What reading a config that is not as Keras writes it can raise: a file may say anything."""


def infer(graph: ModelGraph) -> ModelGraph:
    """The same graph with the shapes of outputs and edges filled in where they follow; what it already says is kept."""
    outputs = flow(graph, output_shapes).outputs
    layers = tuple(replace(layer, output_shapes=outputs.get(layer.path, ())) for layer in graph.layers)
    return replace(graph, layers=layers, edges=tuple(_with_shape(edge, outputs) for edge in graph.edges))


def input_shapes(graph: ModelGraph) -> Mapping[str, Inputs]:
    """For every layer the shapes of the tensors it takes when it is first called; ``None`` where one is not known."""
    return flow(graph, output_shapes).inputs


def output_shapes(layer: Layer, inputs: Inputs) -> tuple[Shape, ...]:
    """One shape per output tensor of a leaf; empty where they do not follow.

    Args:
        layer: its class and config are used; not the shapes it may already have.
        inputs: one shape per tensor it takes, ``None`` where it is not known.
    """
    try:
        shapes = table.shapes(Call(*modern(layer.class_name, layer.config), inputs))
    except UnknownError:
        return ()
    except MALFORMED:
        return ()
    return shapes if all(_is_sound(shape) for shape in shapes) else ()


def _is_sound(shape: Shape) -> bool:
    return all(size is None or (isinstance(size, int) and size >= 0) for size in shape)


def _with_shape(edge: Edge, outputs: Mapping[str, tuple[Shape, ...]]) -> Edge:
    shapes = outputs.get(edge.source, ())
    if edge.shape is not None or edge.source_index >= len(shapes):
        return edge
    return replace(edge, shape=shapes[edge.source_index])

"""What the card under the pointer says of a box, beside its own words."""

from __future__ import annotations

from inspector.drawing.picture import Box
from inspector.graph.facts import parameters
from inspector.graph.model import ModelGraph
from inspector.ui import figures


def facts(graph: ModelGraph, box: Box) -> tuple[tuple[str, str], ...]:
    """Names and values: the shapes of a layer, the parameters of a layer or of everything in a block."""
    paths = [path for path in box.layers if path in graph.by_path]
    counts = [parameters(graph, path) for path in paths]
    total = None if None in counts else sum(count for count in counts if count is not None)
    rows = [("parameters", figures.whole(total))]
    if box.kind == "layer" and paths:
        layer = graph.by_path[paths[0]]
        shapes = [graph.by_path[source].output_shape for source in layer.inputs if source in graph.by_path]
        taken = [figures.shape(shape) for shape in layer.input_shapes or shapes if shape]
        given = [figures.shape(shape) for shape in layer.output_shapes]
        rows = [("takes", ", ".join(taken)), ("gives", ", ".join(given)), *rows]
    return tuple((name, value) for name, value in rows if value and value != figures.NOT_KNOWN)

"""The door: a graph of operations becomes a graph of layers."""

from __future__ import annotations

from collections import Counter

from inspector.graph.model import Edge, Layer, ModelGraph, Shape, Weight
from inspector.graph.operations import OperationGraph, Variable
from inspector.graph.recovery.assignment import Assignment, assign, origin
from inspector.graph.recovery.classes import Made, class_of
from inspector.graph.recovery.live import Live, live
from inspector.graph.recovery.settings import settings_of
from inspector.graph.recovery.shapes import Shapes, tensor_shapes

_NOT_TRAINED = ("moving_mean", "moving_variance")


def recover(graph: OperationGraph, class_name: str) -> ModelGraph:
    """The layers that a graph's operations were made of.

    Args:
        graph: operations; those that no output depends on, or that carry no data, are no layers.
        class_name: what the model is, for people.

    Returns:
        Layers with the classes, settings, shapes and weights that the operations tell, and the tensors between them.
        A layer that is called several times is there once, unless that would close a circle.
    """
    alive = live(graph)
    assigned = assign(graph, alive)
    shapes = tensor_shapes(graph)
    given = given_tensors(assigned)
    layers = tuple(
        _layer(graph, alive, assigned, number, given[number], shapes) for number in range(len(assigned.members))
    )
    inputs = [assigned.layer_of[place] for place in alive.inputs]
    carrying = frozenset(alive.carrying)
    outputs = [
        tensor for each in graph.outputs if (tensor := origin(graph, each, assigned.layer_of, carrying)) is not None
    ]
    return ModelGraph(
        name=graph.name,
        class_name=class_name,
        layers=layers,
        edges=_edges(assigned, given, shapes),
        inputs=tuple(assigned.names[number] for number in inputs),
        outputs=tuple(dict.fromkeys(assigned.names[assigned.layer_of[place]] for place, _ in outputs)),
        notes=graph.notes,
    )


def given_tensors(assigned: Assignment) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The tensors each layer gives to others or as an output, in order."""
    given: list[dict[tuple[int, int], None]] = [{} for _ in assigned.members]
    for place, sources in assigned.sources.items():
        for tensor in sources:
            if assigned.layer_of[tensor[0]] != assigned.layer_of[place]:
                given[assigned.layer_of[tensor[0]]][tensor] = None
    for members, tensors in zip(assigned.members, given, strict=True):
        if not tensors:  # what it computes is a result of the model
            tensors[members[-1], 0] = None
    return tuple(tuple(sorted(tensors)) for tensors in given)


def _layer(
    graph: OperationGraph,
    alive: Live,
    assigned: Assignment,
    number: int,
    given: tuple[tuple[int, int], ...],
    shapes: tuple[Shapes, ...],
) -> Layer:
    path = assigned.names[number]
    members = assigned.members[number]
    outputs = tuple(shape for place, index in given if (shape := _shape(shapes, place, index)) is not None)
    if members[0] in alive.inputs:
        dtype = str(graph.operations[members[0]].attributes.get("dtype") or "float32")
        return Layer(path, path, "InputLayer", output_shapes=outputs, dtype=dtype, weights=(), module="keras.layers")
    variables = tuple({v.key: v for place in members for v in alive.variables[place]}.values())
    operations = [graph.operations[place] for place in members]
    sources = _layers_before(assigned, number)
    made = Made(
        name=path.rpartition("/")[2].partition("~")[0],
        types=Counter(operation.type for operation in operations),
        variables=variables,
        output=outputs[0] if outputs else None,
        takes=len(sources),
    )
    class_name = class_of(made)
    return Layer(
        path=path,
        name=path,
        class_name=class_name,
        config={"name": path, **settings_of(class_name, operations, variables, graph)},
        inputs=tuple(assigned.names[source] for source in sources),
        output_shapes=outputs if len(outputs) == len(given) else (),
        weights=tuple(map(_weight, variables)),
        module="keras.layers",
    )


def _layers_before(assigned: Assignment, number: int) -> tuple[int, ...]:
    found = (assigned.layer_of[place] for each in assigned.members[number] for place, _ in assigned.sources[each])
    return tuple(dict.fromkeys(source for source in found if source != number))


def _weight(variable: Variable) -> Weight:
    name = variable.name.rpartition("/")[2]
    shape = tuple(size or 0 for size in variable.shape or ())
    return Weight(name, shape, variable.dtype, variable.trainable and name not in _NOT_TRAINED, variable.key)


def _edges(
    assigned: Assignment, given: tuple[tuple[tuple[int, int], ...], ...], shapes: tuple[Shapes, ...]
) -> tuple[Edge, ...]:
    edges: dict[tuple[int, int, tuple[int, int]], Edge] = {}
    for target, members in enumerate(assigned.members):
        for place in members:
            for tensor in assigned.sources[place]:
                source = assigned.layer_of[tensor[0]]
                if source != target:
                    edges[source, target, tensor] = Edge(
                        assigned.names[source],
                        assigned.names[target],
                        _shape(shapes, *tensor),
                        given[source].index(tensor),
                    )
    return tuple(edges.values())


def _shape(shapes: tuple[Shapes, ...], place: int, index: int) -> Shape | None:
    return shapes[place][index] if index < len(shapes[place]) else None

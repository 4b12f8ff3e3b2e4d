"""A graph of operations as people look at it: its layers, or each operation by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from inspector.graph.model import Edge, Layer, ModelGraph, Note, Weight
from inspector.graph.operations import Constant, Operation, OperationGraph, View
from inspector.graph.recovery.recover import recover
from inspector.graph.recovery.shapes import tensor_shapes


def shown(graph: OperationGraph, class_name: str, view: View) -> ModelGraph:
    """The graph as layers, or as it is where that is asked for or no layer carries data from an input.

    Args:
        class_name: what the model is, for people.
        view: which of the two.
    """
    if not view.operations:
        recovered = recover(graph, class_name)
        if recovered.layers:
            return replace(recovered, notes=(*recovered.notes, _recovery_note(graph)))
    return _as_it_is(graph, class_name, view.max_const_size)


def _recovery_note(graph: OperationGraph) -> Note:
    text = (
        f"The file holds {len(graph.operations):,} operations and no layers. The layers shown were recovered from "
        "them; those that do nothing when a model predicts, such as dropouts, are not in the file."
    )
    return Note("info", "recovered-layers", text)


def _as_it_is(graph: OperationGraph, class_name: str, max_const_size: int) -> ModelGraph:
    shapes = tensor_shapes(graph)
    names = [operation.name for operation in graph.operations]
    layers = tuple(
        Layer(
            path=operation.name,
            name=operation.name,
            class_name=operation.type,
            kind="operation",
            config=_Attributes(operation, max_const_size),
            inputs=tuple(dict.fromkeys(names[source] for source, _ in operation.inputs)),
            output_shapes=tuple(shape for shape in shapes[place] if shape is not None),
            weights=_weights(operation),
        )
        for place, operation in enumerate(graph.operations)
    )
    edges = dict.fromkeys(
        Edge(names[source], operation.name, dict(enumerate(shapes[source])).get(index), index)
        for operation in graph.operations
        for source, index in operation.inputs
    )
    return ModelGraph(
        name=graph.name,
        class_name=class_name,
        layers=layers,
        edges=tuple(edges),
        inputs=tuple(names[place] for place in graph.inputs),
        outputs=tuple(dict.fromkeys(names[place] for place, _ in graph.outputs)),
        notes=graph.notes,
    )


def _weights(operation: Operation) -> tuple[Weight, ...]:
    if operation.variable is None:
        return ()
    variable = operation.variable
    return (
        Weight(
            variable.name,
            tuple(size or 0 for size in variable.shape or ()),
            variable.dtype,
            variable.trainable,
            variable.key,
        ),
    )


class _Attributes(Mapping[str, Any]):
    """An operation's attributes as plain values, read when they are asked for; those that begin with ``_`` left out."""

    __slots__ = ("_max_const_size", "_of")

    def __init__(self, operation: Operation, max_const_size: int) -> None:
        self._of = operation.attributes
        self._max_const_size = max_const_size

    def __getitem__(self, name: str) -> Any:
        return _plain(self._of[name], self._max_const_size)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._of if not name.startswith("_"))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _plain(value: Any, max_const_size: int) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Constant):
        is_shown = value.values is not None and value.nbytes <= max_const_size
        values = list(value.values or ()) if is_shown else f"<stripped {value.nbytes} bytes>"
        return {"dtype": value.dtype, "shape": value.shape, "value": values}
    return [_plain(each, max_const_size) for each in value] if isinstance(value, list) else value

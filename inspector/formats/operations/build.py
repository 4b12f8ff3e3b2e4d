"""The operations of a model: of one signature of a SavedModel, or of a whole GraphDef."""

from __future__ import annotations

import re
from collections.abc import Iterable

from inspector.formats.operations.inline import Inliner, Results, resolve
from inspector.formats.operations.order import needed, producer
from inspector.formats.protobuf.graph_def import GraphDef
from inspector.formats.protobuf.meta_graph import MetaGraph
from inspector.formats.protobuf.object_graph import ObjectGraph
from inspector.graph.operations import OperationGraph, Tensor

_FIRST = ("serving_default", "serve", "predict")
_DATA = frozenset({"Placeholder", "PlaceholderV2", "PlaceholderWithDefault"})
_NO_RESULT = _DATA | {"Const", "NoOp", "Assert", "VarHandleOp", "VariableV2", "Variable", "SaveV2", "RestoreV2"}
_OF_TENSORFLOW = re.compile(r"traced_save|traced_restore|_init_op|__initializer|_destroyer|_creator")
_NOT_DATA = "keras_learning_phase"


def chosen_signature(signatures: Iterable[str]) -> str | None:
    """The signature a caller gets who does not name one; ``None`` where there are only TensorFlow's own."""
    names = list(signatures)
    first = next((name for name in _FIRST if name in names), None)
    return first or next((name for name in names if not name.startswith("__")), None)


def of_signature(meta: MetaGraph, name: str) -> OperationGraph:
    """What a signature of a SavedModel computes, all its function calls replaced by their operations.

    Raises:
        WireError: the file is damaged, or has more than can be shown.
    """
    signature = meta.signatures[name]
    inliner = Inliner(meta.graph.functions, meta.objects)
    wanted = needed(meta.graph.nodes, [info.name for info in signature.outputs.values()])
    local = inliner.add(meta.graph, wanted)
    shapes = {}
    for info in signature.inputs.values():
        tensor = resolve(info.name, local, {})
        if tensor:
            shapes[tensor[0]] = info.shape
    return OperationGraph(
        name=name,
        operations=inliner.operations,
        inputs=tuple(shapes),
        outputs=_tensors((info.name for info in signature.outputs.values()), local),
        shapes={place: shape for place, shape in shapes.items() if shape is not None},
        notes=inliner.notes,
    )


def of_function(meta: MetaGraph) -> OperationGraph | None:
    """What the largest function computes that no other calls, of a SavedModel without signatures; ``None`` for none.

    Raises:
        WireError: the file is damaged, or has more than can be shown.
    """
    functions = meta.graph.functions
    called = {
        name
        for function in functions.values()
        for node in function.nodes
        for name in (node.op, node.attributes.get("f"))
        if name in functions
    }
    own = [each for each in functions.values() if each.name not in called and not _OF_TENSORFLOW.search(each.name)]
    if not own:
        return None
    largest = max(own, key=lambda function: len(function.nodes))
    inliner = Inliner(functions, meta.objects)
    outputs, inputs = inliner.call(largest)
    return OperationGraph(largest.name, inliner.operations, inputs, tuple(outputs), notes=inliner.notes)


def of_graph(graph: GraphDef, name: str) -> OperationGraph:
    """What a GraphDef computes: everything that a result depends on, a result being what nothing else takes.

    Raises:
        WireError: the file is damaged, or has more than can be shown.
    """
    taken = {producer(each) for node in graph.nodes for each in node.inputs}
    giving = [node.name for node in graph.nodes if node.op not in _NO_RESULT]
    results = [each for each in giving if each not in taken] or giving
    inliner = Inliner(graph.functions, ObjectGraph((), {}))
    local = inliner.add(graph, needed(graph.nodes, results))
    data = [node.name for node in graph.nodes if node.op in _DATA and node.name != _NOT_DATA]
    return OperationGraph(
        name=name,
        operations=inliner.operations,
        inputs=tuple(tensor[0] for tensor in _tensors(data, local)),
        outputs=_tensors(results, local),
        notes=inliner.notes,
    )


def _tensors(names: Iterable[str], local: Results) -> tuple[Tensor, ...]:
    return tuple(found for name in names if (found := resolve(name, local, {})))

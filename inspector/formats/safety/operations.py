"""What in a graph of TensorFlow reaches beyond the model, in every function of its library, called or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from inspector.formats.operations.order import needed, producer
from inspector.formats.protobuf.attributes import FunctionName
from inspector.formats.protobuf.graph_def import Function, GraphDef, Node
from inspector.formats.protobuf.meta_graph import MetaGraph
from inspector.formats.protobuf.wire import Span, WireError
from inspector.formats.safety.tensorflow import OF_CHECKPOINTS, REACHES
from inspector.graph.model import Note
from inspector.graph.operations import Constant

# the type of an operation: field 2, whichever way its tag and length are written
_TYPE = re.compile(rb"(?:\x12|\x92\x80*\x00)(?:[\x01-\x7f]|[\x80-\xff]\x80*\x00)([A-Z]\w+)")
_BEGINNINGS = tuple(name.encode() for name in REACHES)
_PYTHON = ("PyFunc", "PyFuncStateless", "EagerPyFunc")
_ELSEWHERE = re.compile(r"[/\\~]|[A-Za-z]:|.*(\.\.|://)", re.DOTALL)


@dataclass(frozen=True)
class _Body:
    """Operations that stand together: the graph's own, or those of a function."""

    name: str
    nodes: tuple[Node, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Node]:
        return {node.name: node for node in self.nodes}

    def before(self, node: Node) -> Iterator[Node]:
        """Everything that the file name a node takes is made of."""
        waiting, seen = (
            [producer(each) for each in node.inputs[: 2 if node.op == "MergeV2Checkpoints" else 1]],
            set[str](),
        )
        while waiting:
            name = waiting.pop()
            if name in self.by_name and name not in seen:
                seen.add(name)
                found = self.by_name[name]
                yield found
                waiting.extend(producer(each) for each in found.inputs if not each.startswith("^"))


def saved_model_notes(metas: Iterable[MetaGraph]) -> tuple[Note, ...]:
    """The notes of `operation_notes` on every graph of a SavedModel."""
    notes: dict[Note, None] = {}
    for meta in metas:
        results = [info.name for signature in meta.signatures.values() for info in signature.outputs.values()]
        notes |= dict.fromkeys(operation_notes(meta.data, meta.graph, meta.graph_span, results))
    return tuple(notes)


def operation_notes(data: bytes, graph: GraphDef, span: Span, results: Iterable[str] = ()) -> tuple[Note, ...]:
    """A note for every type of operation that reaches files, Python functions or other machines.

    Operations that save and restore the variables are in every saved model. There is a note about them when the
    results depend on them, or when they name a place of their own.

    Args:
        data, span: the message that the graph lies in, and where in it.
        results: names of what the signatures give, in the graph.
    """
    found: dict[str, list[str]] = {}
    try:
        suspects = [(node, body) for body in _suspects(data, graph, span) for node in body.nodes if node.op in REACHES]
        is_saving = any(node.op in OF_CHECKPOINTS for node, _ in suspects)
        served = _served(graph, results) if is_saving else frozenset[str]()
        for node, body in suspects:
            if node.op in OF_CHECKPOINTS and not _is_odd(node, body, served):
                continue
            place = f"{node.name!r} of the function {body.name!r}" if body.name else repr(node.name)
            found.setdefault(node.op, []).append(place)
    except WireError as error:
        text = f"Not all functions could be looked through for operations that reach files or code: {error}."
        return (Note("warning", "unsafe-unknown", text),)
    return tuple(_note(kind, places) for kind, places in found.items())


def _note(kind: str, places: list[str]) -> Note:
    others = f" and {len(places) - 1:,} more" if len(places) > 1 else ""
    text = f"The operation {kind} ({places[0]}{others}) {REACHES[kind]} when it is run: no model needs that."
    return Note("error" if kind in _PYTHON else "warning", "unsafe-operation", text)


def _suspects(data: bytes, graph: GraphDef, span: Span) -> Iterator[_Body]:
    """Where the bytes have the name of such an operation; all else is not read."""
    spans = sorted((function.span, function.name) for function in graph.functions.values())
    starts = [span[0] for span, _ in spans]
    functions: set[str] = set()
    own = False
    for match in _TYPE.finditer(data, *span):
        if not match[1].startswith(_BEGINNINGS):
            continue
        place = bisect_right(starts, match.start()) - 1
        if place >= 0 and match.end() <= spans[place][0][1]:
            functions.add(spans[place][1])
        else:
            own = True
    if own:
        yield _Body("", graph.nodes)
    for name in sorted(functions):
        function = graph.functions[name]
        yield _Body(name, function.nodes)


def _served(graph: GraphDef, results: Iterable[str]) -> frozenset[str]:
    """Names of the functions, and of the graph's own operations, that the results depend on."""
    reached = needed(graph.nodes, results, controls=True)
    waiting = list(_called((node for node in graph.nodes if node.name in reached), graph.functions))
    called: set[str] = set()
    while waiting:
        function = waiting.pop()
        if function.name not in called:
            called.add(function.name)
            waiting.extend(_called(function.nodes, graph.functions))
    return reached | {f"function {name}" for name in called}


def _called(nodes: Iterable[Node], functions: Mapping[str, Function]) -> Iterator[Function]:
    for node in nodes:
        if node.op in functions:
            yield functions[node.op]
        for value in node.attributes.values():
            for each in value if isinstance(value, list) else (value,):
                if isinstance(each, FunctionName) and each in functions:
                    yield functions[each]


def _is_odd(node: Node, body: _Body, served: frozenset[str]) -> bool:
    """Whether an operation on checkpoints does something else than save or restore the model when it is asked to."""
    if (f"function {body.name}" if body.name else node.name) in served:
        return True
    return any(source.op == "Const" and _is_elsewhere(source.attributes.get("value")) for source in body.before(node))


def _is_elsewhere(value: object) -> bool:
    """Whether a constant is a path to another place than the one the model is saved to or restored from."""
    if not isinstance(value, Constant) or value.dtype != "string":
        return False
    return value.values is None or any(_ELSEWHERE.match(str(each)) for each in value.values)

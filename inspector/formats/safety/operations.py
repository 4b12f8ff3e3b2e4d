"""What in a graph of TensorFlow reaches beyond the model, in every function of its library, called or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from inspector.formats.operations.order import needed, producer
from inspector.formats.protobuf.graph_def import Function, GraphDef, Node
from inspector.formats.protobuf.meta_graph import MetaGraph
from inspector.formats.protobuf.wire import Span, WireError
from inspector.formats.safety.tensorflow import OF_CHECKPOINTS, REACHES
from inspector.graph.model import Note
from inspector.graph.operations import Constant

_LENGTH = rb"(?:[\x01-\x7f]|[\x80-\xff]\x80*\x00)"
_NAME = rb"(?=[%b])(?:%b)" % ("".join({name[0] for name in REACHES}).encode(), "|".join(REACHES).encode())
# the type of an operation is field 2; the second pattern is for tags that are written longer than they need to be
_TYPES = tuple(re.compile(tag + _LENGTH + _NAME) for tag in (rb"\x12", rb"\x92\x80*\x00"))
_PYTHON = ("PyFunc", "PyFuncStateless", "EagerPyFunc")
_ELSEWHERE = re.compile(r"[/\\~]|[A-Za-z]:|.*(\.\.|://)", re.DOTALL)


@dataclass(frozen=True)
class _Body:
    """Operations that stand together: the graph's own, or those of a function."""

    name: str
    nodes: tuple[Node, ...]
    arguments: tuple[str, ...] = ()

    def at(self, place: int) -> Node | None:
        """The node that these bytes of the file belong to."""
        number = bisect_right(self._starts, place) - 1
        return self.nodes[number] if number >= 0 and place < self.nodes[number].span[1] else None

    @cached_property
    def _starts(self) -> list[int]:
        return [node.span[0] for node in self.nodes]

    @cached_property
    def by_name(self) -> Mapping[str, Node]:
        return {node.name: node for node in self.nodes}

    def before(self, node: Node) -> Iterator[Node | None]:
        """Everything that the file name a node takes is made of; ``None`` for what is not there."""
        waiting, seen = (
            [producer(each) for each in node.inputs[: 2 if node.op == "MergeV2Checkpoints" else 1]],
            set[str](),
        )
        while waiting:
            name = waiting.pop()
            if name in seen or name in self.arguments:
                continue
            seen.add(name)
            found = self.by_name.get(name)
            yield found
            if found is not None:
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
        suspects = list(_suspects(data, graph, span))
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


def _suspects(data: bytes, graph: GraphDef, span: Span) -> Iterator[tuple[Node, _Body]]:
    """The operations that reach beyond the model: where the bytes have the name of such a type; no other is read."""
    spans = sorted((*function.span, function.name) for function in graph.functions.values())
    starts = [start for start, _, _ in spans]
    bodies = {"": _Body("", graph.nodes)}
    for match in chain.from_iterable(pattern.finditer(data, *span) for pattern in _TYPES):
        number = bisect_right(starts, match.start()) - 1
        name = spans[number][2] if number >= 0 and match.end() <= spans[number][1] else ""
        if name not in bodies:
            function = graph.functions[name]
            bodies[name] = _Body(name, function.nodes, function.arguments)
        node = bodies[name].at(match.start())
        if node is not None and node.op in REACHES:
            yield node, bodies[name]


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
        for name in (node.op, *node.attributes.functions()):
            if name in functions:
                yield functions[name]


def _is_odd(node: Node, body: _Body, served: frozenset[str]) -> bool:
    """Whether an operation on checkpoints does something else than save or restore the model when it is asked to."""
    if (f"function {body.name}" if body.name else node.name) in served:
        return True
    return any(
        source is None or (source.op == "Const" and _is_elsewhere(source.attributes.get("value")))
        for source in body.before(node)
    )


def _is_elsewhere(value: object) -> bool:
    """Whether a constant is a path to another place than the one the model is saved to or restored from."""
    if not isinstance(value, Constant) or value.dtype != "string":
        return False
    return value.values is None or any(_ELSEWHERE.match(str(each)) for each in value.values)

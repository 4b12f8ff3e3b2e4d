"""Function calls are replaced by what the functions do, until only operations are left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspector.formats import limits
from inspector.formats.operations.order import BACKWARDS, in_order, producer
from inspector.formats.operations.outputs import OUTPUTS
from inspector.formats.protobuf.attributes import FunctionName
from inspector.formats.protobuf.graph_def import Function, GraphDef, Node
from inspector.formats.protobuf.object_graph import ObjectGraph, key_of
from inspector.formats.protobuf.wire import WireError
from inspector.graph.model import Note
from inspector.graph.operations import Operation, Tensor, Variable

_CALLS = ("PartitionedCall", "StatefulPartitionedCall")
_NAMELESS_CALL = re.compile(r"(Stateful)?PartitionedCall(_\d+)?")
_ARGUMENT = "_Arg"


@dataclass(slots=True)
class _Draft:
    """An operation while the graph is being made."""

    name: str
    type: str
    inputs: list[Tensor] = field(default_factory=list)
    controls: list[int] = field(default_factory=list)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    variable: Variable | None = None


Results = dict[str, "int | list[Tensor] | dict[str, Tensor]"]
"""What a node's name stands for: the place of an operation, its tensors by the names of its outputs where it has
several, or the tensors that a call gave back."""


class Inliner:
    """Gathers operations; calls of functions are followed, within limits and never in circles.

    Args:
        functions: by name.
        objects: says which variables a function captured.
    """

    def __init__(self, functions: Mapping[str, Function], objects: ObjectGraph) -> None:
        self._functions = functions
        self._objects = objects
        self._drafts: list[_Draft] = []
        self._names: set[str] = set()
        self._times: Counter[str] = Counter()
        self._calls = 0
        self._connections = 0
        self._kept: list[str] = []

    def add(self, graph: GraphDef, wanted: frozenset[str] | None) -> Results:
        """Add the nodes of a graph, all or those named, and what they call; what their names stand for."""
        nodes = [node for node in graph.nodes if wanted is None or node.name in wanted]
        local: Results = {}
        self._add(nodes, {}, local, "", ())
        return local

    def call(self, function: Function) -> tuple[list[Tensor], tuple[int, ...]]:
        """Add what a function does that nothing calls; what it gives, and the places of its arguments for data."""
        given = self._call(function, [], "", (function.name,))
        data = [place for place, each in enumerate(self._drafts) if each.type == _ARGUMENT and each.variable is None]
        return given, tuple(data)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What was gathered."""
        return tuple(
            Operation(d.name, d.type, tuple(d.inputs), tuple(d.controls), d.attributes, d.variable)
            for d in self._drafts
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """Which calls were left as they are."""
        if not self._kept:
            return ()
        text = (
            f"{len(self._kept):,} function calls, such as {self._kept[0]!r}, are shown as one operation each: "
            "they call themselves, or are more than can be shown."
        )
        return (Note("warning", "calls-kept", text),)

    def _add(
        self,
        nodes: Sequence[Node],
        arguments: Mapping[str, Tensor],
        local: Results,
        prefix: str,
        stack: tuple[str, ...],
    ) -> None:
        for node in in_order(nodes):
            inputs = [found for each in node.inputs if (found := resolve(each, local, arguments))]
            called = self._called(node)
            if called and self._may_follow(called, stack):
                scope = prefix if _NAMELESS_CALL.fullmatch(node.name) else f"{prefix}{node.name}/"
                local[node.name] = self._call(called, inputs, scope, (*stack, called.name))
                continue
            if called:
                self._kept.append(called.name)
            befores = [_place(local.get(each[1:])) for each in node.inputs if each.startswith("^")]
            controls = [place for place in befores if place is not None]
            place = self._keep(_Draft(prefix + node.name, node.op, inputs, controls, node.attributes))
            named = {output: (place, index) for index, output in enumerate(OUTPUTS.get(node.op, ()))}
            local[node.name] = named or place
        self._close_loops(nodes, local)

    def _close_loops(self, nodes: Sequence[Node], local: Results) -> None:
        """Let what begins a loop's round take what its round before gave, which was not there when it was added."""
        backwards = {node.name for node in nodes if node.op in BACKWARDS}
        for node in nodes if backwards else ():
            place = _place(local[node.name])
            if place is not None:
                given = [resolve(each, local, {}) for each in node.inputs if producer(each) in backwards]
                self._drafts[place].inputs.extend(filter(None, given))

    def _called(self, node: Node) -> Function | None:
        if node.op not in _CALLS:
            return self._functions.get(node.op)
        name = node.attributes.get("f")
        return self._functions.get(name) if isinstance(name, FunctionName) else None

    def _may_follow(self, function: Function, stack: tuple[str, ...]) -> bool:
        return (
            function.name not in stack
            and len(stack) < limits.FUNCTION_DEPTH
            and self._calls < limits.FUNCTION_CALLS
            and len(self._drafts) < limits.OPERATIONS // 2
        )

    def _call(self, function: Function, given: list[Tensor], prefix: str, stack: tuple[str, ...]) -> list[Tensor]:
        self._calls += 1
        arguments = dict(zip(function.arguments, given, strict=False))
        for name in function.arguments[len(given) :]:
            arguments[name] = (self._keep(_Draft(prefix + name, _ARGUMENT, attributes=function.of_argument(name))), 0)
        self._bind(function, arguments)
        local: Results = {}
        self._add(function.nodes, arguments, local, prefix, stack)
        return [found for each in function.results if (found := resolve(each, local, arguments))]

    def _bind(self, function: Function, arguments: Mapping[str, Tensor]) -> None:
        """Say of the last arguments of a function which variables they are."""
        captured = self._objects.captured.get(function.name, ())
        names = function.arguments[max(0, len(function.arguments) - len(captured)) :]
        for name, number in zip(names, captured, strict=False):
            saved = self._objects.variable(number)
            draft = self._drafts[arguments[name][0]]
            if saved is not None and draft.variable is None:
                draft.variable = Variable(key_of(number), saved.name, saved.dtype, saved.shape, saved.trainable)

    def _keep(self, draft: _Draft) -> int:
        if len(self._drafts) >= limits.OPERATIONS:
            raise WireError(f"it has more than {limits.OPERATIONS:,} operations, the most that can be shown")
        self._connections += len(draft.inputs) + len(draft.controls)
        if self._connections > limits.CONNECTIONS:
            raise WireError(f"its operations take more than {limits.CONNECTIONS:,} tensors, the most that can be shown")
        plain = draft.name
        while draft.name in self._names:
            self._times[plain] += 1
            draft.name = f"{plain}~{self._times[plain]}"
        self._names.add(draft.name)
        self._drafts.append(draft)
        return len(self._drafts) - 1


def _place(held: int | list[Tensor] | dict[str, Tensor] | None) -> int | None:
    """The operation a name stands for, if it is one that was kept."""
    if isinstance(held, dict):
        return next(iter(held.values()))[0]
    return held if isinstance(held, int) else None


def resolve(source: str, local: Results, arguments: Mapping[str, Tensor]) -> Tensor | None:
    """The tensor that an input's name refers to; ``None`` for one that only has to run before, or that is missing.

    In a graph that is ``node`` or ``node:1``; in a function ``argument``, ``node:output:0``.
    """
    name, _, rest = source.partition(":")
    output, _, last = rest.rpartition(":")
    index = int(last) if last.isdecimal() else 0
    held = local.get(name)
    if held is None:
        return arguments.get(name)
    if isinstance(held, int):
        return held, index
    if isinstance(held, dict):
        first = next(iter(held.values()))
        return held.get(output, first) if output else (first[0], index)
    return held[index] if index < len(held) else None

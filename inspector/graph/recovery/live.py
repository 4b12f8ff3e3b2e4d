"""Which operations carry the model's data, and which variables the others bring to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspector.graph.operations import Constant, Operation, OperationGraph, Variable

_FEW = 64
_MOST_STEPS = 1_000_000
"""Operations that are looked at for variables, those counted again that several take from."""
_OF_VARIABLE = re.compile(r"(/(ReadVariableOp|Read|read)(_\d+)?)?(/resource)?$")
_FROZEN_VARIABLE = re.compile(r"/resource$|(kernel|bias|gamma|beta|weights?|biases|embeddings?|mean|variance)(_\d+)?$")
_READ = re.compile(r"/ReadVariableOp(_\d+)?/resource$")
_VARIABLES = ("VarHandleOp", "VariableV2", "Variable")


@dataclass(frozen=True, slots=True)
class Live:
    """What of a graph its results are made of.

    Attributes:
        carrying: places of operations that carry data from an input to an output, inputs aside, in order.
        inputs: places of the inputs among them that an output depends on.
        variables: of each of those operations, what is brought to it from the side.
    """

    carrying: tuple[int, ...]
    inputs: tuple[int, ...]
    variables: dict[int, tuple[Variable, ...]]


def live(graph: OperationGraph) -> Live:
    """What carries data in a graph."""
    operations = graph.operations
    data = frozenset(graph.inputs)
    takers: list[list[int]] = [[] for _ in operations]
    for place, operation in enumerate(operations):
        for source, _ in operation.inputs:
            takers[source].append(place)
    depends = _reached(graph.inputs, takers)
    reaching = _reached(
        [place for place, _ in graph.outputs], [[source for source, _ in each.inputs] for each in operations]
    )
    carrying = tuple(
        place for place in range(len(operations)) if place in depends and place in reaching and place not in data
    )
    sides = _Sides(operations, any(each.variable or each.type in _VARIABLES for each in operations))
    variables = {
        place: tuple(
            variable
            for source, _ in operations[place].inputs
            if source not in depends
            for variable in sides.behind(source)
        )
        for place in carrying
    }
    return Live(carrying, tuple(place for place in graph.inputs if place in reaching), variables)


def _reached(starts: Iterable[int], following: Sequence[Sequence[int]]) -> set[int]:
    reached: set[int] = set()
    waiting = list(starts)
    while waiting:
        place = waiting.pop()
        if place not in reached:
            reached.add(place)
            waiting.extend(following[place])
    return reached


class _Sides:
    """Finds the variables behind operations that carry no data; what was found is kept.

    Args:
        has_variables: whether the graph has some; where it has none, large constants were variables before.
    """

    def __init__(self, operations: Sequence[Operation], has_variables: bool) -> None:
        self._operations = operations
        self._has_variables = has_variables
        self._found: dict[int, tuple[Variable, ...]] = {}
        self._steps = 0

    def behind(self, place: int) -> tuple[Variable, ...]:
        if place not in self._found:
            self._found[place] = tuple(self._search(place))
        return self._found[place]

    def _search(self, place: int) -> list[Variable]:
        found: list[Variable] = []
        waiting, seen = [place], {place}
        while waiting and self._steps < _MOST_STEPS:
            self._steps += 1
            operation = self._operations[waiting.pop()]
            variable = variable_of(operation, has_variables=self._has_variables)
            if variable is not None:
                found.append(variable)
                continue
            for source, _ in operation.inputs:
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        return found


def variable_of(operation: Operation, *, has_variables: bool) -> Variable | None:
    """The variable an operation stands for: one of its own, or a constant that was one before it was frozen.

    Args:
        operation: any.
        has_variables: whether its graph has some; where it has none, large constants were variables before.
    """
    if operation.variable is not None:
        return operation.variable
    if operation.type in _VARIABLES:
        shared = operation.attributes.get("shared_name")
        name = shared.decode("utf-8", "replace") if isinstance(shared, bytes) and shared else operation.name
        dtype = operation.attributes.get("dtype") or ""
        return Variable(name, name, str(dtype).removesuffix("_ref"), operation.attributes.get("shape"))
    if operation.type != "Const" or has_variables:
        return None
    value = operation.attributes.get("value")
    if not isinstance(value, Constant) or value.dtype == "string" or not value.shape:
        return None
    if value.size <= _FEW and not _FROZEN_VARIABLE.search(operation.name):
        return None
    name = _OF_VARIABLE.sub("", operation.name)
    return Variable(
        operation.name, name, value.dtype, value.shape, trainable=False, is_named=not _READ.search(operation.name)
    )

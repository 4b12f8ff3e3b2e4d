"""Operations and functions: ``NodeDef``, ``FunctionDef``, ``GraphDef``.

Source: https://github.com/tensorflow/tensorflow/tree/master/tensorflow/core/framework (graph.proto, function.proto)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from inspector.formats import limits
from inspector.formats.protobuf.attributes import Attributes
from inspector.formats.protobuf.tensors import dtype_name
from inspector.formats.protobuf.wire import BYTES, VARINT, Span, WireError, entry, fields, named, text


class Node:
    """One ``NodeDef``; all but its name is read when it is asked for, as of most nodes of a file nothing else is.

    Attributes:
        name: unique in its graph or function.
        span: where it lies in the file.
    """

    __slots__ = ("_data", "_parts", "name", "span")

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.name = named(data, start, end)
        self.span = (start, end)
        self._data = data
        self._parts: tuple[str, tuple[str, ...], Attributes] | None = None

    @property
    def op(self) -> str:
        """The type of operation: ``"Conv2D"``."""
        return self._read()[0]

    @property
    def inputs(self) -> tuple[str, ...]:
        """As in the file: ``name``, ``name:1``, in a function ``name:output:0``, ``^name`` for one to run before."""
        return self._read()[1]

    @property
    def attributes(self) -> Attributes:
        """By name; each is read when it is asked for."""
        return self._read()[2]

    def _read(self) -> tuple[str, tuple[str, ...], Attributes]:
        if self._parts is None:
            self._parts = self._found()
        return self._parts

    def _found(self) -> tuple[str, tuple[str, ...], Attributes]:
        op = ""
        inputs: list[str] = []
        entries: list[Span] = []
        for number, kind, first, last in fields(self._data, *self.span):
            if kind != BYTES:
                continue
            if len(inputs) > limits.CONNECTIONS or len(entries) > limits.ATTRIBUTES:
                raise WireError(f"the operation {self.name!r} has more inputs or attributes than any")
            if number == 5:
                entries.append((first, last))
            elif number == 3:
                inputs.append(text(self._data, first, last))
            elif number == 2:
                op = text(self._data, first, last)
            elif number == 1 and text(self._data, first, last) != self.name:
                raise WireError(f"the operation {self.name!r} has a second name in it")
        return op, tuple(inputs), Attributes(self._data, entries)


@dataclass(frozen=True)
class Function:
    """One ``FunctionDef``, read when it is asked for: a library has many that nothing calls."""

    name: str
    data: bytes = field(repr=False)
    span: Span = (0, 0)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Its operations in the file's order."""
        spans = [(first, last) for number, first, last in self._parts if number == 3]
        if len(spans) > limits.NODES:
            raise WireError(f"a function in it has more than {limits.NODES:,} operations")
        return tuple(Node(self.data, first, last) for first, last in spans)

    @cached_property
    def arguments(self) -> tuple[str, ...]:
        """Names of its arguments, in order; captured ones are the last."""
        return self._signature(2)

    @cached_property
    def results(self) -> tuple[str, ...]:
        """What it gives back, in order, as its nodes' inputs would name it."""
        given = dict(entry(self.data, first, last) for number, first, last in self._parts if number == 4)
        return tuple(text(self.data, *given[name]) if name in given else "" for name in self._signature(3))

    def of_argument(self, name: str) -> Mapping[str, Any]:
        """The attributes of an argument: its ``dtype``, and what TensorFlow noted of it."""
        place = self.arguments.index(name)
        return {"dtype": self._argument_types[place], **self._noted.get(place, {})}

    @cached_property
    def _argument_types(self) -> tuple[str, ...]:
        return tuple(
            next((dtype_name(value) for number, kind, value, _ in fields(self.data, *span) if number == 3), "")
            for span in self._spans(2)
        )

    @cached_property
    def _noted(self) -> Mapping[int, Mapping[str, Any]]:
        """Place of an argument to its attributes: a map of ``ArgAttrs``."""
        found: dict[int, Mapping[str, Any]] = {}
        for part, start, end in self._parts:
            if part == 7:
                place, inside = 0, (0, 0)
                for number, kind, first, last in fields(self.data, start, end):
                    place = first if number == 1 and kind == VARINT else place
                    inside = (first, last) if number == 2 and kind == BYTES else inside
                entries = [(first, last) for number, _, first, last in fields(self.data, *inside) if number == 1]
                found[place] = Attributes(self.data, entries)
        return found

    @cached_property
    def _parts(self) -> tuple[tuple[int, int, int], ...]:
        found = fields(self.data, *self.span)
        return tuple((number, first, last) for number, kind, first, last in found if kind == BYTES)

    def _signature(self, wanted: int) -> tuple[str, ...]:
        """Names in the ``OpDef``: of its arguments (2) or its results (3)."""
        return tuple(named(self.data, *span) for span in self._spans(wanted))

    def _spans(self, wanted: int) -> list[Span]:
        """Where these are."""
        return [
            (first, last)
            for part, start, end in self._parts
            if part == 1
            for number, kind, first, last in fields(self.data, start, end)
            if number == wanted and kind == BYTES
        ]


@dataclass(frozen=True, slots=True)
class GraphDef:
    """One ``GraphDef``: its operations, and the functions they may call by name."""

    nodes: tuple[Node, ...]
    functions: Mapping[str, Function]


def graph_def(data: bytes, start: int, end: int) -> GraphDef:
    """The ``GraphDef`` in these bytes.

    Raises:
        WireError: there is none, or one beyond the limits.
    """
    nodes: list[Node] = []
    functions: dict[str, Function] = {}
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            nodes.append(Node(data, first, last))
            if len(nodes) > limits.NODES:
                raise WireError(f"it has more than {limits.NODES:,} operations, the most that can be looked through")
        elif number == 2 and kind == BYTES:
            functions.update(_library(data, first, last))
            if len(functions) > limits.FUNCTIONS:
                raise WireError(f"it has more than {limits.FUNCTIONS:,} functions")
    return GraphDef(tuple(nodes), functions)


def _library(data: bytes, start: int, end: int) -> dict[str, Function]:
    functions = {}
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            name = _function_name(data, first, last)
            functions[name] = Function(name, data, (first, last))
    return functions


def _function_name(data: bytes, start: int, end: int) -> str:
    for number, kind, first, last in fields(data, start, end):
        if number == 1 and kind == BYTES:
            return named(data, first, last)
    return ""

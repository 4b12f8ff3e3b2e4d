"""What a model of operations computes as one function of its inputs and the values of its variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import tensorflow as tf
from tensorflow.core.framework.attr_value_pb2 import AttrValue
from tensorflow.core.framework.function_pb2 import FunctionDef
from tensorflow.core.framework.graph_pb2 import GraphDef
from tensorflow.core.framework.node_def_pb2 import NodeDef

from inspector.engine.body.functions import GATHERS, Library, gather
from inspector.engine.errors import EngineError
from inspector.formats.protobuf.attributes import Attributes
from inspector.formats.whole_operations import WholeOperations
from inspector.graph.model import Shape
from inspector.graph.operations import Operation, Tensor, Variable
from inspector.graph.recovery.live import variable_of
from inspector.graph.recovery.shapes import tensor_shapes

_HELD = ("VariableV2", "Variable")
"""Variables of TensorFlow 1 that give their value themselves."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Something the function takes: the name of its placeholder, its shape and dtype."""

    name: str
    shape: Shape
    dtype: str


@dataclass(frozen=True)
class Pure:
    """A function as a graph in which nothing has a state.

    Attributes:
        definition: the operations; what it takes are ``Placeholder``.
        inputs: places of the model's inputs in the operations they came from, with their placeholders.
        weights: the variables, each once, with their placeholders.
        outputs: names of the tensors it gives.
    """

    definition: GraphDef
    inputs: Mapping[int, Taken]
    weights: tuple[tuple[Variable, Taken], ...]
    outputs: tuple[str, ...]


def pure(whole: WholeOperations, ends: Sequence[Tensor]) -> Pure:
    """The function that gives the tensors ``ends``.

    Raises:
        EngineError: a variable is used for more than its value, or a shape or dtype is not known.
    """
    return _Making(whole).made(ends)


@dataclass
class _Making:
    whole: WholeOperations
    nodes: list[NodeDef] = field(default_factory=list)
    inputs: dict[int, Taken] = field(default_factory=dict)
    weights: dict[str, tuple[Variable, Taken]] = field(default_factory=dict)
    values: dict[int, str] = field(default_factory=dict)
    """Place of what stands for a variable to the node with its value."""
    dtypes: dict[int, int] = field(default_factory=dict)
    """Place of the same to the ``DataType`` of that value."""
    aliases: dict[int, str] = field(default_factory=dict)
    """Place of what read a variable to the node with its value."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of every operation a name that TensorFlow takes, and nothing else has."""
        taken: set[str] = set()
        given = []
        for operation in self.operations:
            plain = "".join(letter if letter.isalnum() or letter in "._/-" else "." for letter in operation.name)
            name, number = plain, 0
            while name in taken:
                number += 1
                name = f"{plain}_{number}"
            taken.add(name)
            given.append(name)
        return tuple(given)

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self.whole.graph.operations

    @cached_property
    def shapes(self) -> tuple[tuple[Shape | None, ...], ...]:
        return tensor_shapes(self.whole.graph)

    def made(self, ends: Sequence[Tensor]) -> Pure:
        library = Library({name: FunctionDef.FromString(_bytes(each)) for name, each in self.whole.functions.items()})
        for place in sorted(self._needed(ends)):
            self._add(place, library)
        definition = GraphDef()
        definition.node.extend(self.nodes)
        definition.library.function.extend(library.reached(self.nodes))
        definition.versions.producer = tf.version.GRAPH_DEF_VERSION
        return Pure(definition, self.inputs, tuple(self.weights.values()), tuple(map(self._tensor, ends)))

    def _needed(self, ends: Iterable[Tensor]) -> set[int]:
        found: set[int] = set()
        waiting = [place for place, _ in ends]
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                if place not in self.whole.graph.inputs:
                    waiting.extend(source for source, _ in self.operations[place].inputs)
        return found

    def _tensor(self, tensor: Tensor) -> str:
        place, index = tensor
        if place in self.aliases:
            return f"{self.aliases[place]}:0"
        return f"{self.values.get(place, self.names[place])}:{index}"

    def _add(self, place: int, library: Library) -> None:
        operation = self.operations[place]
        variable = variable_of(operation, has_variables=True)
        source = operation.inputs[0][0] if operation.inputs else -1
        if place in self.whole.graph.inputs:
            self.inputs[place] = self._placeholder(place, str(operation.attributes.get("dtype") or ""))
        elif variable is not None:
            self._add_variable(place, operation, variable)
        elif source in self.values and operation.type == "ReadVariableOp":
            self.aliases[place] = self.values[source]
        elif source in self.values and operation.type == "Identity":
            self.values[place], self.dtypes[place] = self.values[source], self.dtypes[source]
        else:
            self._add_operation(place, operation, library)

    def _add_variable(self, place: int, operation: Operation, variable: Variable) -> None:
        if variable.key not in self.weights:
            shape = variable.shape
            if shape is None or None in shape:
                raise EngineError(f"The shape of the variable '{variable.name}' is not in the file.")
            self.weights[variable.key] = variable, self._placeholder(place, variable.dtype, shape)
        name = self.weights[variable.key][1].name
        if operation.type in _HELD:
            self.aliases[place] = name
        else:
            self.values[place] = name
            self.dtypes[place] = _data_type(variable.dtype, variable.name)

    def _add_operation(self, place: int, operation: Operation, library: Library) -> None:
        node = self._node(place, operation)
        variables = {
            number: self.dtypes[each] for number, (each, _) in enumerate(operation.inputs) if each in self.dtypes
        }
        if not variables:
            self.nodes.append(node)
        elif node.op in GATHERS:
            self.nodes.extend(gather(node, variables[0]))
        else:
            library.take_values(node, variables)
            self.nodes.append(node)

    def _node(self, place: int, operation: Operation) -> NodeDef:
        inputs = [self._tensor(tensor) for tensor in operation.inputs]
        node = NodeDef(name=self.names[place], op=operation.type, input=inputs)
        if isinstance(operation.attributes, Attributes):
            for name, value in operation.attributes.serialized().items():
                if not name.startswith("_"):
                    node.attr[name].CopyFrom(AttrValue.FromString(value))
        return node

    def _placeholder(self, place: int, dtype: str, shape: Shape | None = None) -> Taken:
        name = self.names[place]
        known = shape if shape is not None else next(iter(self.shapes[place]), None)
        if known is None:
            raise EngineError(
                f"The shape of the input '{name}' is not in the file, so it cannot be a body: it can be looked at only."
            )
        node = NodeDef(name=name, op="Placeholder")
        node.attr["dtype"].type = _data_type(dtype, name)
        node.attr["shape"].shape.CopyFrom(tf.TensorShape(known).as_proto())
        self.nodes.append(node)
        return Taken(name, known, dtype)


def _data_type(dtype: str, name: str) -> int:
    try:
        return int(tf.dtypes.as_dtype(dtype).as_datatype_enum)
    except TypeError as error:
        raise EngineError(f"'{name}' is of the type '{dtype}', which cannot be given to a body.") from error


def _bytes(function: object) -> bytes:
    data, (start, end) = function.data, function.span  # type: ignore[attr-defined]
    return bytes(data[start:end])

"""Functions that operations call by name: which are needed, and the same ones taking a variable's value for it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tensorflow.core.framework.attr_value_pb2 import AttrValue
from tensorflow.core.framework.function_pb2 import FunctionDef
from tensorflow.core.framework.graph_pb2 import GraphDef
from tensorflow.core.framework.node_def_pb2 import NodeDef
from tensorflow.core.framework.types_pb2 import DT_INT32
from tensorflow.python.eager import context  # has no public name

from inspector.engine.errors import EngineError

GATHERS = {"ResourceGather": "GatherV2", "ResourceGatherNd": "GatherNd"}
"""What takes rows of a variable: the same operation on its value."""
_copies = itertools.count()
_CONDITION_FIRST = ("If", "StatelessIf", "Case", "StatelessCase")
_LOOPS = ("While", "StatelessWhile")
_TYPES = ("T", "Tin")
_OUTPUTS = "output_shapes"
_INPUT_SHAPES = "_input_shapes"


@dataclass(frozen=True)
class Library:
    """The functions of a graph by name; those made from them are added."""

    functions: dict[str, FunctionDef]

    def reached(self, nodes: Iterable[NodeDef]) -> tuple[FunctionDef, ...]:
        """Those that the nodes call, and what those call."""
        found: dict[str, FunctionDef] = {}
        waiting = [name for node in nodes for name in _named(node)]
        while waiting:
            name = waiting.pop()
            if name in self.functions and name not in found:
                found[name] = self.functions[name]
                waiting.extend(inner for node in found[name].node_def for inner in _named(node))
        return tuple(found.values())

    def take_values(self, node: NodeDef, types: Mapping[int, int]) -> None:
        """Make a node that hands variables to functions hand over their values.

        Args:
            node: changed in place, but for its inputs.
            types: places of the variables among its inputs, with their values' ``DataType``.

        Raises:
            EngineError: one of the functions does more with a variable than read it.
        """
        field = next((name for name in _TYPES if name in node.attr), None)
        names = list(_named(node))
        if field is None or not names:
            raise _unusable(node)
        offset = 1 if node.op in _CONDITION_FIRST else 0
        inner = {place - offset: dtype for place, dtype in types.items()}
        for place, dtype in inner.items():
            node.attr[field].list.type[place] = dtype
        for place in inner if node.op in _LOOPS else ():  # the derivative of a loop goes by these
            shapes = node.attr[_OUTPUTS].list.shape
            if place < len(shapes):
                shapes[place].unknown_rank = True
        for attribute in node.attr.values():
            for function in (attribute.func, *attribute.list.func):
                if function.name in self.functions:
                    function.name = self._with_values(function.name, inner)

    def _with_values(self, name: str, types: Mapping[int, int]) -> str:
        made_name = f"{name}_of_values_{'_'.join(map(str, sorted(types)))}"
        if made_name not in self.functions:
            made = FunctionDef()
            made.CopyFrom(self.functions[name])
            made.signature.name = made_name
            self.functions[made_name] = made
            _read_no_variables(made, types, self)
        return made_name


def named_apart(graph: GraphDef) -> GraphDef:
    """A copy to run, whose functions have names that nothing else in this process has, and are known to TensorFlow.

    TensorFlow knows functions by name, and the derivative of a loop makes others whose names follow from these.
    """
    made = GraphDef()
    made.CopyFrom(graph)
    prefix = f"body_{next(_copies)}_"
    known = {function.signature.name for function in made.library.function}
    bodies = (function.node_def for function in made.library.function)
    for node in itertools.chain(made.node, *bodies):
        if node.op in known:
            node.op = prefix + node.op
        for attribute in node.attr.values():
            for function in (attribute.func, *attribute.list.func):
                if function.name in known:
                    function.name = prefix + function.name
    for function in made.library.function:
        function.signature.name = prefix + function.signature.name
        context.context().add_function_def(function)
    return made


def _read_no_variables(function: FunctionDef, types: Mapping[int, int], library: Library) -> None:
    """Change a function so that arguments which were variables are their values."""
    handles: dict[str, str] = {}  # how the body names a variable: the argument it came by
    for place, dtype in types.items():
        argument = function.signature.input_arg[place]
        argument.type = dtype
        argument.ClearField("handle_data")
        handles[argument.name] = argument.name
        function.arg_attr.pop(place, None)
    dtypes = {argument.name: argument.type for argument in function.signature.input_arg}
    nodes, values = _without_reads(list(function.node_def), handles)
    kept: list[NodeDef] = []
    for node in nodes:
        variables = {place: dtypes[handles[each]] for place, each in enumerate(node.input) if each in handles}
        inputs = [values.get(each, each) for each in node.input if not _waits_for(each, values)]
        del node.input[:]
        node.input.extend(inputs)
        if not variables:
            kept.append(node)
        elif node.op in GATHERS:
            kept.extend(gather(node, variables[0], ":output:0"))
        else:
            library.take_values(node, variables)
            kept.append(node)
    del function.node_def[:], function.signature.control_output[:]
    function.control_ret.clear()
    function.attr.pop(_INPUT_SHAPES, None)
    function.node_def.extend(kept)
    for result in function.signature.output_arg:
        source = function.ret[result.name]
        function.ret[result.name] = values.get(source, source)
        if source in handles:
            result.type = dtypes[handles[source]]
            result.ClearField("handle_data")


def _without_reads(nodes: list[NodeDef], handles: dict[str, str]) -> tuple[list[NodeDef], dict[str, str]]:
    """The nodes but for those that read a variable or pass it on, and which argument stands for what these gave.

    Names of variables that are passed on are added to ``handles``.
    """
    values: dict[str, str] = dict(handles)
    before = -1
    while len(nodes) != before:  # the order of a body's nodes says nothing
        before, left = len(nodes), []
        for node in nodes:
            source = handles.get(node.input[0]) if node.input else None
            if source and node.op == "ReadVariableOp":
                values[f"{node.name}:value:0"] = source
            elif source and node.op == "Identity":
                handles[f"{node.name}:output:0"] = values[f"{node.name}:output:0"] = source
            else:
                left.append(node)
        nodes = left
    return nodes, values


def _waits_for(source: str, values: Mapping[str, str]) -> bool:
    """Whether an input only says to wait for a node that is gone."""
    name = source.removeprefix("^")
    return name != source and (f"{name}:value:0" in values or f"{name}:output:0" in values)


def gather(node: NodeDef, dtype: int, output: str = "") -> list[NodeDef]:
    """The nodes that gather from a value what ``node`` gathered from a variable.

    Args:
        node: takes the value already.
        dtype: the value's ``DataType``.
        output: what stands behind a node's name where another takes its tensor.
    """
    made = NodeDef(name=node.name, op=GATHERS[node.op], input=list(node.input))
    made.attr["Tparams"].type = dtype
    made.attr["Tindices"].CopyFrom(node.attr["Tindices"])
    if node.op != "ResourceGather":
        return [made]
    batch = node.attr["batch_dims"].i if "batch_dims" in node.attr else 0
    axis = NodeDef(name=f"{node.name}/axis", op="Const")
    made.input.append(f"{axis.name}{output}")
    axis.attr["dtype"].type = DT_INT32
    axis.attr["value"].tensor.dtype = DT_INT32
    axis.attr["value"].tensor.int_val.append(batch)
    axis.attr["value"].tensor.tensor_shape.SetInParent()
    made.attr["Taxis"].type = DT_INT32
    made.attr["batch_dims"].i = batch
    return [axis, made]


def _named(node: NodeDef) -> Iterator[str]:
    """Names of the functions a node may call."""
    yield node.op
    for attribute in node.attr.values():
        yield from _functions(attribute)


def _functions(attribute: AttrValue) -> Iterator[str]:
    if attribute.HasField("func"):
        yield attribute.func.name
    elif attribute.HasField("list"):
        yield from (function.name for function in attribute.list.func)


def _unusable(node: NodeDef) -> EngineError:
    return EngineError(
        f"The operation '{node.name}' ({node.op}) does something else with a variable than read it, so the model "
        "cannot be used as a body: it can be looked at only."
    )

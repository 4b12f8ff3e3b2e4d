"""What is known of every layer and block in figures: parameters, work, memory, dtype, receptive field."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector.graph.blocks import Block
from inspector.graph.calls import calls
from inspector.graph.facts import trainable_parameters
from inspector.graph.flow import Inputs
from inspector.graph.layers.arithmetic import other_operations
from inspector.graph.layers.call import Call, UnknownError
from inspector.graph.layers.dtypes import BYTES, output_dtype
from inspector.graph.layers.keras_names import modern
from inspector.graph.layers.work import Work, multiply_adds, values
from inspector.graph.leaf_edges import leaf_edges
from inspector.graph.model import Layer, ModelGraph, Shape
from inspector.graph.order import topological
from inspector.graph.receptive_field import ReceptiveField, largest, receptive_fields
from inspector.graph.shapes import MALFORMED, output_shapes

_TOO_LARGE = 2**63


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures of a layer, or of everything in a block, for one sample; ``None`` where one does not follow.

    Attributes:
        parameters: values in all weights.
        trainable_parameters: those that training changes.
        macs: multiply-adds of convolutions and matrix products, of all calls together.
        flops: floating-point operations: twice the multiply-adds, and those of ``layers.arithmetic``.
        activation_bytes: memory of the tensors it gives.
        dtype: of these tensors; of a block, where all its layers have the same.
        receptive_field: of its output; of a block, the largest where tensors leave it.
    """

    parameters: int | None
    trainable_parameters: int | None
    macs: int | None
    flops: int | None
    activation_bytes: int | None
    dtype: str | None
    receptive_field: ReceptiveField | None


class FactSheet:
    """The facts of a graph, worked out once.

    Args:
        graph: with the shapes and weights that are known.
    """

    def __init__(self, graph: ModelGraph) -> None:
        self._graph = graph
        self._after: dict[str, list[str]] = defaultdict(list)
        before: dict[str, list[str]] = defaultdict(list)
        for edge in leaf_edges(graph):
            self._after[edge.source].append(edge.target)
            before[edge.target].append(edge.source)
        called = calls(graph, output_shapes)
        fields = receptive_fields(graph)
        dtypes = _dtypes(graph, before)
        self._of_leaf = {
            leaf.path: _leaf_facts(leaf, called.get(leaf.path), dtypes[leaf.path], fields.get(leaf.path))
            for leaf in graph.leaves
        }

    def of(self, path: str) -> Facts:
        """Facts of a layer or of everything in a nested model; raises KeyError where there is none of this path."""
        if path in self._of_leaf:
            return self._of_leaf[path]
        return self.together(leaf.path for leaf in self._graph.inside(self._graph.by_path[path].path))

    def of_block(self, block: Block) -> Facts:
        """Facts of everything in a block."""
        return self.together(block.layers)

    def of_model(self) -> Facts:
        """Facts of the whole model."""
        return self.together(self._of_leaf)

    def exits(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of these leaves that tensors leave the others from, or the model."""
        inside = dict.fromkeys(paths)
        return tuple(
            path
            for path in inside
            if not self._after.get(path) or any(other not in inside for other in self._after[path])
        )

    def together(self, paths: Iterable[str]) -> Facts:
        """Facts of these leaves as one."""
        inside = dict.fromkeys(paths)
        facts = [self._of_leaf[path] for path in inside]
        dtypes = {each.dtype for each in facts}
        return Facts(
            parameters=_sum(each.parameters for each in facts),
            trainable_parameters=_sum(each.trainable_parameters for each in facts),
            macs=_sum(each.macs for each in facts),
            flops=_sum(each.flops for each in facts),
            activation_bytes=_sum(each.activation_bytes for each in facts),
            dtype=dtypes.pop() if len(dtypes) == 1 else None,
            receptive_field=largest(self._of_leaf[path].receptive_field for path in self.exits(inside)),
        )


def _sum(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _leaf_facts(leaf: Layer, called: Counter[Inputs] | None, dtype: str | None, field: ReceptiveField | None) -> Facts:
    macs = flops = size = None
    if called is not None:
        works = {inputs: _work(leaf, inputs, len(called) == 1 and times == 1) for inputs, times in called.items()}
        macs = _times(called, {inputs: _multiply_adds(work) for inputs, work in works.items()})
        other = _times(called, {inputs: _other(work) for inputs, work in works.items()})
        flops = None if macs is None or other is None else 2 * macs + other
        size = _times(called, {inputs: _values(work.outputs) for inputs, work in works.items()})
    known = leaf.weights is not None
    return Facts(
        parameters=sum(weight.parameters for weight in leaf.weights or ()) if known else None,
        trainable_parameters=trainable_parameters(leaf) if known else None,
        macs=macs,
        flops=flops,
        activation_bytes=None if size is None or dtype is None else size * BYTES[dtype],
        dtype=dtype,
        receptive_field=field,
    )


def _times(called: Mapping[Inputs, int], each: Mapping[Inputs, int | None]) -> int | None:
    return _sum(None if (found := each[inputs]) is None else found * times for inputs, times in called.items())


def _work(leaf: Layer, inputs: Inputs, once: bool) -> Work:
    """One call. What the file says of outputs holds for the only call; for others they follow from the config."""
    call = Call(*modern(leaf.class_name, leaf.config), inputs)
    if leaf.class_name == "InputLayer" and leaf.parent:
        return Work(call, (), ((1, 0),))  # what enters a nested model is there already
    given = leaf.output_shapes if once and leaf.output_shapes else output_shapes(leaf, inputs)
    return Work(call, leaf.weights or (), given)


def _multiply_adds(work: Work) -> int | None:
    try:
        return _sound(multiply_adds(work))
    except (UnknownError, *MALFORMED):
        return None


def _other(work: Work) -> int | None:
    try:
        return _sound(other_operations(work))
    except (UnknownError, *MALFORMED):
        return None


def _values(shapes: tuple[Shape, ...]) -> int | None:
    try:
        return _sound(sum(map(values, shapes))) if shapes else None
    except UnknownError:
        return None


def _sound(number: int) -> int | None:
    """The number unless only a config that makes no sense can lead to it."""
    return number if isinstance(number, int) and 0 <= number < _TOO_LARGE else None


def _dtypes(graph: ModelGraph, before: Mapping[str, list[str]]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    paths = [leaf.path for leaf in graph.leaves]
    for path in topological(paths, before):
        found[path] = output_dtype(graph.by_path[path], [found.get(source) for source in before.get(path, ())])
    return found

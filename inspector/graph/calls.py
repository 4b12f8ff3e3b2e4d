"""How often a model calls each layer, and on tensors of which shapes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from inspector.catalogue import category_of
from inspector.graph.flow import Flow, Inputs, Rule, flow, flow_inside
from inspector.graph.model import Edge, Layer, ModelGraph, Shape

_TAKE_ONE_TENSOR = frozenset(
    {"convolution", "core", "normalization", "activation", "pooling", "regularization", "reshaping", "embedding"}
)
_MOST_MODELS = 2_000


def calls(graph: ModelGraph, rule: Rule) -> Mapping[str, Counter[Inputs]]:
    """For every leaf the shapes of the tensors it takes, with the number of calls that give it these.

    A call of a nested model calls what is in it. Layers that could not be followed are not in the result: those of
    files with thousands of nested models that are called on ever other shapes.

    Args:
        rule: the output shapes of a leaf, empty where they do not follow from its config and inputs.
    """
    return _Counting(graph, rule).count()


class _Counting:
    def __init__(self, graph: ModelGraph, rule: Rule) -> None:
        self._graph = graph
        self._rule = rule
        self._levels: dict[str, list[Layer]] = defaultdict(list)
        for layer in graph.layers:
            self._levels[layer.parent].append(layer)
        self._arriving: dict[str, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            self._arriving[edge.target].append(edge)
        self._models = 0
        self._of_model: dict[tuple[str, Inputs], dict[str, Counter[Inputs]]] = {}

    def count(self) -> dict[str, Counter[Inputs]]:
        return self._inside("", flow(self._graph, self._rule))

    def _inside(self, parent: str, shapes: Flow) -> dict[str, Counter[Inputs]]:
        """Calls of all leaves in one call of a model.

        Args:
            shapes: those of the tensors inside it in this call.
        """
        found: dict[str, Counter[Inputs]] = defaultdict(Counter)
        for layer in self._levels[parent]:
            for inputs in self._calls_of(layer, shapes):
                if layer.kind != "model":
                    found[layer.path][inputs] += 1
                    continue
                for path, counted in self._called(layer, inputs, shapes).items():
                    found[path] += counted
        return found

    def _called(self, model: Layer, inputs: Inputs, around: Flow) -> dict[str, Counter[Inputs]]:
        key = (model.path, inputs)
        if key not in self._of_model:
            self._models += 1
            if self._models > _MOST_MODELS:
                return {}
            by_itself = tuple(next(iter(around.inputs.get(path, ())), None) for path in model.entries)
            if inputs in (by_itself, ()) or None in inputs:
                shapes = around
            else:
                shapes = flow_inside(self._graph, self._rule, model, inputs)
            self._of_model[key] = self._inside(model.path, shapes)
        return self._of_model[key]

    def _calls_of(self, layer: Layer, shapes: Flow) -> list[Inputs]:
        arriving = [_shape(shapes, edge) for edge in self._arriving[layer.path]]
        if not arriving:
            return [shapes.inputs.get(layer.path, ())]
        size = _tensors_of_one_call(layer, arriving)
        if len(arriving) <= size:
            return [shapes.inputs.get(layer.path, tuple(arriving))]
        return [tuple(arriving[first : first + size]) for first in range(0, len(arriving), size)]


def _tensors_of_one_call(layer: Layer, arriving: Sequence[object]) -> int:
    if layer.kind == "model":
        return len(layer.entries) or len(arriving)
    if category_of(layer.class_name) in _TAKE_ONE_TENSOR:
        return 1
    return len(layer.input_shapes) or len(arriving)


def _shape(shapes: Flow, edge: Edge) -> Shape | None:
    given = shapes.outputs.get(edge.source, ())
    found = given[edge.source_index] if edge.source_index < len(given) else None
    return found or edge.shape

"""Shapes that flow through a graph: what goes into and comes out of every layer, nested models included."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from inspector.graph.model import Edge, Layer, ModelGraph, Shape
from inspector.graph.order import topological

Inputs = tuple[Shape | None, ...]
Rule = Callable[[Layer, Inputs], tuple[Shape, ...]]


@dataclass(frozen=True, slots=True)
class Flow:
    """Shapes by layer path: of the tensors a layer takes when first called, and of those it gives."""

    inputs: dict[str, Inputs] = field(default_factory=dict)
    outputs: dict[str, tuple[Shape, ...]] = field(default_factory=dict)


def flow(graph: ModelGraph, rule: Rule) -> Flow:
    """Follow the shapes through a graph, keeping what its file says.

    Args:
        graph: any graph; layers that feed each other in a circle get the shapes that can be known.
        rule: the output shapes of a leaf, empty where they do not follow from its config and inputs.
    """
    found = Flow()
    _following(graph, rule).follow("", {}, found)
    return found


def flow_inside(graph: ModelGraph, rule: Rule, model: Layer, inputs: Inputs) -> Flow:
    """The shapes in a nested model when tensors of other shapes enter it than it was made for."""
    found = Flow()
    _following(graph, rule).follow(model.path, _by_entry(model, inputs), found)
    return found


def _following(graph: ModelGraph, rule: Rule) -> _Following:
    levels: dict[str, list[str]] = defaultdict(list)
    for layer in graph.layers:
        levels[layer.parent].append(layer.path)
    order = {parent: topological(paths, graph.predecessors) for parent, paths in levels.items()}
    arriving: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        arriving[edge.target].append(edge)
    return _Following(graph, rule, order, arriving)


@dataclass(frozen=True, slots=True)
class _Following:
    graph: ModelGraph
    rule: Rule
    order: Mapping[str, Sequence[str]]
    arriving: Mapping[str, Sequence[Edge]]

    def follow(self, parent: str, given: Mapping[str, Shape], found: Flow) -> None:
        """Find the shapes of all layers in one model.

        Args:
            parent: path of the model.
            given: shapes that enter it from outside, by the path of the layer they enter. They count more than the
                shapes in the file, which are those of the model by itself.
        """
        for path in self.order.get(parent, ()):
            layer = self.graph.by_path[path]
            found.inputs[path] = (given[path],) if path in given else self._inputs(layer, found)
            found.outputs[path] = self._outputs(layer, bool(given), found)

    def _inputs(self, layer: Layer, found: Flow) -> Inputs:
        shapes = [_at(found.outputs.get(edge.source, ()), edge.source_index) for edge in self.arriving[layer.path]]
        built = layer.input_shapes
        if not shapes:
            return built
        if len(shapes) == len(built):
            return tuple(shape or known for shape, known in zip(shapes, built, strict=True))
        tensors_of_one_call = len(layer.entries) or len(built) or len(shapes)
        return tuple(shapes[:tensors_of_one_call])

    def _outputs(self, layer: Layer, changed: bool, found: Flow) -> tuple[Shape, ...]:
        inputs = found.inputs[layer.path]
        if layer.kind == "model":
            if changed:
                self.follow(layer.path, _by_entry(layer, inputs), found)
                return _leaving(layer, found)
            through = self._through(layer, inputs, found)
            return layer.output_shapes or through
        if layer.output_shapes and not changed:
            return layer.output_shapes
        if layer.class_name == "InputLayer":
            return tuple(shape for shape in inputs if shape is not None) or layer.output_shapes
        return self.rule(layer, inputs) or layer.output_shapes

    def _through(self, model: Layer, arriving: Inputs, found: Flow) -> tuple[Shape, ...]:
        """Shapes a nested model gives for those that arrive; inside it stand those of the model by itself."""
        outside = _by_entry(model, arriving)
        unsaid = {path: shape for path, shape in outside.items() if not self._says_its_shape(path)}
        self.follow(model.path, unsaid, found)
        by_itself = {path: found.inputs[path] or found.outputs[path] for path in model.entries if path in found.inputs}
        if all(by_itself.get(path) == (shape,) for path, shape in outside.items()):
            return _leaving(model, found)
        called = Flow()
        self.follow(model.path, outside, called)
        return _leaving(model, called)

    def _says_its_shape(self, path: str) -> bool:
        layer = self.graph.by_path[path]
        if layer.kind == "model":
            return all(self._says_its_shape(entry) for entry in layer.entries)
        return bool(layer.input_shapes or (layer.class_name == "InputLayer" and layer.output_shapes))


def _by_entry(model: Layer, arriving: Inputs) -> dict[str, Shape]:
    return {path: shape for path, shape in zip(model.entries, arriving, strict=False) if shape is not None}


def _leaving(model: Layer, found: Flow) -> tuple[Shape, ...]:
    """The outputs of a model; a layer that is listed again gives its next tensor."""
    times: Counter[str] = Counter()
    shapes: list[Shape] = []
    for path in model.exits:
        shape = _at(found.outputs.get(path, ()), times[path])
        if shape is None:
            return ()
        shapes.append(shape)
        times[path] += 1
    return tuple(shapes)


def _at(shapes: Sequence[Shape], index: int) -> Shape | None:
    return shapes[index] if index < len(shapes) else None

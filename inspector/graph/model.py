"""The data every room shares: a model as layers and edges, as frozen values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Shape = tuple[int | None, ...]
"""A tensor's shape, batch axis first; ``None`` where the size is not fixed."""

Level = Literal["info", "warning", "error"]
Kind = Literal["layer", "operation", "model"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth telling a person about a file or a recipe.

    ``code`` is a stable word for programs (``"head-too-small"``), ``layer`` the path it is about
    (empty: the whole model), ``text`` a sentence that says what was expected, what was found and what to do.
    ``detail`` is what may be shown below it, in several lines: the code a file holds.
    """

    level: Level
    code: str
    text: str
    layer: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """One variable of a layer: its name inside the layer (``kernel``), full shape and dtype.

    ``key`` is what its values are found by in its file; empty where the file was not looked into for it.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str = "float32"
    trainable: bool = True
    key: str = field(default="", compare=False)

    @property
    def parameters(self) -> int:
        """How many values it holds."""
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the file, once, however often the model calls it.

    Attributes:
        path: the name, inside nested models joined with ``/``: ``"encoder/conv1"``. Unique in a graph.
        name: the layer's own name.
        class_name: Keras' class name, e.g. ``"Conv2D"``.
        kind: ``layer``; ``operation`` for a bare ``keras.ops`` node; ``model`` for a nested model, whose
            layers follow it in ``ModelGraph.layers``. A wrapper (Bidirectional) is one ``layer``.
        config: the layer's Keras config, as in the file.
        trainable: the layer's own flag. A nested model's flag is true unless everything in it is frozen.
        inputs: paths of the layers whose tensors it takes, in order, siblings inside the same model.
        input_shapes: the shapes it was built for, where the file says so; else empty.
        output_shapes: one shape per output tensor; empty where unknown.
        weights: its variables, ``None`` where they are not known. A nested model has none of its own.
        entries, exits: for ``model``: paths of its inner input and output layers, in order.
    """

    path: str
    name: str
    class_name: str
    kind: Kind = "layer"
    config: Mapping[str, Any] = field(default_factory=dict)
    trainable: bool = True
    inputs: tuple[str, ...] = ()
    output_shapes: tuple[Shape, ...] = ()
    dtype: str = "float32"
    weights: tuple[Weight, ...] | None = None
    module: str = ""
    registered_name: str = ""
    entries: tuple[str, ...] = ()
    exits: tuple[str, ...] = ()
    input_shapes: tuple[Shape, ...] = ()

    @property
    def parent(self) -> str:
        """Path of the nested model it lives in; empty at the top."""
        return self.path[: -len(self.name)].rstrip("/")

    @property
    def output_shape(self) -> Shape | None:
        """Shape of the first output tensor."""
        return self.output_shapes[0] if self.output_shapes else None

    @property
    def taken_shape(self) -> Shape | None:
        """As the first layer of a model, the shape of what the model takes: not every one begins with an InputLayer."""
        shapes = (
            self.output_shapes if self.class_name == "InputLayer" or self.kind == "operation" else self.input_shapes
        )
        return shapes[0] if shapes else None


@dataclass(frozen=True, slots=True)
class Edge:
    """A tensor that flows from one layer to a sibling: output ``source_index`` of ``source`` into ``target``."""

    source: str
    target: str
    shape: Shape | None = None
    source_index: int = 0


@dataclass(frozen=True)
class ModelGraph:
    """A whole model as its file describes it.

    ``layers`` has every layer once in the file's order, a nested model directly followed by its layers.
    ``edges`` join siblings; to cross into a nested model follow its ``entries`` and ``exits``.
    ``inputs`` and ``outputs`` are paths of top-level layers.
    """

    name: str
    class_name: str
    layers: tuple[Layer, ...]
    edges: tuple[Edge, ...]
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    file: str = ""
    format: str = ""
    written_by: str = ""
    compile_config: Mapping[str, Any] | None = None
    notes: tuple[Note, ...] = ()

    @cached_property
    def by_path(self) -> Mapping[str, Layer]:
        """Every layer by its path."""
        return {layer.path: layer for layer in self.layers}

    @cached_property
    def predecessors(self) -> Mapping[str, tuple[str, ...]]:
        """Path to the paths it takes tensors from, each once, in order."""
        return _neighbours(self.layers, ((edge.target, edge.source) for edge in self.edges))

    @cached_property
    def successors(self) -> Mapping[str, tuple[str, ...]]:
        """Path to the paths that take its tensors, each once, in order."""
        return _neighbours(self.layers, ((edge.source, edge.target) for edge in self.edges))

    @cached_property
    def leaves(self) -> tuple[Layer, ...]:
        """Every layer that is not a nested model: what can hold weights."""
        return tuple(layer for layer in self.layers if layer.kind != "model")

    def inside(self, path: str) -> tuple[Layer, ...]:
        """The leaf itself, or all leaves of the nested model at ``path``."""
        layer = self.by_path.get(path)
        if layer is not None and layer.kind != "model":
            return (layer,)  # Keras 2 allows "/" in names: "conv" is no parent of "conv/bn"
        return tuple(leaf for leaf in self.leaves if leaf.path.startswith(path + "/"))


def _neighbours(layers: tuple[Layer, ...], pairs: Any) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {layer.path: {} for layer in layers}
    for key, other in pairs:
        found[key][other] = None
    return {key: tuple(others) for key, others in found.items()}

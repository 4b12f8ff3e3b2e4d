"""The head of a model: the last layer with weights before an output, and the weightless layers behind it."""

from __future__ import annotations

from dataclasses import dataclass

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.configs import innermost
from inspector.recipe.dropouts import is_dropout
from inspector.recipe.refusal import EditError

_UNITS = {"Dense": "units", "Conv1D": "filters", "Conv2D": "filters", "Conv3D": "filters"}
_POOLING = {f"Global{kind}Pooling{rank}D" for kind in ("Average", "Max") for rank in (1, 2, 3)}
_PASSING = _POOLING | {"Flatten", "Reshape", "Identity"}
_ACTIVATION_CLASSES = {
    "Softmax": "softmax",
    "ReLU": "relu",
    "Relu": "relu",
    "LeakyReLU": "leaky_relu",
    "LeakyRelu": "leaky_relu",
    "ELU": "elu",
    "Elu": "elu",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "LogSoftmax": "log_softmax",
    "HardSigmoid": "hard_sigmoid",
    "Gelu": "gelu",
    "Silu": "silu",
}

ACTIVATIONS = (
    "softmax",
    "sigmoid",
    "linear",
    "relu",
    "tanh",
    "elu",
    "exponential",
    "gelu",
    "hard_sigmoid",
    "hard_silu",
    "leaky_relu",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu6",
    "selu",
    "silu",
    "softplus",
    "softsign",
)
"""Activations a head can have, by Keras' names, the usual ones first: https://keras.io/api/layers/activations/."""

INITIALIZERS = (
    "glorot_uniform",
    "glorot_normal",
    "he_uniform",
    "he_normal",
    "lecun_uniform",
    "lecun_normal",
    "random_uniform",
    "random_normal",
    "truncated_normal",
    "orthogonal",
    "zeros",
)
"""What a head's fresh kernel can be drawn from, by Keras' names: https://keras.io/api/layers/initializers/."""


@dataclass(frozen=True, slots=True)
class Head:
    """What makes one output of a model.

    Attributes:
        output: path of the output layer.
        layer: path of the last layer with weights, the one with the units.
        tail: paths of the layers behind it up to the output, in order: activation, pooling, reshape.
        units: how many values it gives; ``None`` where the config does not say.
        activation: by Keras' name; ``"linear"`` where there is none, ``""`` where it is a custom one.
    """

    output: str
    layer: str
    tail: tuple[str, ...]
    units: int | None
    activation: str


def find_head(graph: ModelGraph, output: str) -> Head:
    """The head that makes the output at ``output``, a path of ``graph.outputs``.

    Raises:
        EditError: several tensors are merged behind the last weights, or there are no weights.
    """
    tail: list[str] = []
    path = output
    while is_tail(layer := graph.by_path[path]):
        sources = graph.predecessors[path]
        if len(sources) != 1:
            found = "no layer with weights" if not sources else f"'{path}', which merges {len(sources)} tensors"
            raise EditError(f"Expected one layer with weights to make the output '{output}', found {found}.")
        tail.insert(0, path)
        path = sources[0]
    if layer.class_name == "InputLayer":
        raise EditError(f"Expected a layer with weights between the input and the output '{output}', found none.")
    if len(graph.predecessors[path]) > 1 and units_key(layer) is None:
        raise EditError(
            f"The output '{output}' is made by '{path}' ({layer.class_name}), which merges "
            f"{len(graph.predecessors[path])} tensors: there is no single head to replace."
        )
    _, config = innermost(layer)
    units = config.get(units_key(layer) or "units")
    return Head(output, path, tuple(tail), units if isinstance(units, int) else None, output_activation(graph, output))


def output_activation(graph: ModelGraph, output: str) -> str:
    """Keras' name of the activation behind an output; ``"linear"`` without one, ``""`` for a custom one."""
    layer = graph.by_path[output]
    while True:
        if layer.kind == "model" and layer.exits:
            layer = graph.by_path[layer.exits[0]]
        elif is_tail(layer) and not is_activation(layer) and graph.predecessors[layer.path]:
            layer = graph.by_path[graph.predecessors[layer.path][0]]
        else:
            return activation_of(layer)


def units_key(layer: Layer) -> str | None:
    """The config's field with the number of outputs where the layer can be a head that is made again, else ``None``."""
    class_name, _ = innermost(layer)
    return _UNITS.get(class_name) if layer.class_name in {class_name, "TimeDistributed"} else None


def is_tail(layer: Layer) -> bool:
    """Whether a layer may stand behind a head: it has no weights and keeps the units apart."""
    return is_dropout(layer) or layer.class_name in _PASSING or is_activation(layer)


def is_activation(layer: Layer) -> bool:
    """Whether applying an activation is all the layer or operation does."""
    return layer.class_name == "Activation" or layer.class_name in _ACTIVATION_CLASSES


def activation_of(layer: Layer) -> str:
    """Keras' name of the activation a layer ends with; ``"linear"`` without one, ``""`` for a custom one."""
    if layer.class_name in _ACTIVATION_CLASSES:
        return _ACTIVATION_CLASSES[layer.class_name]
    value = innermost(layer)[1].get("activation") or "linear"
    return value if isinstance(value, str) else ""

"""Layers that hold another layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from inspector.graph.layers.call import Call, ShapeRule, UnknownError, WeightRule, weights
from inspector.graph.layers.keras_names import modern
from inspector.graph.model import Shape, Weight


@dataclass(frozen=True, slots=True)
class Rules:
    """The doors to every family: shapes and weights of any layer, for the one that is held."""

    shapes: ShapeRule
    weights: WeightRule


def _held(call: Call, setting: str = "layer") -> Call:
    """The call of the layer inside, on the wrapper's own inputs."""
    layer = call.config.get(setting)
    if not isinstance(layer, Mapping):
        raise UnknownError("the layer inside")
    return Call(*modern(str(layer["class_name"]), layer["config"]), call.inputs)


def _per_step(call: Call) -> Call:
    return _held(call).with_input((call.input[0], *call.input[2:]))


def _time_distributed(call: Call, rules: Rules) -> tuple[Shape, ...]:
    return tuple((*call.input[:2], *shape[1:]) for shape in rules.shapes(_per_step(call)))


def _time_distributed_weights(call: Call, rules: Rules) -> tuple[Weight, ...]:
    return rules.weights(_per_step(call))


def _bidirectional(call: Call, rules: Rules) -> tuple[Shape, ...]:
    output, *states = rules.shapes(_held(call).with_input(call.input))
    mode = call.config.get("merge_mode", "concat")
    if mode is None:
        return (output, output, *states, *states)
    last = output[-1]
    joined = (*output[:-1], last * 2 if mode == "concat" and last is not None else last)
    return (joined, *states, *states)


def _bidirectional_weights(call: Call, rules: Rules) -> tuple[Weight, ...]:
    forward = _held(call)
    backward = _held(call, "backward_layer") if call.config.get("backward_layer") else forward
    names = f"forward_{_name(forward)}", f"backward_{_name(backward)}"
    if call.config.get("backward_layer"):
        names = _name(forward), _name(backward)
    return _within(names[0], rules.weights(forward)) + _within(names[1], rules.weights(backward))


def _name(call: Call) -> str:
    return str(call.config.get("name", call.class_name.lower()))


def _within(name: str, made: tuple[Weight, ...]) -> tuple[Weight, ...]:
    return tuple(replace(weight, name=f"{name}/{weight.name}") for weight in made)


def _spectral_normalization(call: Call, rules: Rules) -> tuple[Shape, ...]:
    return rules.shapes(_held(call))


def _spectral_normalization_weights(call: Call, rules: Rules) -> tuple[Weight, ...]:
    kernel, *others = rules.weights(_held(call))
    return (kernel, *weights(("vector_u", (1, kernel.shape[-1])), trainable=False), *others)


def _chain(call: Call) -> list[Mapping[str, Any]]:
    """The layers of a Sequential inside a wrapper."""
    layers = call.config.get("layers")
    if not isinstance(layers, list):
        raise UnknownError("the layers inside")
    return [layer for layer in layers if layer["class_name"] != "InputLayer"]


def _sequential(call: Call, rules: Rules) -> tuple[Shape, ...]:
    given: tuple[Shape, ...] = (call.input,)
    for layer in _chain(call):
        given = rules.shapes(Call(*modern(str(layer["class_name"]), layer["config"]), given))
    return given


def _sequential_weights(call: Call, rules: Rules) -> tuple[Weight, ...]:
    given: tuple[Shape, ...] = (call.input,)
    made: tuple[Weight, ...] = ()
    for layer in _chain(call):
        step = Call(*modern(str(layer["class_name"]), layer["config"]), given)
        made += _within(_name(step), rules.weights(step))
        given = rules.shapes(step)
    return made


SHAPES: dict[str, Callable[[Call, Rules], tuple[Shape, ...]]] = {
    "TimeDistributed": _time_distributed,
    "Bidirectional": _bidirectional,
    "SpectralNormalization": _spectral_normalization,
    "Sequential": _sequential,
}
WEIGHTS: dict[str, Callable[[Call, Rules], tuple[Weight, ...]]] = {
    "TimeDistributed": _time_distributed_weights,
    "Bidirectional": _bidirectional_weights,
    "SpectralNormalization": _spectral_normalization_weights,
    "Sequential": _sequential_weights,
}

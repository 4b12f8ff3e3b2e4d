"""Edits that change a layer where it is: rates, activations, penalties, limits on weights, and other settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.configs import innermost, innermost_class
from inspector.recipe.named_weights import ATTENTIONS
from inspector.recipe.options import Option, options
from inspector.recipe.plan import Plan
from inspector.script.layer_code import value_code
from inspector.script.literals import WIDTH, listed
from inspector.script.places import has_cell, place, wrapped

_VARIABLES = {
    "kernel": "kernel",
    "bias": "bias",
    "recurrent": "recurrent_kernel",
    "depthwise": "depthwise_kernel",
    "pointwise": "pointwise_kernel",
    "embeddings": "embeddings",
    "gamma": "gamma",
    "beta": "beta",
}
"""Name of a weight in a config's fields to the attribute of the layer with its variable."""

_Code = Callable[[Layer, str, Any, str, str], Iterator[str]]
"""Layer, field, value, what stands for the layer and what for its cell, to lines."""

_CONSTRAINT, _REGULARIZER, _ACTIVITY = "_constraint", "_regularizer", "activity_regularizer"
_RATES = ("rate", "dropout")
_ACTIVATIONS = ("activation", "recurrent_activation")


def remade(plan: Plan) -> dict[str, Mapping[str, Any]]:
    """Path to config fields of the layers that have to be made again, since Keras reads the field only once."""
    found: dict[str, Mapping[str, Any]] = {}
    for path, changes in _edited(plan):
        layer = plan.original.by_path[path]
        again = {key: value for key, value in changes.items() if not _in_place(layer, key)}
        if again:
            found[path] = again
    return found


def setting_lines(plan: Plan) -> Iterator[str]:
    """Code that sets rates, activations, penalties and other settings."""
    yield from _alike(plan, _settings)


def limit_lines(plan: Plan) -> Iterator[str]:
    """Code that constrains weights, layers that are held alike together."""
    yield from _alike(plan, _limits)


def held_lines(plan: Plan) -> Iterator[str]:
    """Code that brings the weights of layers that were made, or made again, into their constraints."""
    again = remade(plan)
    fresh = {path for path in plan.created if _is_constrained(plan.graph.by_path[path])}
    fresh |= {path for path, changes in again.items() if any(_is_limit(*change) for change in changes.items())}
    for path in (layer.path for layer in plan.graph.layers if layer.path in fresh):
        yield f"for weight in {place(plan.graph, path)}.weights:"
        yield "    if weight.constraint is not None:"
        yield "        weight.assign(weight.constraint(weight))"


def _edited(plan: Plan) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from ((path, changes) for path, changes in plan.config.items() if path not in plan.created)


def _alike(plan: Plan, code: _Code) -> Iterator[str]:
    """The code for what is set in place, once for all layers that it is the same for."""
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for path, changes in _edited(plan):
        layer = plan.original.by_path[path]
        here = {key: value for key, value in changes.items() if _in_place(layer, key)}
        if lines := tuple(_lines(layer, here, code)):
            alike.setdefault((layer.parent, lines), []).append(path)
    for (parent, lines), paths in alike.items():
        yield from _each_layer(plan.original, paths, parent, lines)


def _lines(layer: Layer, changes: Mapping[str, Any], code: _Code) -> Iterator[str]:
    """The code for one layer in a variable ``layer``, of a Bidirectional for what it wraps each way."""
    cell = ".cell" if has_cell(layer) else ""
    both = layer.class_name == "Bidirectional"
    part = "rnn" if both else wrapped(layer)
    lines = [line for key, value in changes.items() for line in code(layer, key, value, part, cell)]
    if both and lines:
        yield "for rnn in (layer.forward_layer, layer.backward_layer):"
    yield from (f"    {line}" for line in lines) if both else lines


def _each_layer(graph: ModelGraph, paths: list[str], parent: str, lines: tuple[str, ...]) -> Iterator[str]:
    if len(paths) == 1:
        only = lines[0].replace("layer.", f"{place(graph, paths[0])}.", 1)
        if len(lines) == 1 and lines[0].count("layer.") == 1 and len(only) <= WIDTH:
            yield only
            return
        yield f"layer = {place(graph, paths[0])}"
        yield from lines
        return
    names = [graph.by_path[path].name for path in paths]
    around = place(graph, parent) if parent else "model"
    yield listed(names, "(", ")", before="for name in ", after=":")
    yield f"    layer = {around}.get_layer(name)"
    yield from (f"    {line}" for line in lines)


def _settings(layer: Layer, key: str, value: Any, part: str, cell: str) -> Iterator[str]:
    if key.endswith(_CONSTRAINT):
        return
    if key == _ACTIVITY:
        yield f"{part}.{key} = {value_code(value)}"
    elif key.endswith(_REGULARIZER):
        variable = _variable(layer, key.removesuffix(_REGULARIZER))
        said = "None" if value is None else "penalty"
        if value is not None:
            yield f"penalty = {value_code(value)}"
        yield f"{part}{cell}.{key} = {part}{cell}.{variable}.regularizer = {said}"
    else:
        said = f"keras.activations.{value}" if key in _ACTIVATIONS else value_code(value)
        yield f"{part}{cell}.{key} = {said}"


def _limits(layer: Layer, key: str, value: Any, part: str, cell: str) -> Iterator[str]:
    if not key.endswith(_CONSTRAINT):
        return
    variable = _variable(layer, key.removesuffix(_CONSTRAINT))
    if value is None:
        yield f"{part}{cell}.{key} = {part}{cell}.{variable}.constraint = None"
        return
    yield f"limit = {value_code(value)}"
    yield f"{part}{cell}.{key} = {part}{cell}.{variable}.constraint = limit"
    yield f"{part}{cell}.{variable}.assign(limit({part}{cell}.{variable}))"


def _variable(layer: Layer, weight: str) -> str:
    if weight == "depthwise" and innermost_class(layer).startswith("DepthwiseConv"):
        return "kernel"
    return _VARIABLES[weight]


def _in_place(layer: Layer, key: str) -> bool:
    """Whether Keras looks at a field of the config again each time it uses the layer.

    A dropout that dropped nothing has no generator of random numbers, attention hands on what it is given when it is
    made, and a recurrent layer chooses by its recurrent dropout how it computes.
    """
    class_name, config = innermost(layer)
    if class_name in ATTENTIONS or (class_name.endswith("Attention") and key in _RATES):
        return False
    if key == "rate":
        return bool(config.get(key))
    if key.endswith((_CONSTRAINT, _REGULARIZER)) or key in (*_RATES, "activation"):
        return True
    option = next((option for option in options(layer) if option.name == key), None)
    return option is not None and not _is_made_again(option, config)


def _is_made_again(option: Option, config: Mapping[str, Any]) -> bool:
    before = option.made_again_from
    return option.made_again or (before is not None and option.value_in(config) == before)


def _is_limit(key: str, value: Any) -> bool:
    return key.endswith(_CONSTRAINT) and value is not None


def _is_constrained(layer: Layer) -> bool:
    return any(_is_limit(*field) for field in innermost(layer)[1].items())

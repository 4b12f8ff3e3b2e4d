"""Layers that are made again, because Keras reads a setting of theirs only then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.graph.model import ModelGraph
from inspector.recipe.configs import innermost_class
from inspector.script.layer_code import value_code
from inspector.script.levels import Level
from inspector.script.literals import WIDTH, literal, one_each

_WRAPPED = ("layer", "backward_layer")


def made_again(level: Level, graph: ModelGraph) -> Iterator[str]:
    """Code that makes layers anew with other settings, as ``remade``; ``source`` keeps the old ones."""
    if not level.again:
        return
    wrapping = [path for path in level.again if innermost_class(graph.by_path[path]) != graph.by_path[path].class_name]
    yield "# These settings are read only when a layer is made, so the layers are made again."
    yield f"source = {level.variable}"
    plain = {path: changes for path, changes in level.again.items() if path not in wrapping}
    if plain:
        yield "remade = {"
        for path, changes in plain.items():
            name = literal(graph.by_path[path].name)
            items = [f"{literal(key)}: {value_code(value)}" for key, value in changes.items()]
            line = f"    {name}: {{{', '.join(items)}}},"
            yield line if len(line) <= WIDTH else one_each(f"    {name}: {{", items, "    },", 4)
        yield "}"
        yield "for name, changes in remade.items():"
        yield "    old = source.get_layer(name)"
        yield "    remade[name] = type(old).from_config({**old.get_config(), **changes})"
    else:
        yield "remade = {}"
    for path in wrapping:
        yield from _with_another_inside(graph, path, level.again[path])
    yield ""


def weights_back(level: Level) -> Iterator[str]:
    """Code that gives the layers of ``remade`` the weights of the ones they stand for."""
    if level.again:
        yield "for name, layer in remade.items():"
        yield "    layer.set_weights(source.get_layer(name).get_weights())"


def _with_another_inside(graph: ModelGraph, path: str, changes: Mapping[str, Any]) -> Iterator[str]:
    layer = graph.by_path[path]
    yield f"old = source.get_layer({literal(layer.name)})"
    yield "config = old.get_config()"
    for key in _WRAPPED:
        if isinstance(layer.config.get(key), Mapping):
            for name, value in changes.items():
                yield f'config["{key}"]["config"]["{name}"] = {value_code(value)}'
    yield f"remade[{literal(layer.name)}] = type(old).from_config(config)"

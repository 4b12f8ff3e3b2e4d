"""A sequential model as the list of its layers, those that stay taken from the old one."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.graph.model import Layer
from inspector.recipe.plan import Plan
from inspector.script.layer_code import layer_call
from inspector.script.levels import Level
from inspector.script.literals import literal
from inspector.script.remaking import made_again, weights_back


def list_lines(plan: Plan, level: Level, seed: int) -> Iterator[str]:
    """Code that makes the list anew; new layers with weights of the whole model begin from the seed."""
    index = {layer.path: number for number, layer in enumerate(level.layers(plan.whole))}
    replaced = {new.path for new in plan.replaced}
    inner = {each.path: each for each in level.inner}
    yield from made_again(level, plan.original)
    final = level.layers(plan.graph)
    fresh = [layer for layer in final if layer.path in plan.created and layer.weights != ()]
    for layer in fresh:
        yield f"keras.utils.set_random_seed({seed})"
        yield layer_call(layer.class_name, {**layer.config, "name": layer.name}, before="head = ")
    yield f"{level.variable} = keras.Sequential("
    yield "    ["
    start = end = None
    yield f"        {level.variable}.inputs[0],"
    for layer in final:
        if layer.path in index and layer.path not in {*plan.created, *level.again, *replaced, *inner}:
            number = index[layer.path]
            if end != number:
                yield from _slice(level.variable, start, end)
                start = number
            end = number + 1
            continue
        yield from _slice(level.variable, start, end)
        start = end = None
        if layer.path in inner:
            yield f"        {inner[layer.path].variable},"
        else:
            yield "        head," if layer in fresh else _item(layer, level)
    yield from _slice(level.variable, start, end)
    yield "    ],"
    yield f"    name={literal(level.name)},"
    yield ")"
    yield from weights_back(level)


def _item(layer: Layer, level: Level) -> str:
    if layer.path in level.again:
        return f"        remade[{literal(layer.name)}],"
    return layer_call(layer.class_name, {**layer.config, "name": layer.name}, indent=8) + ","


def _slice(variable: str, start: int | None, end: int | None) -> Iterator[str]:
    if start is not None and end is not None:
        yield (
            f"        {variable}.layers[{start}],"
            if end == start + 1
            else f"        *{variable}.layers[{start or ''}:{end}],"
        )

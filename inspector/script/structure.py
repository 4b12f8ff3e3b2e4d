"""Edits that give the model other layers: a head, dropouts put in, layers made again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.configs import innermost_class
from inspector.recipe.plan import HeadPlan, Insertion, Plan
from inspector.script.errors import ScriptError
from inspector.script.layer_code import layer_call, value_code
from inspector.script.literals import WIDTH, listed, literal, one_each
from inspector.script.settings import remade


def refuse_inner(plan: Plan) -> None:
    """Refuse what needs a nested model or a wrapper built anew.

    Raises:
        ScriptError: an edit puts a layer into a nested model, or makes one in it or in a wrapper again.
    """
    for path in remade(plan):
        layer = plan.original.by_path[path]
        if innermost_class(layer) != layer.class_name:
            raise ScriptError(
                f"The edit of '{path}' makes what this {layer.class_name} wraps anew, which takes more than a short "
                "script: write the edited model with `inspector apply`, or take this edit back."
            )
    places = [insertion.after for insertion in plan.insertions] + list(remade(plan))
    places += [new.path for new in plan.replaced]
    for path in places:
        place = plan.graph.by_path.get(path)
        if place is not None and place.parent:
            raise ScriptError(
                f"The edit of '{path}' builds the nested model '{place.parent}' anew, which takes more than a short "
                "script: write the edited model with `inspector apply`, or take this edit back."
            )


def sequential_lines(plan: Plan, seed: int) -> Iterator[str]:
    """A Sequential as the list of its layers, those that stay taken from the old one."""
    if not (plan.insertions or plan.heads or plan.replaced or remade(plan)):
        return
    graph = plan.original
    index = {layer.path: number for number, layer in enumerate(_listed(graph))}
    again = remade(plan)
    yield from _made_again(plan, again)
    fresh = [layer for layer in _listed(plan.graph) if layer.path in plan.created and layer.weights != ()]
    for layer in fresh:
        yield f"keras.utils.set_random_seed({seed})"
        yield layer_call(layer.class_name, {**layer.config, "name": layer.name}, before="head = ")
    yield "model = keras.Sequential("
    yield "    ["
    start = end = None
    yield "        model.inputs[0],"
    for layer in _listed(plan.graph):
        stays = layer.path in index and layer.path not in plan.created and layer.path not in again
        if stays and layer.path not in {new.path for new in plan.replaced}:
            number = index[layer.path]
            if end != number:
                yield from _slice(start, end)
                start = number
            end = number + 1
            continue
        yield from _slice(start, end)
        start = end = None
        yield "        head," if layer in fresh else _new_item(layer, again)
    yield from _slice(start, end)
    yield "    ],"
    yield f"    name={literal(graph.name)},"
    yield ")"
    yield from _weights_back(again)


def head_lines(plan: Plan, head: HeadPlan, seed: int) -> Iterator[str]:
    """A new end of a functional model, as the tensor ``outputs``."""
    graph = plan.graph
    if head.rebuilt:
        old = literal(plan.original.by_path[head.rebuilt].name)
        yield f"features = model.get_layer({old}).input"
        yield f"keras.utils.set_random_seed({seed})"
        yield _call(graph.by_path[head.rebuilt], "features")
        replaced = {new.path for new in plan.replaced}
        for path in _behind(plan.original, head.rebuilt, head.output):
            layer = graph.by_path[path]
            if path in replaced or path in plan.config:
                yield _call(layer, "outputs")
            else:
                yield f"outputs = model.get_layer({literal(layer.name)})(outputs)"
        return
    source = head.attach
    inserted = {insertion.path: insertion.after for insertion in plan.insertions}
    while source in inserted:  # it is put in afterwards, behind the layer it stands behind
        source = inserted[source]
    yield f"features = model.get_layer({literal(plan.original.by_path[source].name)}).output"
    for new in head.layers:
        last = new is head.layers[-1]
        if last:
            yield f"keras.utils.set_random_seed({seed})"
        target = "outputs = " if last else "features = "
        yield layer_call(new.class_name, {**new.config, "name": new.name}, before=target, after="(features)")


def functional_lines(plan: Plan, seed: int) -> Iterator[str]:
    """New ends, then dropouts and layers made again by cloning the graph around the same layers."""
    if plan.heads:
        yield "# A new head on the old body."
        for number, head in enumerate(plan.heads):
            yield from head_lines(plan, head, seed)
            if len(plan.original.outputs) > 1:
                yield f"head_{number} = outputs"
        yield f"model = keras.Model(model.inputs, {_outputs(plan)}, name=model.name)"
    again = remade(plan)
    if plan.insertions or again:
        if plan.heads:
            yield ""
        yield from _clone(plan)


def _outputs(plan: Plan) -> str:
    if len(plan.original.outputs) == 1:
        return "outputs"
    new = {head.output: f"head_{number}" for number, head in enumerate(plan.heads)}
    return "[" + ", ".join(new.get(path, f"model.outputs[{n}]") for n, path in enumerate(plan.original.outputs)) + "]"


def _clone(plan: Plan) -> Iterator[str]:
    again = remade(plan)
    yield from _made_again(plan, again)
    if plan.insertions:
        yield from _hook(plan)
    source = "lambda layer: remade.get(layer.name, layer)" if again else "lambda layer: layer"
    hook = ", call_function=call" if plan.insertions else ""
    yield "model = keras.models.clone_model("
    yield f"    model, clone_function={source}{hook}"
    yield ")"
    yield from _weights_back(again)


def _hook(plan: Plan) -> Iterator[str]:
    """The function that calls each layer of the clone, with the dropouts before and behind it."""
    inserted = {insertion.path for insertion in plan.insertions}
    first = [each for each in plan.insertions if plan.graph.by_path[each.after].class_name == "InputLayer"]
    behind = [each for each in plan.insertions if each not in first]
    if twice := next((each for each in behind if each.after in inserted), None):
        raise ScriptError(
            f"The dropout '{twice.path}' stands behind another one that was put in: give that one another rate instead."
        )
    yield "# Dropout is put in while the graph is walked anew; every layer keeps its weights."
    before = {_taker(plan, insertion): insertion for insertion in first}
    if before:
        yield from _dropouts("before", before)
    if behind:
        yield from _dropouts("behind", {plan.graph.by_path[each.after].name: each for each in behind})
    yield ""
    yield ""
    yield "def call(layer, *args, **kwargs):"
    if before:
        yield "    if layer.name in before:"
        yield "        args = (before[layer.name](args[0]), *args[1:])"
    if behind:
        yield "    outputs = layer(*args, **kwargs)"
        yield "    if layer.name in behind:"
        yield "        outputs = behind[layer.name](outputs)"
        yield "    return outputs"
    else:
        yield "    return layer(*args, **kwargs)"
    yield ""
    yield ""


def _taker(plan: Plan, insertion: Insertion) -> str:
    """Name of the one layer that takes a dropout on an input."""
    takers = plan.graph.successors[insertion.path]
    if len(takers) != 1 or len(plan.graph.predecessors[takers[0]]) != 1:
        raise ScriptError(
            f"The input '{insertion.after}' branches or is joined with another tensor at once, and dropout on it takes "
            "more than a short script: write the edited model with `inspector apply`, or take this edit back."
        )
    return plan.graph.by_path[takers[0]].name


def _dropouts(variable: str, insertions: Mapping[str, Insertion]) -> Iterator[str]:
    """Code for a dictionary of dropouts by the name of the layer they belong to."""
    alike = {insertion.rate for insertion in insertions.values()}
    regular = all(insertion.name == f"{name}_dropout" for name, insertion in insertions.items())
    if len(insertions) > 1 and len(alike) == 1 and regular:
        yield f"{variable} = {{"
        yield f'    name: layers.Dropout({alike.pop()!r}, name=f"{{name}}_dropout")'
        yield listed(insertions, "(", ")", 4, "for name in ")
        yield "}"
        return
    items = [f"{literal(name)}: {_dropout(insertion)}" for name, insertion in insertions.items()]
    line = f"{variable} = {{{', '.join(items)}}}"
    yield line if len(line) <= WIDTH else "\n".join([f"{variable} = {{", *(f"    {item}," for item in items), "}"])


def _dropout(insertion: Insertion) -> str:
    return f"layers.Dropout({insertion.rate!r}, name={literal(insertion.name)})"


def _made_again(plan: Plan, again: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Code that makes layers anew with other settings, as ``remade``; ``source`` keeps the old ones."""
    if not again:
        return
    yield "# These settings are read only when a layer is made, so the layers are made again."
    yield "source = model"
    yield "remade = {"
    for path, changes in again.items():
        name = literal(plan.original.by_path[path].name)
        items = [f"{literal(key)}: {value_code(each)}" for key, each in changes.items()]
        line = f"    {name}: {{{', '.join(items)}}},"
        yield line if len(line) <= WIDTH else one_each(f"    {name}: {{", items, "    },", 4)
    yield "}"
    yield "for name, changes in remade.items():"
    yield "    old = source.get_layer(name)"
    yield "    remade[name] = type(old).from_config({**old.get_config(), **changes})"
    yield ""


def _weights_back(again: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if again:
        yield "for name, layer in remade.items():"
        yield "    layer.set_weights(source.get_layer(name).get_weights())"


def _new_item(layer: Layer, again: Mapping[str, Mapping[str, Any]]) -> str:
    if layer.path in again:
        return f"        remade[{literal(layer.name)}],"
    return layer_call(layer.class_name, {**layer.config, "name": layer.name}, indent=8) + ","


def _slice(start: int | None, end: int | None) -> Iterator[str]:
    if start is not None and end is not None:
        yield f"        model.layers[{start}]," if end == start + 1 else f"        *model.layers[{start or ''}:{end}],"


def _listed(graph: ModelGraph) -> list[Layer]:
    return [layer for layer in graph.layers if not layer.parent and layer.class_name != "InputLayer"]


def _behind(graph: ModelGraph, path: str, output: str) -> Iterator[str]:
    """The layers between a head and the output it makes."""
    while path != output:
        path = graph.successors[path][0]
        yield path


def _call(layer: Layer, source: str) -> str:
    return layer_call(layer.class_name, {**layer.config, "name": layer.name}, before="outputs = ", after=f"({source})")

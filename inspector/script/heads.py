"""Where a functional model ends: its new end, and new heads on it."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.graph.model import Layer, ModelGraph
from inspector.recipe.plan import HeadPlan, Plan
from inspector.script.layer_code import layer_call
from inspector.script.literals import literal


def end_lines(plan: Plan) -> Iterator[str]:
    """The model as far as the layer where it is to end."""
    if not plan.end:
        return
    place = {path: number for number, path in enumerate(plan.whole.inputs)}
    kept = [f"model.inputs[{place[path]}]" for path in plan.original.inputs]
    inputs = kept[0] if len(kept) == 1 else f"[{', '.join(kept)}]"
    if len(kept) == len(place):
        inputs = "model.inputs"
    yield f"# The model ends at {literal(plan.end)}."
    yield f"end = {tensor_of(plan.whole, plan.end)}"
    yield f"model = keras.Model({inputs}, end, name=model.name)"


def heads_lines(plan: Plan, seed: int) -> Iterator[str]:
    """The model with new heads."""
    if not plan.heads:
        return
    yield "# A new head on the old body."
    for number, head in enumerate(plan.heads):
        yield from _head(plan, head, seed)
        if len(plan.original.outputs) > 1:
            yield f"head_{number} = outputs"
    yield f"model = keras.Model(model.inputs, {_outputs(plan)}, name=model.name)"


def _head(plan: Plan, head: HeadPlan, seed: int) -> Iterator[str]:
    """A new end of a functional model, as the tensor ``outputs``."""
    graph = plan.graph
    if head.rebuilt:
        yield f"features = model.get_layer({literal(head.rebuilt)}).input"
        yield f"keras.utils.set_random_seed({seed})"
        yield _call(graph.by_path[head.rebuilt], "features")
        replaced = {new.path for new in plan.replaced}
        for path in _behind(plan.original, head.rebuilt, head.output):
            if path in plan.removed:
                continue
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
    yield f"features = {tensor_of(plan.original, source)}"
    for new in head.layers:
        last = new is head.layers[-1]
        if last:
            yield f"keras.utils.set_random_seed({seed})"
        target = "outputs = " if last else "features = "
        yield layer_call(new.class_name, {**new.config, "name": new.name}, before=target, after="(features)")


def tensor_of(graph: ModelGraph, path: str) -> str:
    """Code for what a layer of the whole model gives: the ``output`` of a model inside is a tensor within it."""
    if graph.by_path[path].kind != "model":
        return f"model.get_layer({literal(path)}).output"
    if path in graph.outputs:
        return f"model.outputs[{graph.outputs.index(path)}]"
    for taker in graph.successors[path]:
        if graph.by_path[taker].kind == "layer" and graph.by_path[taker].inputs == (path,):
            return f"model.get_layer({literal(taker)}).input"
    return f"keras.Operation.output.fget(model.get_layer({literal(path)}))"


def _outputs(plan: Plan) -> str:
    if len(plan.original.outputs) == 1:
        return "outputs"
    new = {head.output: f"head_{number}" for number, head in enumerate(plan.heads)}
    return "[" + ", ".join(new.get(path, f"model.outputs[{n}]") for n, path in enumerate(plan.original.outputs)) + "]"


def _behind(graph: ModelGraph, path: str, output: str) -> Iterator[str]:
    """The layers between a head and the output it makes."""
    while path != output:
        path = graph.successors[path][0]
        yield path


def _call(layer: Layer, source: str) -> str:
    return layer_call(layer.class_name, {**layer.config, "name": layer.name}, before="outputs = ", after=f"({source})")

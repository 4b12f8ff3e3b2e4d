"""A functional model whose graph is walked anew around the same layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inspector.graph.model import ModelGraph
from inspector.recipe.plan import Insertion, Plan
from inspector.script.levels import Level
from inspector.script.literals import WIDTH, listed, literal
from inspector.script.remaking import made_again, weights_back


def clone_lines(plan: Plan, level: Level) -> Iterator[str]:
    """Code that builds a model anew, with layers put in, taken out and exchanged."""
    yield from made_again(level, plan.original)
    walked = level.insertions or level.removed
    if walked:
        yield from _hook(plan.graph, level)
    if level.inner:
        yield f"rebuilt = {{{', '.join(f'{literal(inner.name)}: {inner.variable}' for inner in level.inner)}}}"
    yield f"{level.variable} = keras.models.clone_model("
    yield from _clone_arguments(level, ", call_function=call" if walked else "")
    yield ")"
    yield from weights_back(level)


def _clone_arguments(level: Level, hook: str) -> Iterator[str]:
    names = [name for name, used in (("remade", level.again), ("rebuilt", level.inner)) if used]
    others = " | ".join(names) if len(names) < 2 else f"({' | '.join(names)})"
    source = f"lambda layer: {others}.get(layer.name, layer)" if names else "lambda layer: layer"
    line = f"    {level.variable}, clone_function={source}{hook}"
    if len(line) <= WIDTH:
        yield line
    else:
        yield from (f"    {each}," for each in (level.variable, f"clone_function={source}", hook.lstrip(", ")) if each)


def _hook(graph: ModelGraph, level: Level) -> Iterator[str]:
    """The function that calls each layer of the clone, with the dropouts before and behind it."""
    chains = _chains(level.insertions)
    on_input = {start: chain for start, chain in chains.items() if graph.by_path[start].class_name == "InputLayer"}
    before = _before(graph, on_input)
    behind = [each for start, chain in chains.items() if start not in on_input for each in chain]
    if level.insertions:
        yield "# Dropout is put in while the graph is walked anew; every layer keeps its weights."
    else:
        yield "# The graph is walked anew around the same layers, without the dropout."
    if before:
        yield from _dropouts("before", before)
    elif on_input:
        yield from _shared_inputs(graph, on_input)
    if behind:
        yield from _dropouts("behind", {graph.by_path[each.after].name: each for each in behind})
    yield ""
    yield ""
    yield "def call(layer, *args, **kwargs):"
    if level.removed:
        yield _among(level.removed)
        yield "        return args[0]"
    if before:
        yield "    if layer.name in before:"
        yield "        args = (before[layer.name](args[0]), *args[1:])"
    elif on_input:
        yield "    args, kwargs = keras.tree.map_structure(dropped, (args, kwargs))"
    if behind:
        yield "    outputs = layer(*args, **kwargs)"
        yield from _passed_behind(any(len(chain) > 1 for chain in chains.values()))
        yield "    return outputs"
    else:
        yield "    return layer(*args, **kwargs)"
    yield ""
    yield ""


def _passed_behind(chained: bool) -> Iterator[str]:
    if not chained:
        yield "    if layer.name in behind:"
        yield "        outputs = behind[layer.name](outputs)"
        return
    yield "    name = layer.name"
    yield "    while name in behind:  # one can stand behind another"
    yield "        outputs = behind[name](outputs)"
    yield "        name = behind[name].name"


def _among(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"    if layer.name == {literal(names[0])}:"
    return listed(names, "(", ")", 4, "if layer.name in ", ":")


def _chains(insertions: Sequence[Insertion]) -> dict[str, list[Insertion]]:
    """The dropouts behind each layer of the file, the nearest first."""
    chains: dict[str, list[Insertion]] = {}
    start = {each.path: each.after for each in insertions}
    for each in insertions:
        first = each.after
        while first in start:
            first = start[first]
        chains.setdefault(first, []).append(each)
    return chains


def _before(graph: ModelGraph, on_input: Mapping[str, Sequence[Insertion]]) -> dict[str, Insertion]:
    """The dropout before each layer that alone takes an input, and nothing else; empty where one is taken otherwise."""
    found: dict[str, Insertion] = {}
    for chain in on_input.values():
        takers = graph.successors[chain[-1].path]
        if len(chain) > 1 or len(takers) != 1 or len(graph.predecessors[takers[0]]) != 1:
            return {}
        found[graph.by_path[takers[0]].name] = chain[0]
    return found


def _shared_inputs(graph: ModelGraph, on_input: Mapping[str, Sequence[Insertion]]) -> Iterator[str]:
    """Code for dropout on inputs that several layers take, or that are joined with others at once."""
    yield "on_input = {"
    for path, chain in on_input.items():
        item = f"    {literal(graph.by_path[path].name)}: [{', '.join(map(_dropout, chain))}],"
        if len(item) <= WIDTH:
            yield item
            continue
        yield f"    {literal(graph.by_path[path].name)}: ["
        yield from (f"        {_dropout(each)}," for each in chain)
        yield "    ],"
    yield "}"
    yield "known = {}"
    yield ""
    yield ""
    yield "def dropped(tensor):"
    yield '    name = getattr(tensor, "name", None)'
    yield "    if name in on_input and name not in known:"
    yield "        known[name] = tensor"
    yield "        for dropout in on_input[name]:"
    yield "            known[name] = dropout(known[name])"
    yield "    return known.get(name, tensor)"


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

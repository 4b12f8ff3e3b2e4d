"""What the Layer panel says of a layer, of several, of a block, and of the whole model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.catalogue import help_of, help_of_operation
from inspector.drawing import figures as facts_words
from inspector.graph.blocks import Block
from inspector.graph.fact_sheet import Facts, FactSheet
from inspector.graph.facts import parameters
from inspector.graph.model import Layer, ModelGraph, Shape
from inspector.recipe.preview import Preview
from inspector.ui import figures

_FEW = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a name, a value, and what it means where that is not plain."""

    name: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """All that is said: a title, a line of help, and facts."""

    title: str
    help: str
    rows: Sequence[Row]


def of_model(shown: Preview, sheet: FactSheet | None) -> Words:
    """The whole model, which nothing is selected of."""
    graph = shown.graph
    rows = [
        *_ends(graph),
        Row("frozen", f"{len(shown.frozen)} of {len(graph.leaves)}"),
        *_figures(None if sheet is None else sheet.of_model()),
    ]
    return Words(graph.name or "The model", "The whole model. Select a layer or a block to see what it is.", rows)


def of_layer(shown: Preview, path: str, name: str, sheet: FactSheet | None) -> Words:
    """One layer; ``name`` is what a rule makes of its name, empty where it is as in the file."""
    layer = shown.graph.by_path[path]
    rows = [
        *_names(layer, name),
        Row("output", _shapes([layer])),
        *_figures(None if sheet is None else sheet.of(path)),
        *_neighbours(shown.graph, path),
        *([Row("changed", shown.edited[path])] if path in shown.edited else []),
    ]
    told = help_of_operation if layer.kind == "operation" else help_of
    return Words(path, told(layer.class_name), rows)


def of_many(shown: Preview, paths: Sequence[str], block: Block | None, sheet: FactSheet | None) -> Words:
    """Several layers, or all those of a block."""
    exits = [] if sheet is None else [shown.graph.by_path[path] for path in sheet.exits(paths)]
    rows = [
        Row("first", paths[0]),
        Row("last", paths[-1]),
        Row("output", "…" if sheet is None else _shapes(exits)),
        Row("frozen", f"{sum(path in shown.frozen for path in paths)} of {len(paths)}"),
        *_figures(None if sheet is None else sheet.together(paths)),
    ]
    count, help_line = figures.plural(len(paths), "layer"), "What is set here is set for all of them."
    return Words(block.label, f"{count}. {help_line}", rows) if block else Words(count, help_line, rows)


def of_operations(graph: ModelGraph, paths: Sequence[str], name: str, block: Block | None) -> Words:
    """Operations that are selected, one or several, or all of them; their work is known of the layers they make up."""
    if len(paths) == 1:
        layer = graph.by_path[paths[0]]
        rows = [*_names(layer, name), Row("output", _shapes([layer])), *_parameters(graph, paths)]
        return Words(
            layer.path, f"The TensorFlow operation {layer.class_name}.", [*rows, *_neighbours(graph, layer.path)]
        )
    count = figures.plural(len(paths or graph.leaves), "operation")
    if not paths:
        rows = [*_ends(graph), *_parameters(graph, [leaf.path for leaf in graph.leaves])]
        return Words(graph.name or "The model", f"The whole model, {count}. Select some to see what they are.", rows)
    rows = [Row("first", paths[0]), Row("last", paths[-1]), *_parameters(graph, paths)]
    return Words(block.label, f"{count}.", rows) if block else Words(count, "", rows)


def _ends(graph: ModelGraph) -> list[Row]:
    taken = [graph.by_path[path].taken_shape for path in graph.inputs]
    given = _shapes([graph.by_path[path] for path in graph.outputs])
    return [Row("type", graph.class_name), Row("input", _words(taken)), Row("output", given)]


def _names(layer: Layer, name: str) -> list[Row]:
    return [*([Row("shown as", name)] if name else []), Row("type", layer.class_name)]


def _neighbours(graph: ModelGraph, path: str) -> list[Row]:
    """Where its tensors come from and go to; an operation without inputs may be a constant or a variable."""
    source = "nothing" if graph.by_path[path].kind == "operation" and path not in graph.inputs else "the model's input"
    return [
        Row("takes from", ", ".join(graph.predecessors[path]) or source),
        Row("gives to", ", ".join(graph.successors[path]) or "the model's output"),
    ]


def _figures(facts: Facts | None) -> list[Row]:
    return [Row(row.name, row.value, row.meaning) for row in facts_words.rows(facts)]


def _parameters(graph: ModelGraph, paths: Sequence[str]) -> list[Row]:
    counts = [parameters(graph, path) for path in paths]
    return [Row("parameters", figures.whole(sum(count or 0 for count in counts)))]


def _shapes(layers: Sequence[Layer]) -> str:
    return _words([shape for layer in layers for shape in layer.output_shapes])


def _words(shapes: Sequence[Shape | None]) -> str:
    told = [figures.NOT_KNOWN if shape is None else figures.shape(shape) for shape in shapes[:_FEW]]
    return ", ".join([*told, *(["…"] if len(shapes) > _FEW else [])]) or figures.NOT_KNOWN

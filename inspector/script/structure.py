"""Edits that give the model other layers: another end, a head, dropouts put in and out, layers made again."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.recipe.plan import Plan
from inspector.script.cloning import clone_lines
from inspector.script.heads import end_lines, heads_lines
from inspector.script.levels import Level, levels
from inspector.script.listing import list_lines
from inspector.script.literals import literal
from inspector.script.places import place


def name_lines(plan: Plan) -> Iterator[str]:
    """Code that gives layers other names, those inside a model before the model itself."""
    file, renamed = plan.file, plan.renamed
    for path, now in sorted(renamed.items(), key=lambda item: -item[0].count("/")):
        if path not in file.by_path:
            continue  # an edit made it, and it is made under the name it has now
        layer = file.by_path[path]
        parent = renamed.get(layer.parent, layer.parent)
        name = now[len(parent) + 1 :] if parent else now
        if name != layer.name:
            yield f"{place(file, path)}.name = {literal(name)}"


def structure_lines(plan: Plan, seed: int) -> Iterator[str]:
    """Paragraphs of code that build the model anew, the models inside first; none where it stays as it is."""
    whole = levels(plan)
    yield from _inside(plan, whole, seed)
    if whole.sequential:
        if whole.touched or plan.heads or plan.replaced or plan.end:
            if plan.end:
                yield f"# The model ends at {literal(plan.end)}."
            yield from list_lines(plan, whole, seed)
        return
    yield from _paragraph(end_lines(plan))
    yield from _paragraph(heads_lines(plan, seed))
    if whole.touched:
        yield from clone_lines(plan, whole)


def _inside(plan: Plan, around: Level, seed: int) -> Iterator[str]:
    for level in around.inner:
        yield f"# The model {literal(level.name)} inside, built anew with the layers it has."
        yield f"{level.variable} = {around.variable}.get_layer({literal(level.name)})"
        yield from _inside(plan, level, seed)
        yield from list_lines(plan, level, seed) if level.sequential else clone_lines(plan, level)
        yield ""


def _paragraph(lines: Iterator[str]) -> Iterator[str]:
    """The lines and an empty one, where there are any."""
    line = ""
    for line in lines:
        yield line
    if line:
        yield ""

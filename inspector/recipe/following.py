"""Settings that name layers, when a layer gets another name."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.graph.model import ModelGraph
from inspector.recipe.fitting import fit
from inspector.recipe.recipe import Recipe


def following(graph: ModelGraph, before: Recipe, after: Recipe) -> Recipe:
    """``after`` with the multipliers of the learning rate under the names that layers have by its edits.

    Where the multipliers themselves are others than ``before``, or no name changes, it is ``after`` itself.
    """
    rate = after.training.learning_rate
    if not rate.multipliers or rate.multipliers != before.training.learning_rate.multipliers:
        return after
    old, new = (fit(graph, recipe.edits).preview.plan.renamed for recipe in (before, after))
    if old == new:
        return after
    first = {now: path for path, now in old.items()}
    moved = {new.get(first.get(path, path), first.get(path, path)): factor for path, factor in rate.multipliers.items()}
    learning_rate = replace(rate, multipliers=moved)
    return replace(after, training=replace(after.training, learning_rate=learning_rate))

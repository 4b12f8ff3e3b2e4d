"""Mending a recipe unasked, as far as there is one way only."""

from __future__ import annotations

from inspector.graph.model import ModelGraph
from inspector.recipe.checks.registry import look
from inspector.recipe.checks.subject import KnownData, subject
from inspector.recipe.recipe import Recipe

_PASSES = 8
"""One mend can lead to the next: a head that gets more units no longer is too small, but then needs softmax."""


def mended(graph: ModelGraph, recipe: Recipe, data: KnownData | None = None) -> tuple[Recipe, tuple[str, ...]]:
    """The recipe with every error and warning mended that has exactly one mend, and what was done, in words.

    Notes of level ``info`` are left alone: they are a person's choice.
    """
    done: list[str] = []
    for _ in range(_PASSES):
        before = recipe
        for finding in look(subject(graph, before, data)):
            if finding.level == "info" or len(finding.mends) != 1:
                continue
            (mend,) = finding.mends
            after = mend.changed(recipe)
            if after != recipe:
                recipe = after
                done.append(f"{finding.layer}: {mend.label}" if finding.layer else mend.label)
        if recipe == before:
            break
    return recipe, tuple(done)

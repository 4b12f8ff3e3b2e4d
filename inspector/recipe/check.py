"""Every objection to a recipe, in words: what refuses training, what is unwise, and what is good to know."""

from __future__ import annotations

from inspector.graph.model import ModelGraph
from inspector.recipe.checks.finding import Finding, Mend
from inspector.recipe.checks.labels import check_labels
from inspector.recipe.checks.registry import look
from inspector.recipe.checks.subject import KnownData, subject
from inspector.recipe.recipe import Recipe

__all__ = ["Finding", "KnownData", "Mend", "check", "check_labels"]


def check(graph: ModelGraph, recipe: Recipe, data: KnownData | None = None) -> tuple[Finding, ...]:
    """All notes on a recipe for a model; one of level ``error`` refuses training. Raises nothing.

    Args:
        graph: the model as its file says it.
        recipe: what is to be done with it.
        data: what is known of the recipe's data; without it checks that need it say nothing.
    """
    return tuple(look(subject(graph, recipe, data)))

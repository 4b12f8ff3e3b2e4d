"""Whether a recipe fits the model it is given, before an engine is started for it."""

from __future__ import annotations

from inspector.graph.model import ModelGraph
from inspector.recipe.check import check
from inspector.recipe.codec import RecipeError
from inspector.recipe.recipe import Recipe


def refuse_edits(graph: ModelGraph, recipe: Recipe) -> None:
    """Raise RecipeError where edits cannot be made; it names every one."""
    missed = [note.text for note in check(graph, recipe) if note.code == "edit"]
    if missed:
        edits = "1 edit is" if len(missed) == 1 else f"{len(missed)} edits are"
        raise RecipeError(f"{edits} not taken by this model. {' '.join(missed)}")


def refuse_errors(graph: ModelGraph, recipe: Recipe) -> None:
    """Raise RecipeError where edits cannot be made, or the model cannot be trained so; it names every reason."""
    refuse_edits(graph, recipe)
    errors = [note.text for note in check(graph, recipe) if note.level == "error"]
    if errors:
        raise RecipeError(" ".join(errors))

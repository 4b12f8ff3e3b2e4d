"""What the edits of a recipe make of a model, in figures, for the shell."""

from __future__ import annotations

from inspector.drawing.before_after import told
from inspector.graph.model import ModelGraph
from inspector.recipe.fitting import fit
from inspector.recipe.recipe import Recipe


def tell_before_after(graph: ModelGraph, recipe: Recipe) -> None:
    """Print the figures before and after the edits that can be made; nothing where there are none."""
    shown = fit(graph, recipe.edits)
    if any(place not in shown.misfits and not edit.disabled for place, edit in enumerate(recipe.edits)):
        print(f"\n{told(graph, shown.preview.graph)}\n")

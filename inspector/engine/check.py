"""Try a recipe's edits on the real model without training or saving anything."""

from __future__ import annotations

from pathlib import Path

from inspector.engine.edit import edit
from inspector.engine.freeze import trainable_paths
from inspector.engine.walk import leaves
from inspector.formats import open_model
from inspector.recipe.plan import plan
from inspector.recipe.recipe import Recipe


def check(path: str | Path, recipe: Recipe, trusted: str = "") -> str:
    """Build the edited model, compare it with the original and say in words what was compared.

    Raises:
        FormatError, EditError, EngineError: the file cannot be read or loaded, or an edit cannot be made; a sentence.
    """
    planned = plan(open_model(path), recipe.edits)
    edited, compared = edit(path, planned, trusted, lambda _: None)
    with_weights = sum(1 for layer in leaves(edited).values() if layer.weights)
    return f"{compared.text} {len(trainable_paths(edited))} of {with_weights} layers with weights train."
